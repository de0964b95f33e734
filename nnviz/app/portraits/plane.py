"""A plane in the space of the inputs: two features vary, the others stand still."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from nnviz.app.portraits.subject import Part, Subject
from nnviz.engine.orientation import HostArray

Others: TypeAlias = Literal["mean", "sample"]  # where the features that do not vary stand
_MARGIN = 0.15  # of the samples' spread is shown beyond them


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """Feature ``x`` to the right and feature ``y`` upwards, from ``low`` to ``high`` (2,) each.

    ``base`` (n_in,) holds the features that do not vary.
    """

    x: int
    y: int
    low: tuple[float, float]
    high: tuple[float, float]
    base: HostArray

    def at(self, x: float, y: float) -> HostArray:
        """Return the inputs (1, n_in) at a place of the plane."""
        return self.points(np.array([x]), np.array([y]))

    def points(self, xs: HostArray, ys: HostArray) -> HostArray:
        """Return the inputs (n, n_in) at places ``xs`` and ``ys`` (n,)."""
        table = np.repeat(self.base[None, :], len(xs), axis=0)
        table[:, self.x] = xs
        table[:, self.y] = ys
        return table

    def centres(self, columns: int, rows: int) -> tuple[HostArray, HostArray]:
        """Return where the cells of an even division have their middles: (columns,) and (rows,)."""
        (left, bottom), (right, top) = self.low, self.high
        return (
            left + (np.arange(columns) + 0.5) * (right - left) / columns,
            bottom + (np.arange(rows) + 0.5) * (top - bottom) / rows,
        )


def plane_of(subject: Subject, x: int = 0, y: int = 1, sample: HostArray | None = None) -> Plane:
    """Return the plane of two features around the samples.

    The others stand at their mean over the training samples, or at those of ``sample`` (n_in,).
    """
    base = subject.training.X.mean(axis=0) if sample is None else np.array(sample, dtype=float)
    low, high = extent(_all(subject), (x, y))
    return Plane(x, y, low, high, base)


def most_varied(X: HostArray) -> tuple[int, int]:
    """Return the two features that differ most among samples X (n, n_in), in their order."""
    if X.shape[1] < 3:
        return (0, X.shape[1] - 1)
    # Of equals the first ones, as far as they differ at all.
    first, second = np.argsort(-X.var(axis=0), kind="stable")[:2].tolist()
    return (min(first, second), max(first, second))


def extent(
    points: HostArray, columns: tuple[int, int] = (0, 1)
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the lowest and the highest place of two columns of points, with a margin."""
    chosen = points[:, columns].astype(np.float64)
    low, high = chosen.min(axis=0), chosen.max(axis=0)
    # Points that are all at one place have room around them nevertheless.
    spread = np.where(high > low, high - low, np.maximum(np.abs(high), 1.0))
    low, high = low - _MARGIN * spread, high + _MARGIN * spread
    return (float(low[0]), float(low[1])), (float(high[0]), float(high[1]))


def _all(subject: Subject) -> HostArray:
    held_out: Part | None = subject.validation
    if held_out is None:
        return subject.training.X
    return np.concatenate([subject.training.X, held_out.X])
