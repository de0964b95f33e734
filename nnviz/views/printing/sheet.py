"""One sheet: which document, which moment, the picture, and the sentence about it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from nnviz.app.texts import Catalogue
from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message, message
from nnviz.playback.timeline import Position
from nnviz.scene.numbers import grouped
from nnviz.scene.primitives import Role
from nnviz.scene.scene import Scene
from nnviz.views.look import fonts
from nnviz.views.look.theme import THEMES, Theme
from nnviz.views.painting.painter import ScenePainter
from nnviz.views.panels.names import title

WIDTH = 1400.0  # of a sheet, in its own pixels; the height follows the paper
UPRIGHT = 960.0  # of one that stands: its words are as large on paper as on one that lies
_MARGIN = 44.0
_HEAD, _FOOT, _GAP = 30.0, 62.0, 8.0
_TITLE_PX, _PLACE_PX, _SENTENCE_PX = 19.0, 15.0, 18.0
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

# Lays the picture out for a width and a height; None: the moment that the state shows.
Compose: TypeAlias = Callable[[ViewState, float, float, Position | None], Scene]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """What stands on a sheet of ``width`` × ``height``."""

    width: float
    height: float
    title: str
    place: str
    scene: Scene
    sentence: str
    state: ViewState


def paper() -> Theme:
    """Return the light colours on a white ground."""
    light = THEMES["light"]
    roles = MappingProxyType({**light.roles, Role.SURFACE: "#ffffff"})
    return replace(light, roles=roles)


def sheet_of(
    state: ViewState, compose: Compose, ratio: float, position: Position | None = None
) -> Sheet:
    """Return the sheet of a state, ``ratio`` times as wide as high."""
    wide = WIDTH if ratio >= 1.0 else UPRIGHT
    height = wide / ratio
    room = QSizeF(wide - 2 * _MARGIN, height - 2 * _MARGIN - _HEAD - _FOOT - 2 * _GAP)
    scene = compose(state, room.width(), room.height(), position)
    say = Catalogue(state.language, state.notation).translate
    at = position or state.status.position
    return Sheet(
        wide, height, say(title(state.experiment)), say(_place(state, at)), scene,
        say(scene.sentence), state,
    )  # fmt: skip


def _place(state: ViewState, position: Position) -> Message:
    if state.chain is not None:
        return message("iteration {iteration}", iteration=grouped(state.iteration))
    return message(
        "iteration {iteration} · step {step} of {steps}",
        iteration=grouped(state.iteration),
        step=grouped(position.step_index + 1),
        steps=grouped(len(state.trace.steps)),
    )


def paint(painter: QPainter, sheet: Sheet, vector: bool) -> None:
    """Draw a sheet in its own pixels; ``vector`` keeps lines and letters as such."""
    theme = paper()
    painter.fillRect(QRectF(0, 0, sheet.width, sheet.height), theme.color(Role.SURFACE))
    wide = sheet.width - 2 * _MARGIN
    head = QRectF(_MARGIN, _MARGIN, wide, _HEAD)
    _write(painter, sheet.title, head, _face(_TITLE_PX, bold=True), theme, _LEFT)
    _write(painter, sheet.place, head, _face(_PLACE_PX), theme, _RIGHT, Role.MUTED)
    _paint_scene(painter, sheet, theme, head.bottom() + _GAP, vector)
    top = sheet.height - _MARGIN - _FOOT
    painter.setPen(theme.color(Role.OUTLINE))
    painter.drawLine(QRectF(_MARGIN, top - 4, wide, 0).topLeft(),
                     QRectF(_MARGIN, top - 4, wide, 0).topRight())  # fmt: skip
    foot = QRectF(_MARGIN, top + 4, wide, _FOOT - 4)
    face = fitting(sheet.sentence, foot)
    _write(painter, sheet.sentence, foot, face, theme, _WRAPPED)


def fitting(text: str, room: QRectF) -> QFont:
    """Return the largest face in which a text stands whole in its room."""
    size = _SENTENCE_PX
    while size > 9.0:
        font = _face(size)
        if QFontMetricsF(font).boundingRect(room, _WRAPPED, text).height() <= room.height():
            return font
        size -= 1.0
    return _face(size)


def _face(px: float, bold: bool = False) -> QFont:
    """Return a face at a size of the paper, whatever the size of text on the screen."""
    return fonts.text_font(px / fonts.scale(), bold=bold)


def _paint_scene(painter: QPainter, sheet: Sheet, theme: Theme, top: float, vector: bool) -> None:
    scenes = ScenePainter(
        theme, Catalogue(sheet.state.language, sheet.state.notation), sheet.state.digits
    )
    scenes.set_notation(sheet.state.notation)
    painter.save()
    painter.translate(_MARGIN, top)
    scenes.paint(painter, sheet.scene, vector=vector)
    painter.restore()


def _write(
    painter: QPainter,
    text: str,
    room: QRectF,
    font: QFont,
    theme: Theme,
    flags: int,
    role: Role = Role.TEXT,
) -> None:
    painter.setFont(font)
    painter.setPen(theme.color(role))
    painter.drawText(room, flags, text)
