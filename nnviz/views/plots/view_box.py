"""The room of a plot over iterations, as it is dragged, clicked and turned."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPen

_NOTCH = 120.0  # what a notch of the wheel reports
_PER_NOTCH = 0.8


class RunViewBox(pg.ViewBox):  # type: ignore[misc]
    """Says what is wanted; moves nothing by itself.

    A click or a drag asks for an iteration, the wheel for another scale, a drag with Shift for a
    part, one with another button moves along, a double click shows everything.

    Signals:
        chosen: the iteration under the pointer, not rounded.
        zoomed: (around which iteration, by how much the part shrinks).
        moved: by how many iterations.
        parted: (from, to).
        reset: everything is to be seen.
    """

    chosen = Signal(float)
    zoomed = Signal(float, float)
    moved = Signal(float)
    parted = Signal(float, float)
    reset = Signal()

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.setMouseEnabled(False, False)

    def set_ink(self, color: QColor) -> None:
        """Draw the part that is chosen by a drag in this colour."""
        ground = QColor(color)
        ground.setAlphaF(0.15)
        self.rbScaleBox.setPen(QPen(color, 0))
        self.rbScaleBox.setBrush(ground)

    def mouseClickEvent(self, ev: Any) -> None:
        """Ask for an iteration, or for everything."""
        if ev.button() is not Qt.MouseButton.LeftButton:
            return
        ev.accept()
        if ev.double():
            self.reset.emit()
        else:
            self.chosen.emit(self._x(ev.scenePos()))

    def mouseDragEvent(self, ev: Any, axis: int | None = None) -> None:
        """Follow the pointer, choose a part, or move along."""
        del axis
        ev.accept()
        if ev.button() is not Qt.MouseButton.LeftButton:
            self.moved.emit(self._x(ev.lastScenePos()) - self._x(ev.scenePos()))
        elif ev.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._choose_part(ev)
        else:
            self.chosen.emit(self._x(ev.scenePos()))

    def wheelEvent(self, ev: Any, axis: int | None = None) -> None:
        """Show less, larger, or more."""
        del axis
        ev.accept()
        self.zoomed.emit(self._x(ev.scenePos()), _PER_NOTCH ** (ev.delta() / _NOTCH))

    def _choose_part(self, ev: Any) -> None:
        one, other = self._x(ev.buttonDownScenePos()), self._x(ev.scenePos())
        (_, _), (low, high) = self.viewRange()
        if ev.isFinish():
            self.rbScaleBox.hide()
            self.parted.emit(min(one, other), max(one, other))
        else:
            self.updateScaleBox(
                self.mapFromView(QPointF(one, low)), self.mapFromView(QPointF(other, high))
            )

    def _x(self, place: QPointF) -> float:
        return float(self.mapSceneToView(place).x())
