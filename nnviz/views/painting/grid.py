"""Which device pixels belong to which cell of a matrix."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from nnviz.scene.primitives import MatrixBlock, Rect

Cell: TypeAlias = tuple[int, int]
Marks: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows and columns of a matrix as it is shown."""

    rows: slice
    cols: slice

    @property
    def cells(self) -> int:
        """How many cells these are."""
        return int((self.rows.stop - self.rows.start) * (self.cols.stop - self.cols.start))


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Which cells of a part have a value, and which their final one."""

    known: Marks
    settled: Marks


def gap_of(cell: Rect, scale: float) -> float:
    """Return the room between two cells; a device pixel more than an outline keeps them apart."""
    return max((outline_px(scale) + 1) / scale, min(3.0, 0.06 * min(cell.width, cell.height)))


@dataclass(frozen=True, slots=True)
class Edges:
    """The device pixels at which columns and rows begin, from the matrix's corner, and its end."""

    lefts: list[int]
    tops: list[int]


@lru_cache(maxsize=64)
def _edges(shape: Cell, width: float, height: float, scale: float) -> Edges:
    rows, cols = shape
    half = gap_of(Rect(0.0, 0.0, width, height), scale) / 2
    return Edges(
        [math.floor((col * width + half) * scale) for col in range(cols + 1)],
        [math.floor((row * height + half) * scale) for row in range(rows + 1)],
    )


def edges_of(block: MatrixBlock, scale: float) -> Edges:
    """Return which device pixels belong to which cell."""
    cell = block.cell_rect(0, 0)
    return _edges(block.shape, cell.width, cell.height, scale)


def outline_px(scale: float) -> int:
    """Return how many device pixels the outline of a cell is wide."""
    return max(1, round(scale))


def snap(place: float, scale: float) -> float:
    """Move an edge so that its outline covers whole device pixels and is sharp."""
    return (math.floor(place * scale) + outline_px(scale) / 2) / scale
