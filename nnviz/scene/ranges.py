"""Cells gathered into as few blocks of one array as possible."""

from collections.abc import Iterable

from nnviz.scene.options import CellRange
from nnviz.scene.primitives import CellRef


def blocks(cells: Iterable[tuple[str, int, int]]) -> tuple[CellRange, ...]:
    """Return ranges that hold exactly these cells: whole rectangles where they are ones."""
    by_name: dict[str, set[tuple[int, int]]] = {}
    for name, row, col in cells:
        by_name.setdefault(name, set()).add((row, col))
    return tuple(block for name, places in by_name.items() for block in _blocks(name, places))


def _blocks(name: str, places: set[tuple[int, int]]) -> list[CellRange]:
    rows, cols = sorted({r for r, _ in places}), sorted({c for _, c in places})
    height, width = rows[-1] - rows[0] + 1, cols[-1] - cols[0] + 1
    if len(places) == height * width:
        return [CellRange(name, slice(rows[0], rows[-1] + 1), slice(cols[0], cols[-1] + 1))]
    return [CellRange.of(CellRef(name, row, col)) for row, col in sorted(places)]
