"""How far a step has come: which cells are made, which one is in the making."""

import math
from dataclasses import dataclass

from nnviz.scene.options import Extent, Granularity

# Seeking to k/n must find k cells made although k/n is rarely exact in binary.
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Progress:
    """The work done at one moment, in cells of the step's extent in reading order.

    ``done`` cells are complete. ``focus`` is the cell in the making, at ``fraction`` of its own
    work; where the moment falls between two cells it is the one just made, at fraction 1, so
    that a stop shows what has been made. Before the step begins there is none.
    """

    extent: Extent
    done: int
    focus: int | None
    fraction: float

    @property
    def cell(self) -> tuple[int, int] | None:
        """The shown (row, column) of the focus."""
        return None if self.focus is None else divmod(self.focus, self.extent.cols)

    @property
    def finished(self) -> bool:
        """Say whether every cell is made."""
        return self.done >= self.extent.cells


def progress(alpha: float, extent: Extent) -> Progress:
    """Return the work done when the fraction ``alpha`` of the step is over."""
    n = extent.cells
    begun = (alpha - extent.lead) / (1.0 - extent.lead)
    work = min(max(begun, 0.0), 1.0) * n
    done = min(math.floor(work + _SLACK), n)
    fraction = work - done
    if fraction > _SLACK and done < n:
        return Progress(extent, done, done, fraction)
    return Progress(extent, done, done - 1 if done else None, 1.0 if done else 0.0)


def moment_made(cells: int, extent: Extent) -> float:
    """Return the alpha at which this many cells are made: the inverse of :func:`progress`."""
    return extent.lead + (1.0 - extent.lead) * cells / extent.cells


def turned(alpha: float, extent: Extent) -> float:
    """Return 0..1: how far the matrix that turns over before the first cell has turned."""
    if extent.lead <= 0.0 or alpha >= extent.lead - _SLACK:
        return 1.0
    return max(alpha, 0.0) / extent.lead


def lit_range(
    cell: tuple[int, int], extent: Extent, granularity: Granularity
) -> tuple[slice, slice]:
    """Return the shown rows and columns that are looked at together with ``cell``."""
    row, col = cell
    if granularity == "cell":
        return slice(row, row + 1), slice(col, col + 1)
    if granularity == "row":
        return slice(row, row + 1), slice(0, extent.cols)
    return slice(0, extent.rows), slice(0, extent.cols)
