"""Where the units of the first layer have z = 0: lines in a plane; a ReLU folds there."""

from dataclasses import dataclass

import numpy as np

from nnviz.app.portraits.plane import Plane
from nnviz.app.portraits.subject import Subject
from nnviz.engine.orientation import HostArray

MOST = 64  # more lines than these are a net in which none can be followed


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """The line w·x + b = 0 of one unit (from 0) in a plane: its two ends (2 ends, 2 numbers)."""

    unit: int
    ends: HostArray


def folds(subject: Subject, plane: Plane) -> tuple[Fold, ...]:
    """Return the lines of the first layer's units, as far as they cross the plane's window."""
    W = subject.parameters["W1"].astype(np.float64)[:MOST]
    b = np.asarray(subject.parameters.get("b1", np.zeros(len(W))), np.float64)[:MOST]
    still = plane.base.astype(np.float64).copy()
    still[[plane.x, plane.y]] = 0.0
    offsets = W @ still + b
    found = (
        (unit, _clipped(W[unit, plane.x], W[unit, plane.y], offsets[unit], plane))
        for unit in range(len(W))
    )
    return tuple(Fold(unit, ends) for unit, ends in found if ends is not None)


def _clipped(wx: float, wy: float, offset: float, plane: Plane) -> HostArray | None:
    """Return the ends of wx·x + wy·y + offset = 0 inside the window, None if it misses it."""
    (left, bottom), (right, top) = plane.low, plane.high
    ends: list[tuple[float, float]] = []
    with np.errstate(all="ignore"):
        for x in (left, right):
            ends += _within((x, float(-(wx * x + offset) / wy)), plane) if wy else []
        for y in (bottom, top):
            ends += _within((float(-(wy * y + offset) / wx), y), plane) if wx else []
    unique = list(dict.fromkeys(ends))
    return np.array([min(unique), max(unique)]) if len(unique) > 1 else None


def _within(point: tuple[float, float], plane: Plane) -> list[tuple[float, float]]:
    inside = all(
        low <= value <= high for value, low, high in zip(point, plane.low, plane.high, strict=True)
    )
    return [point] if inside else []
