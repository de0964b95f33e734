"""The axis of iterations: the loss over the run as its ground, and a mark that can be dragged."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnviz.app.measures.outline import Outline, outlined
from nnviz.engine.message import message
from nnviz.scene.numbers import decimals_for, format_value, grouped
from nnviz.scene.primitives import Role
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate

_EDGE = 9.0
_HEIGHT = 36
_KNOB = 6.0
_STEEP = 30.0  # losses that fall by more than this are drawn by their logarithms
_NAME = message("Iteration")


class IterationAxis(QWidget):
    """One iteration after another from left to right; a press or a drag asks for one.

    However fast one drags, an iteration is asked for once in each turn of the event loop, and it
    is the newest one.

    Signals:
        chosen: the iteration beneath the pointer.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.installEventFilter(self)
        self._theme, self._tr = theme, tr
        self._losses: npt.NDArray[np.float64] = np.empty(0)
        self._outline = Outline()
        self._iteration, self._last = 0, 0
        self._ground: tuple[tuple[object, ...], QPixmap] | None = None
        self._wanted: int | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr(_NAME))

    def set_losses(self, losses: npt.NDArray[np.float64], outline: Outline | None = None) -> None:
        """Draw the losses (n,) of the run behind the mark; ``outline`` is theirs in little."""
        if losses is not self._losses:
            self._losses = losses
            self._outline = outline or outlined(losses)
            self.update()

    def set_iteration(self, iteration: int, last: int) -> None:
        """Show which iteration is on the stage and which is the last one; both count from 0."""
        if (iteration, last) != (self._iteration, self._last):
            self._iteration, self._last = iteration, last
            self.setEnabled(last > 0)
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._tr = tr
        self.setAccessibleName(tr(_NAME))

    def sizeHint(self) -> QSize:
        """Return room for a curve that can be made out."""
        return QSize(320, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return room for a mark that can be dragged."""
        return QSize(self.minimumWidth(), _HEIGHT)

    def x_of(self, iteration: int) -> float:
        """Return where an iteration stands, in pixels."""
        return _EDGE + (self.width() - 2 * _EDGE) * iteration / max(self._last, 1)

    def iteration_at(self, x: float) -> int:
        """Return the iteration at a place, in pixels, the nearest one beyond the ends."""
        part = (x - _EDGE) / max(self.width() - 2 * _EDGE, 1.0)
        return round(min(max(part, 0.0), 1.0) * self._last)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the pointer is."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._want(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._want(event.position().x())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say which iteration is under the pointer, and its loss."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._said(event.pos().x()), self)
            return True
        return super().eventFilter(watched, event)

    def _said(self, x: float) -> str:
        number = self.iteration_at(x)
        if number >= len(self._losses):
            return self._tr(message("Iteration {number}", number=grouped(number)))
        loss = float(self._losses[number])
        return self._tr(
            message(
                "Iteration {number}: loss {loss}",
                number=grouped(number),
                loss=format_value(loss, decimals_for([loss], 3)),
            )
        )

    def _want(self, x: float) -> None:
        self._wanted = self.iteration_at(x)
        if not self._soon.isActive():
            self._soon.start()

    def _ask(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted != self._iteration:
            self.chosen.emit(wanted)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the run, the part before the mark, and the mark."""
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setOpacity(1.0 if self.isEnabled() else 0.4)
            painter.drawPixmap(0, 0, self._background())
            x, theme = self.x_of(self._iteration), self._theme
            painter.setPen(QPen(theme.color(Role.FOCUS), 1.6))
            painter.drawLine(QPointF(x, 2.0), QPointF(x, self.height() - 2.0))
            painter.setPen(QPen(theme.color(Role.CARD), 1.5))
            painter.setBrush(theme.color(Role.TEXT))
            painter.drawEllipse(QPointF(x, self.height() - _KNOB - 1.0), _KNOB, _KNOB)

    def _background(self) -> QPixmap:
        """Return the picture of the losses; it is kept until there are others."""
        ratio = self.devicePixelRatioF()
        key = (
            id(self._losses),
            len(self._losses),
            self._last,
            self.size(),
            ratio,
            self._theme.name,
        )
        if self._ground is None or self._ground[0] != key:
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_run(painter)
            painter.end()
            self._ground = (key, picture)
        return self._ground[1]

    def _paint_run(self, painter: QPainter) -> None:
        theme, floor = self._theme, self.height() - _KNOB - 1.0
        painter.setPen(QPen(theme.color(Role.OUTLINE), 1.0))
        painter.setBrush(theme.color(Role.CARD))
        card = QRectF(self.rect()).adjusted(_EDGE - 5.0, 1.5, 5.0 - _EDGE, -1.5)
        painter.drawRoundedRect(card, 6.0, 6.0)
        line = curve(self._outline, self._last, int(self.width() - 2 * _EDGE))
        if len(line) < 2:
            return
        high = floor - 6.0
        points = [
            QPointF(_EDGE + part * (self.width() - 2 * _EDGE), floor - value * high)
            for part, value in line
        ]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.blend(Role.LOSS, 0.16, over=Role.CARD))
        area = [QPointF(points[0].x(), floor), *points, QPointF(points[-1].x(), floor)]
        painter.drawPolygon(QPolygonF(area))
        painter.setPen(QPen(theme.color(Role.LOSS), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))


def curve(outline: Outline, last: int, most: int) -> list[tuple[float, float]]:
    """Return a curve of at most ``most`` points, (part of the run, height), both 0 to 1.

    A point stands for the mean of its iterations. Losses that fall far are taken by logarithms.
    """
    shown = outline.stretch(0, last + 1, most)
    usable = np.isfinite(shown.means)
    if usable.sum() < 2 or last < 1 or most < 2:
        return []
    xs, ys = shown.centres[usable] / last, shown.means[usable]
    low, high = float(ys.min()), float(ys.max())
    if low > 0.0 and high > _STEEP * low:
        ys, low, high = np.log(ys), float(np.log(low)), float(np.log(high))
    heights = (ys - low) / ((high - low) or 1.0)
    return list(zip(xs.tolist(), heights.tolist(), strict=True))
