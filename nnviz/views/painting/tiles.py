"""Pictures of parts of a matrix whose cells are drawn one by one, mended where they changed.

A part that cannot be drawn in time is shown as a heat map in the same colours until a later frame:
what is seen is never an old number.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage, QPainter

from nnviz.scene.primitives import MatrixBlock, Rect
from nnviz.scene.what_if.former import UNCHANGED
from nnviz.views.painting.cells import CellPainter, Numbers
from nnviz.views.painting.former import FormerPainter
from nnviz.views.painting.grid import Cell, Edges, Marks, Part, Seen, edges_of

_TILE_PX = 320  # a tile is about so large, on either side
_WHOLE_PX = 480  # a short side up to here is not cut
_TILE_CELLS = 16  # on either side: no tile may take all of a frame's time
_STAMP_COST = 3  # cells that could be drawn in the time in which one more ground is made

Reached: TypeAlias = tuple[int, int, bool]


@dataclass(slots=True)
class Tile:
    """The picture of a part of a matrix, and what it shows."""

    image: QImage
    source: npt.NDArray[np.floating]  # the array that the values came from
    reached: Reached
    values: npt.NDArray[np.floating]
    marks: Seen


@dataclass(slots=True)
class Budget:
    """How many cells may still be drawn in this frame; None is all of them."""

    left: int | None = None
    short: bool = False

    def allows(self, cells: int) -> bool:
        """Take so many cells, if any are left: the last tile may be larger than what is left."""
        if self.left is None or not cells:
            return True
        if self.left <= 0:
            self.short = True
            return False
        self.take(cells)
        return True

    def take(self, cells: int) -> None:
        """Take the time of so many cells, whether or not there is any left."""
        if self.left is not None:
            self.left -= cells


class TilePainter:
    """Draws tiles, and mends those that are kept."""

    def __init__(self, cells: CellPainter, former: FormerPainter) -> None:
        self._cells = cells
        self._former = former

    def tile(
        self, tile: Tile | None, block: MatrixBlock, part: Part, scale: float, how: Numbers,
        budget: Budget,
    ) -> Tile | None:  # fmt: skip
        """Return the picture of a part as it is now; None where there is no time to make it."""
        reached = reached_of(block)
        if tile is not None and tile.source is block.values and tile.reached == reached:
            return tile
        marks = marks_of(block, part)
        values = block.values[part.rows, part.cols]
        if tile is None:
            tile = _blank(edges_of(block, scale), part, block)
            stale = np.ones(values.shape, bool)
        else:
            stale = _different(tile, values, marks)
        count = int(np.count_nonzero(stale))
        if not budget.allows(count):
            return None
        if count:
            stamps = self._draw(tile.image, block, part, scale, how, stale, marks)
            budget.take(_STAMP_COST * stamps)
            tile.values, tile.marks = np.array(values), marks
        tile.source, tile.reached = block.values, reached
        return tile

    def _draw(
        self, image: QImage, block: MatrixBlock, part: Part, scale: float, how: Numbers,
        stale: Marks, marks: Seen,
    ) -> int:  # fmt: skip
        """Draw the stale cells of a tile; return how many grounds had to be made for that."""
        image.setDevicePixelRatio(1.0)
        edges = edges_of(block, scale)
        top, left = part.rows.start, part.cols.start
        painter = QPainter(image)
        painter.translate(-edges.lefts[left], -edges.tops[top])
        stamps = self._cells.stamped(painter, block, part, stale, marks, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        shown = np.argwhere(stale & marks.known).tolist()
        if block.former is not UNCHANGED:
            whole = [(row + top, col + left) for row, col in shown]
            written = self._former.draw(painter, block, whole, how)
            self._cells.numbers(painter, block, written, how)
        else:
            self._numbers(painter, block, part, [(row, col) for row, col in shown], how)
        painter.end()
        return stamps

    def _numbers(
        self, painter: QPainter, block: MatrixBlock, part: Part, shown: list[Cell], how: Numbers
    ) -> None:
        """Write numbers of a part, of which a large matrix has many."""
        if how.decimals is None or not shown:
            return
        first = block.cell_rect(part.rows.start, part.cols.start)
        values = block.values[part.rows, part.cols]
        wide, tall = first.width * values.shape[1], first.height * values.shape[0]
        small = replace(block, values=values, rect=Rect(0.0, 0.0, wide, tall))
        painter.translate(first.x - block.rect.x, first.y - block.rect.y)
        self._cells.numbers(painter, small, shown, how)


def parts_of(block: MatrixBlock, scale: float, seen: Part) -> Iterator[Part]:
    """Yield the tiles of a matrix that have cells in ``seen``, those in its middle first."""
    rows, cols = block.shape
    tall, wide = (
        _per_tile(side * scale, count)
        for side, count in ((block.rect.height, rows), (block.rect.width, cols))
    )
    downs = range(seen.rows.start // tall, -(-seen.rows.stop // tall))
    rights = range(seen.cols.start // wide, -(-seen.cols.stop // wide))
    middle = (downs.start + downs.stop - 1) / 2, (rights.start + rights.stop - 1) / 2
    places = [(down, right) for down in downs for right in rights]
    for down, right in sorted(places, key=lambda p: abs(p[0] - middle[0]) + abs(p[1] - middle[1])):
        yield Part(
            slice(down * tall, min((down + 1) * tall, rows)),
            slice(right * wide, min((right + 1) * wide, cols)),
        )


def _per_tile(length_px: float, count: int) -> int:
    if length_px <= _WHOLE_PX:
        return min(count, _TILE_CELLS)
    return max(1, min(count, _TILE_CELLS, round(_TILE_PX * count / length_px)))


def seen_part(block: MatrixBlock, visible: Rect | None) -> Part | None:
    """Return the rows and columns of which something can be seen; None if there are none."""
    rows, cols = block.shape
    if visible is None:
        return Part(slice(0, rows), slice(0, cols))
    w, h = block.rect.width / cols, block.rect.height / rows
    left = max(0, math.floor((visible.x - block.rect.x) / w))
    top = max(0, math.floor((visible.y - block.rect.y) / h))
    right = min(cols, math.ceil((visible.right - block.rect.x) / w))
    bottom = min(rows, math.ceil((visible.bottom - block.rect.y) / h))
    if left >= right or top >= bottom:
        return None
    return Part(slice(top, bottom), slice(left, right))


def reached_of(block: MatrixBlock) -> Reached:
    """Return how many cells there are, how many of them for good, and in which order they come."""
    return block.revealed, block.revealed - block.unsettled, block.down


def marks_of(block: MatrixBlock, part: Part) -> Seen:
    """Return which cells of a part have a value, and which have their final one."""
    n_rows, n_cols = block.shape
    rows = np.arange(part.rows.start, part.rows.stop)[:, None]
    cols = np.arange(part.cols.start, part.cols.stop)[None, :]
    order = cols * n_rows + rows if block.down else rows * n_cols + cols
    return Seen(order < block.revealed, order < block.revealed - block.unsettled)


def _blank(edges: Edges, part: Part, block: MatrixBlock) -> Tile:
    width = edges.lefts[part.cols.stop] - edges.lefts[part.cols.start]
    height = edges.tops[part.rows.stop] - edges.tops[part.rows.start]
    image = QImage(max(1, width), max(1, height), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    nothing = np.zeros((0, 0), bool)
    return Tile(image, block.values, (-1, -1, False), np.empty((0, 0)), Seen(nothing, nothing))


def _different(tile: Tile, values: npt.NDArray[np.floating], marks: Seen) -> Marks:
    """Mark the cells that no longer look as they are kept."""
    old = tile.values
    # Not-a-numbers are equal here: they look the same.
    other = (old != values) & ~(np.isnan(old) & np.isnan(values))
    # A cell that is empty before and after looks the same whatever its value.
    different: Marks = other & marks.known
    different |= (marks.known != tile.marks.known) | (marks.settled != tile.marks.settled)
    return different
