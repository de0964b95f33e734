"""The axes of a plane in which points are drawn: numbers to pixels, grid lines, snapping."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from nnviz.app.points import Bounds

_MOST_LINES = 11
_NICE = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class PlaneAxes:
    """Which part of the plane is shown in which rectangle of a widget."""

    bounds: Bounds
    area: QRectF

    def to_pixels(self, x: float, y: float) -> QPointF:
        """Return where a point is in the widget."""
        left, bottom, right, top = self.bounds
        across, up = (x - left) / (right - left), (y - bottom) / (top - bottom)
        return QPointF(
            self.area.left() + across * self.area.width(),
            self.area.bottom() - up * self.area.height(),
        )

    def to_plane(self, at: QPointF) -> tuple[float, float]:
        """Return which point is at a place of the widget, inside what is shown."""
        left, bottom, right, top = self.bounds
        across = (at.x() - self.area.left()) / max(self.area.width(), 1.0)
        up = (self.area.bottom() - at.y()) / max(self.area.height(), 1.0)
        across, up = min(max(across, 0.0), 1.0), min(max(up, 0.0), 1.0)
        return left + across * (right - left), bottom + up * (top - bottom)

    def snapped(self, x: float, y: float) -> tuple[float, float]:
        """Return the nearest crossing of half the grid."""
        dx, dy = (step / 2.0 for step in self.steps)
        return _rounded(x, dx), _rounded(y, dy)

    @property
    def steps(self) -> tuple[float, float]:
        """How far apart the grid lines are, from left to right and upwards."""
        left, bottom, right, top = self.bounds
        return _step(right - left), _step(top - bottom)

    def lines(self, axis: int) -> list[float]:
        """Return where the grid lines of an axis (0: across, 1: up) are."""
        low, high = self.bounds[axis], self.bounds[axis + 2]
        step = self.steps[axis]
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        return [_tidy(k * step) for k in range(first, last + 1)]


def _step(span: float) -> float:
    rough = span / (_MOST_LINES - 3)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(nice * power for nice in _NICE if nice * power >= rough)


def _rounded(value: float, step: float) -> float:
    return _tidy(round(value / step) * step)


def _tidy(value: float) -> float:
    """Return the number without the noise of the last digits: 0.3, not 0.30000000000000004."""
    return float(f"{value:.12g}") + 0.0
