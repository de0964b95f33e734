"""The part of a card by which it is dragged."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.scene.primitives import Role
from nnviz.views.look import icons
from nnviz.views.look.theme import Theme

_SIZE = QSize(16, 22)
_DRAG_PX = 4


class Grip(QWidget):
    """Six dots to hold on to.

    Signals:
        dragged: the place of the pointer on the screen, while it is dragged.
        dropped: where it was let go, if it was dragged at all.
    """

    dragged = Signal(QPoint)
    dropped = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._press: QPoint | None = None
        self._is_dragged = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the dots."""
        return _SIZE

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dots; none where nothing can be dragged."""
        del event
        if self._theme is None or not self.isEnabled():
            return
        with QPainter(self) as painter:
            side = float(self.width())
            icons.draw(
                painter, "grip", self._theme.color(Role.FAINT),
                QRectF(0, (self.height() - side) / 2, side, side),
            )  # fmt: skip

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._press, self._is_dragged = event.globalPosition().toPoint(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        if self._press is None:
            return
        at = event.globalPosition().toPoint()
        self._is_dragged |= (at - self._press).manhattanLength() >= _DRAG_PX
        if self._is_dragged:
            self.dragged.emit(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        dragged, self._press, self._is_dragged = self._is_dragged, None, False
        if dragged:
            self.dropped.emit(event.globalPosition().toPoint())
