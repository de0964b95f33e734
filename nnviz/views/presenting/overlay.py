"""What lies over the stage: a dark screen, a frozen picture, light, glass, ink, a typed number."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from nnviz.engine.writing import Notation
from nnviz.scene.primitives import Rect, Role, Run
from nnviz.views.canvas.stage import StageView
from nnviz.views.look.theme import Theme
from nnviz.views.painting import rich_text
from nnviz.views.painting.painter import ScenePainter, Translator
from nnviz.views.presenting import spot
from nnviz.views.presenting.ink import Ink

_FRAME_MS = 40
_PEN = 0.0065  # of the screen's height
_NUMBER, _WORDS = 0.26, 0.042
_FROZEN = 0.028


@dataclass(frozen=True, slots=True)
class Over:
    """What lies over the stage now.

    ``screen`` is "black", "white" or nothing; ``follows`` is "spotlight", "magnifier" or nothing;
    ``number`` and ``words`` are what is typed and what stands there.
    """

    screen: str = ""
    follows: str = ""
    pen: bool = False
    number: str = ""
    words: str = ""


class Overlay(QWidget):
    """Covers the whole window; the pointer goes through it unless one draws or the screen is dark.

    Signals:
        woken: the dark screen was clicked.
        inked: a line has been drawn, or the last one has vanished.
    """

    woken = Signal()
    inked = Signal()

    def __init__(
        self, stage: StageView, theme: Theme, catalogue: Translator, seconds: float, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._stage, self._theme = stage, theme
        self._scenes = ScenePainter(theme, catalogue)
        self.ink = Ink(seconds)
        self.radius, self.power = 0.16, 2.0
        self._over = Over()
        self._frozen: QPixmap | None = None
        self._frozen_at = QPointF()
        self._pointer: QPointF | None = None
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME_MS)
        self._frames.timeout.connect(self._on_frame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def over(self) -> Over:
        """What lies over the stage."""
        return self._over

    @property
    def is_frozen(self) -> bool:
        """Say whether the picture stands still."""
        return self._frozen is not None

    def set_over(self, over: Over) -> None:
        """Lay something else over the stage."""
        self._over = over
        takes = over.pen or bool(over.screen)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not takes)
        self.setCursor(Qt.CursorShape.CrossCursor if over.pen else Qt.CursorShape.ArrowCursor)
        self.update()

    def freeze(self, picture: QPixmap | None, at: QPointF | None = None) -> None:
        """Let a picture stand before all that changes; None lets it go."""
        self._frozen = picture
        self._frozen_at = at or QPointF()
        self.update()

    def point(self, at: QPointF | None) -> None:
        """Follow the pointer, in the overlay's own pixels."""
        self._pointer = at
        if self._over.follows:
            self.update()

    def grow(self, *, more: bool) -> bool:
        """Make the light wider or the glass stronger, or less so; say whether there is one."""
        factor = spot.STEP if more else 1.0 / spot.STEP
        if self._over.follows == "spotlight":
            self.radius = min(max(self.radius * factor, spot.SMALLEST), spot.LARGEST)
        elif self._over.follows == "magnifier":
            self.power = min(max(self.power * factor, spot.LEAST_POWER), spot.MOST_POWER)
        else:
            return False
        self.update()
        return True

    def wipe(self) -> None:
        """Take all ink away."""
        self.ink.wipe()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self._scenes.set_theme(theme)

    def set_catalogue(self, catalogue: Translator) -> None:
        """Speak another language."""
        self._scenes.set_catalogue(catalogue)

    def set_notation(self, notation: Notation) -> None:
        """Write in another notation."""
        self._scenes.set_notation(notation)

    # Drawing on top

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the pen down, or wake the screen."""
        if self._over.screen:
            self.woken.emit()
        elif self._over.pen:
            self.ink.begin(event.position())
            self._frames.start()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw."""
        self.ink.draw_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lift the pen."""
        del event
        self.ink.end()
        self.inked.emit()

    def _on_frame(self) -> None:
        if self.ink.is_empty:
            self._frames.stop()
            self.inked.emit()
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what lies over the stage, from the lowest to the uppermost."""
        del event
        with QPainter(self) as painter:
            over = self._over
            if over.screen:
                dark = over.screen == "black"
                painter.fillRect(
                    self.rect(), Qt.GlobalColor.black if dark else Qt.GlobalColor.white
                )
            else:
                self._paint_picture(painter)
                self._paint_spot(painter)
            if over.number and not over.screen:
                self._paint_number(painter)

    def _paint_picture(self, painter: QPainter) -> None:
        if self._frozen is not None:
            painter.drawPixmap(self._frozen_at, self._frozen)
            size = _FROZEN * self.height()
            box = Rect(self.width() / 2 - size, 0.3 * size, 2.0 * size, 1.4 * size)
            self._say(painter, "‖", box, size, Role.MUTED)
        self.ink.paint(painter, self._theme.color(Role.FOCUS), _PEN * self.height())

    def _paint_spot(self, painter: QPainter) -> None:
        at, over = self._pointer, self._over
        if at is None or not over.follows:
            return
        room = QRectF(self.rect())
        if over.follows == "spotlight":
            spot.paint_light(painter, room, at, self.radius * self.height())
        elif self._frozen is None:
            on_stage = QPointF(self._stage.mapFrom(self.window(), at.toPoint()))
            glass = spot.glass_at(room, at)
            spot.paint_glass(
                painter, glass, self._stage, self._scenes, at, on_stage, self.power, self._theme
            )

    def _paint_number(self, painter: QPainter) -> None:
        tall = self.height()
        number, words = _NUMBER * tall, _WORDS * tall
        wide, high = min(1.1 * tall, 0.9 * self.width()), 1.35 * number + 2.2 * words
        box = Rect((self.width() - wide) / 2, (tall - high) / 2, wide, high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.color(Role.FOCUS))
        painter.setBrush(self._theme.color(Role.CARD))
        painter.drawRoundedRect(QRectF(box.x, box.y, box.width, box.height), 22.0, 22.0)
        line = Rect(box.x, box.y, box.width, 1.35 * number)
        self._say(painter, self._over.number, line, number, Role.FOCUS, style="number")
        below = Rect(box.x + words, line.bottom, box.width - 2 * words, 1.6 * words)
        self._say(painter, self._over.words, below, words, Role.TEXT)

    def _say(
        self, painter: QPainter, text: str, box: Rect, size: float, role: Role, style: str = "text"
    ) -> None:
        rich_text.draw_runs(
            painter,
            (Run(text, style=style),),  # type: ignore[arg-type]
            box,
            size,
            self._theme.color,
            str,
            role,
            "center",
        )
