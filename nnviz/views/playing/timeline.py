"""The timeline of one training step: a box for each op, the current one lit, a needle to drag."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnviz.engine.message import Message, message
from nnviz.engine.step import Phase
from nnviz.scene.narration.names import phase_name
from nnviz.scene.primitives import Rect, Role, Run
from nnviz.views.look import fonts
from nnviz.views.look.theme import PHASE_ROLES, Theme
from nnviz.views.painting import rich_text
from nnviz.views.painting.marks import light_pen
from nnviz.views.playing.timeline_labels import Segment
from nnviz.views.playing.timeline_layout import LEAST_LABEL, Layout, Slot, lay_out

_MARGIN, _NARROW_MARGIN, _NARROW_PX = 24.0, 12.0, 900
_HEAD = Rect(0, 6, 0, 22)
_CORNER = 36.0  # at the right of the headings, where the guide has its question mark
_BOX_TOP, _BOX_HEIGHT = 31.0, 34.0
_HEIGHT = 86
_NEEDLE = 8.0
_LABEL_PX = 15.0
_MATH_LABEL_PX = 18.0  # mathematical letters are smaller at the same size
_LABEL_SIDE = 2.0  # between a label and the edge of its box
_PAST = 0.24

_NAME = message("Timeline of the training step")
_DERIVED = message("{title} (not computed in training; here is what it would be)")
_SAID = message("Operation {number} of {total}: {title}")


class TimelineBar(QWidget):
    """Shows where in the training step one is, and lets one go anywhere in it.

    Keys: left and right to the operation before and after, Home and End.

    Signals:
        seek_requested: (step_index, alpha) where the person wants to be.
    """

    seek_requested = Signal(int, float)

    def __init__(
        self, theme: Theme, tr: Callable[[Message], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.installEventFilter(self)
        self._theme = theme
        self._tr = tr
        self._segments: tuple[Segment, ...] = ()
        self._layout = Layout(())
        self._index, self._alpha = 0, 0.0
        self._light: tuple[tuple[int, Role], ...] = ()
        self._dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.retranslate()

    # What the window sets

    def set_segments(self, segments: tuple[Segment, ...]) -> None:
        """Show the ops of another trace, or the same ones named otherwise."""
        self._segments = segments
        self._index = min(self._index, max(0, len(segments) - 1))
        self._arrange()
        self._say()

    def set_position(self, step_index: int, alpha: float) -> None:
        """Move the needle to a fraction of an op's work."""
        place = next(
            (i for i, segment in enumerate(self._segments) if segment.step_index == step_index), 0
        )
        if (place, alpha) == (self._index, self._alpha):
            return
        moved_on = place != self._index
        self._index, self._alpha = place, alpha
        if moved_on:
            self._say()
        self.update()

    def set_light(self, made: tuple[int, ...], used: tuple[int, ...]) -> None:
        """Light the ops (step indices) that made the cell pointed at, and those that use it."""
        places = {segment.step_index: i for i, segment in enumerate(self._segments)}
        roles = ((used, Role.TARGET), (made, Role.SOURCE))
        light = tuple((places[i], role) for steps, role in roles for i in steps if i in places)
        if light != self._light:
            self._light = light
            self.update()

    @property
    def light(self) -> tuple[tuple[int, Role], ...]:
        """The places that are lit, with the role of their light."""
        return self._light

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.updateGeometry()
        self._arrange()

    def set_translator(self, tr: Callable[[Message], str]) -> None:
        """Speak another language."""
        self._tr = tr
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything again in the current language."""
        self.setAccessibleName(self._tr(_NAME))
        self._say()
        self._arrange()

    @property
    def layout_of_ops(self) -> Layout:
        """Where the ops stand."""
        return self._layout

    def _say(self) -> None:
        if self._segments:
            said = message(
                _SAID.text,
                number=self._index + 1,
                total=len(self._segments),
                title=self._segments[self._index].title,
            )
            self.setAccessibleDescription(self._tr(said))

    # Geometry

    def sizeHint(self) -> QSize:
        """Return the height it needs and a width that is comfortable."""
        return QSize(900, fonts.scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which it can be used."""
        return QSize(320, fonts.scaled(_HEIGHT))

    def resizeEvent(self, event: QEvent) -> None:
        """Give the boxes their places in the new width."""
        del event
        self._arrange()

    @property
    def _wide(self) -> float:
        """The width in the units of the layout, which are enlarged with all text."""
        return self.width() / fonts.scale()

    def _arrange(self) -> None:
        margin = _NARROW_MARGIN if self._wide < _NARROW_PX else _MARGIN
        room = max(1.0, self._wide - 2 * margin)
        self._layout = lay_out(self._segments, margin, room, self._needed)
        self.update()

    def _needed(self, label: tuple[Run, ...]) -> float:
        """Return how wide a box is in which a label stands at its own size."""
        line = rich_text.lay_out(rich_text.words(label, self._tr, _bold(label)), _size(label))
        return line.width + 2 * _LABEL_SIDE + 1

    def is_labelled(self, slot: Slot) -> bool:
        """Say whether the label of a box can be read in it."""
        return slot.width >= LEAST_LABEL * self._needed(slot.label) - 1e-6

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the headings, the boxes, the needle."""
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), self._theme.bar)
            painter.fillRect(0, 0, self.width(), 1, self._theme.color(Role.OUTLINE))
            painter.scale(fonts.scale(), fonts.scale())
            if self._segments:
                for phase, left, right in self._layout.phases():
                    self._heading(painter, phase, left, right)
                for slot in self._layout.slots:
                    self._box(painter, slot)
                for place, role in self._light:
                    self._frame(painter, place, role)
                self._needle(painter)

    def _heading(self, painter: QPainter, phase: Phase, left: float, right: float) -> None:
        # A short phase may write over the room of the next one only as far as nobody else does.
        right = min(right, self._wide - _CORNER)
        room = Rect(left + 2, _HEAD.y, max(right - left, 30.0) - 2, _HEAD.height)
        self._text(
            painter, (Run(phase_name(phase), bold=True),), room, 15.0, self._theme.phase(phase)
        )

    def _box(self, painter: QPainter, slot: Slot) -> None:
        theme, role = self._theme, PHASE_ROLES[slot.phase]
        color = theme.phase(slot.phase)
        current = slot.first <= self._index <= slot.last
        past = slot.last < self._index
        ground = color if current else theme.blend(role, _PAST if past else 0.0, over=Role.CARD)
        rect = QRectF(slot.x, _BOX_TOP, slot.width, _BOX_HEIGHT)
        outline = QPen(color if current else theme.blend(role, 0.55, over=Role.CARD), 1.3)
        if self._segments[slot.first].derived:
            outline.setDashPattern([3.0, 2.0])
        painter.setPen(outline)
        painter.setBrush(ground)
        radius = min(6.0, slot.width / 3)
        painter.drawRoundedRect(rect.adjusted(0.65, 0.65, -0.65, -0.65), radius, radius)
        if current and slot.count > 1:
            self._ticks(painter, slot, theme.ink_on(ground))
        if self.is_labelled(slot):
            ink = theme.ink_on(ground) if current or past else color
            inner = slot.width - 2 * _LABEL_SIDE
            box = Rect(slot.x + _LABEL_SIDE, _BOX_TOP + 4, inner, _BOX_HEIGHT - 8)
            self._text(painter, slot.label, box, _size(slot.label), ink, "center")

    def _frame(self, painter: QPainter, place: int, role: Role) -> None:
        """Frame an op as its cells are framed on the stage."""
        slot = self._layout.slot_of(place)
        wide = slot.width / slot.count
        rect = QRectF(slot.x + wide * (place - slot.first), _BOX_TOP, wide, _BOX_HEIGHT)
        painter.setPen(light_pen(role, self._theme.color(role)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = min(6.0, wide / 3)
        painter.drawRoundedRect(rect.adjusted(-0.5, -2.0, 0.5, 2.0), radius, radius)

    @staticmethod
    def _ticks(painter: QPainter, slot: Slot, ink: QColor) -> None:
        painter.setPen(QPen(ink, 1.0))
        for number in range(1, slot.count):
            x = slot.x + slot.width * number / slot.count
            painter.drawLine(
                QPointF(x, _BOX_TOP + _BOX_HEIGHT - 6), QPointF(x, _BOX_TOP + _BOX_HEIGHT - 1)
            )

    def _needle(self, painter: QPainter) -> None:
        x = self._layout.x_of(self._index, self._alpha)
        tip = _BOX_TOP + _BOX_HEIGHT + 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(Role.FOCUS))
        corners = [(x, tip), (x - _NEEDLE, tip + 12), (x + _NEEDLE, tip + 12)]
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color(Role.TEXT), 1.5))
            painter.drawLine(QPointF(x - _NEEDLE, tip + 15), QPointF(x + _NEEDLE, tip + 15))
        slot = self._layout.slot_of(self._index)
        if slot.count > 1 or not self.is_labelled(slot):
            self._beside_needle(painter, x, tip)

    def _beside_needle(self, painter: QPainter, x: float, top: float) -> None:
        """Name the current op beside the needle, where its box is too narrow to say it."""
        segment = self._segments[self._index]
        runs = (Run(segment.title, bold=True),)
        width = rich_text.lay_out(rich_text.words(runs, self._tr), 13.0).width + 4
        left = x + _NEEDLE + 6
        if left + width > self._wide - 4:
            left = max(4.0, x - _NEEDLE - 6 - width)
        box = Rect(left, top - 1, min(width, self._wide - 8.0), 18.0)
        self._text(painter, runs, box, 13.0, self._theme.phase(segment.phase))

    def _text(
        self,
        painter: QPainter,
        runs: tuple[Run, ...],
        box: Rect,
        size_px: float,
        ink: QColor,
        align: str = "left",
    ) -> None:
        rich_text.draw_runs(
            painter, runs, box, size_px, lambda _role: ink, self._tr, align=align, bold=_bold(runs)
        )

    # Events

    def _seek_to(self, x: float) -> None:
        if self._segments:
            place, alpha = self._layout.at(x / fonts.scale())
            self.seek_requested.emit(self._segments[place].step_index, alpha)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the pointer is."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._dragging = True
            self._seek_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow a drag."""
        if self._dragging:
            self._seek_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._dragging = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the op before or after, to the first or the end of the last."""
        last = len(self._segments) - 1
        targets = {
            Qt.Key.Key_Left: (self._index - (self._alpha == 0.0), 0.0),
            Qt.Key.Key_Right: (self._index + 1, 0.0) if self._index < last else (last, 1.0),
            Qt.Key.Key_Home: (0, 0.0),
            Qt.Key.Key_End: (last, 1.0),
        }
        target = targets.get(Qt.Key(event.key()))
        if target is None or last < 0:
            super().keyPressEvent(event)
            return
        place = min(max(target[0], 0), last)
        self.seek_requested.emit(self._segments[place].step_index, target[1])

    def title_at(self, x: float) -> str:
        """Return the whole title of the op at a place."""
        if not self._segments:
            return ""
        segment = self._segments[self._layout.at(x / fonts.scale())[0]]
        text = message(_DERIVED.text, title=segment.title) if segment.derived else segment.title
        return self._tr(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the title of the op under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.title_at(event.pos().x()), self)
            return True
        return super().eventFilter(watched, event)


def _bold(runs: tuple[Run, ...]) -> bool:
    return all(run.style != "math" for run in runs)


def _size(label: tuple[Run, ...]) -> float:
    return _LABEL_PX if _bold(label) else _MATH_LABEL_PX
