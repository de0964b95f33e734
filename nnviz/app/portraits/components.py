"""The two directions in which points differ most: principal components, by SVD."""

from dataclasses import dataclass, replace

import numpy as np

from nnviz.engine.orientation import HostArray


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """``mean`` (units,), ``axes`` (2, units) of length 1, and each one's share of the variance.

    ``ranks`` says which component each axis is, from 1: where the two have changed places in
    size, they stay on the axes on which they were.
    """

    mean: HostArray
    axes: HostArray
    shares: tuple[float, float]
    ranks: tuple[int, int] = (1, 2)

    def project(self, points: HostArray) -> HostArray:
        """Return points (n, units) in the two directions: (n, 2)."""
        return np.asarray((points - self.mean) @ self.axes.T)


def components(points: HostArray, like: Components | None = None) -> Components:
    """Return the first two principal components of points (n, units), units ≥ 2.

    A direction has no sign of its own, and the order of two changes when their shares cross: both
    are chosen so that the axes are as near as they can be to those of ``like``, the components seen
    before. Without any, the largest comes first, its largest entry positive. With fewer than three
    points some directions are arbitrary and have the share 0.
    """
    table = np.asarray(points, dtype=np.float64)
    mean = table.mean(axis=0)
    # The economy form has min(n, units) directions; with one sample the second is made up.
    _, sizes, directions = np.linalg.svd(table - mean, full_matrices=len(table) < 2)
    axes, squares = directions[:2], np.square(sizes)
    total = float(squares.sum())
    parts = [float(s) / total if total > 0 else 0.0 for s in squares[:2]]
    first, second = (*parts, 0.0)[:2]
    return aligned(Components(mean, axes, (first, second)), like)


def aligned(found: Components, like: Components | None) -> Components:
    """Return components in the order and with the signs that are nearest to those of ``like``."""
    if like is None or like.axes.shape != found.axes.shape:
        largest = np.abs(found.axes).argmax(axis=1)
        lead = found.axes[np.arange(2), largest]
        return replace(found, axes=found.axes * np.where(lead < 0, -1.0, 1.0)[:, None])
    overlap = like.axes @ found.axes.T  # (axis seen before, component)
    straight = abs(overlap[0, 0]) + abs(overlap[1, 1])
    crossed = abs(overlap[0, 1]) + abs(overlap[1, 0])
    order = [1, 0] if crossed > straight else [0, 1]
    lead = overlap[[0, 1], order]
    axes = found.axes[order] * np.where(lead < 0, -1.0, 1.0)[:, None]
    shares, ranks = found.shares, found.ranks
    return replace(
        found, axes=axes, shares=(shares[order[0]], shares[order[1]]),
        ranks=(ranks[order[0]], ranks[order[1]]),
    )  # fmt: skip
