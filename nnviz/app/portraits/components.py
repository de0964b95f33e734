"""The two directions in which points differ most: principal components, by SVD."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine.orientation import HostArray


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """``mean`` (units,), ``axes`` (2, units) of length 1, and each one's share of the variance."""

    mean: HostArray
    axes: HostArray
    shares: tuple[float, float]

    def project(self, points: HostArray) -> HostArray:
        """Return points (n, units) in the two directions: (n, 2)."""
        return np.asarray((points - self.mean) @ self.axes.T)


def components(points: HostArray, like: Components | None = None) -> Components:
    """Return the first two principal components of points (n, units), units ≥ 2.

    A direction has no sign of its own: it is turned towards that of ``like``, the components seen
    before, or else so that its largest entry is positive. With fewer than three points some
    directions are arbitrary and have the share 0.
    """
    table = np.asarray(points, dtype=np.float64)
    mean = table.mean(axis=0)
    # The economy form has min(n, units) directions; with one sample the second is made up.
    _, sizes, directions = np.linalg.svd(table - mean, full_matrices=len(table) < 2)
    axes, squares = directions[:2], np.square(sizes)
    total = float(squares.sum())
    parts = [float(s) / total if total > 0 else 0.0 for s in squares[:2]]
    first, second = (*parts, 0.0)[:2]
    return Components(mean, axes * _signs(axes, like)[:, None], (first, second))


def _signs(axes: HostArray, like: Components | None) -> HostArray:
    if like is not None and like.axes.shape == axes.shape:
        agreement = (axes * like.axes).sum(axis=1)
    else:
        largest = np.abs(axes).argmax(axis=1)
        agreement = axes[np.arange(len(axes)), largest]
    return np.where(agreement < 0, -1.0, 1.0)
