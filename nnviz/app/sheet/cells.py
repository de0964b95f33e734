"""What becomes of cells: typed, pasted, filled down, cleared."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nnviz.app.sheet.columns import (
    MOST_CLASSES,
    Column,
    checked_name,
    column,
    n_columns,
    number,
)
from nnviz.app.sheet.rows import grown
from nnviz.app.sheet.text import Block
from nnviz.app.table import Table
from nnviz.engine.datasets.cells import as_number
from nnviz.engine.errors import DataError
from nnviz.engine.orientation import HostArray

Rect = tuple[int, int, int, int]  # first row, first column, last row, last column, both included


@dataclass(frozen=True, slots=True)
class Pasted:
    """A table after pasting, and which cells came."""

    table: Table
    rect: Rect


def typed(table: Table, row: int, col: int, text: str) -> Table:
    """Return the table with another text in one cell; a new class name makes a new class.

    Raises:
        DataError: no number, or no name of a class, was typed.
    """
    return _with_block(table, row, col, ((text,),))


def pasted(table: Table, row: int, col: int, block: Block, over: Rect | None = None) -> Pasted:
    """Return the table with a block of cells from ``row`` and ``col`` on; rows are added for it.

    One cell fills all of ``over``. A first row that only names the columns renames them. Cells of
    added rows that the block does not reach are as in the row before.

    Raises:
        DataError: the block is too wide, or a cell of it is no number or no class.
    """
    if len(block) == len(block[0]) == 1 and over is not None:
        top, left, bottom, right = over
        wide = tuple(block[0] * (right - left + 1) for _ in range(bottom - top + 1))
        return Pasted(_with_block(table, top, left, wide), over)
    room = n_columns(table) - col
    if len(block[0]) > room:
        raise DataError(
            "What was copied has {found} columns, but from “{column}” on there are only {room}; "
            "add columns first, or paste it as a new table.",
            found=len(block[0]),
            column=column(table, col).name,
            room=room,
        )
    if _is_header(table, col, block):
        table, block = _renamed(table, col, block[0]), block[1:]
    last = (row + len(block) - 1, col + len(block[0]) - 1)
    table = grown(table, max(0, last[0] + 1 - table.n_samples))
    return Pasted(_with_block(table, row, col, block), (row, col, *last))


def filled_down(table: Table, rect: Rect) -> Table:
    """Return the table with the first row of a range in all of its rows."""
    top, left, bottom, right = rect
    X, Y = table.X.copy(), table.Y.copy()
    inputs = slice(left, min(right + 1, table.n_in))
    X[top : bottom + 1, inputs] = X[top, inputs]
    if right >= table.n_in:
        _targets(Y, top, bottom, left, right, table.n_in)[...] = _targets(
            Y, top, top, left, right, table.n_in
        )
    return replace(table, X=X, Y=Y)


def cleared(table: Table, rects: Iterable[Rect]) -> Table:
    """Return the table with 0 in the cells of some ranges, and the first class in its column."""
    X, Y = table.X.copy(), table.Y.copy()
    for top, left, bottom, right in rects:
        X[top : bottom + 1, left : min(right + 1, table.n_in)] = 0.0
        if right >= table.n_in:
            _targets(Y, top, bottom, left, right, table.n_in)[...] = 0
    return replace(table, X=X, Y=Y)


def _targets(Y: HostArray, top: int, bottom: int, left: int, right: int, n_in: int) -> HostArray:
    rows = Y[top : bottom + 1]
    return rows if Y.ndim == 1 else rows[:, max(left - n_in, 0) : right + 1 - n_in]


def _with_block(table: Table, row: int, col: int, block: Block) -> Table:
    """Return the table with the cells of a block that fits into it."""
    X, Y, names = None, None, table.target_names
    stop = row + len(block)
    for place, cells in enumerate(zip(*block, strict=True)):
        at = column(table, col + place)
        if at.kind == "input":
            X = table.X.copy() if X is None else X
            X[row:stop, at.place] = _numbers(cells, row, at)
        elif at.kind == "target":
            Y = table.Y.copy() if Y is None else Y
            Y[row:stop, at.place] = _numbers(cells, row, at)
        else:
            Y = table.Y.copy()
            Y[row:stop], names = _classes(cells, row, names)
    return replace(
        table,
        X=table.X if X is None else X,
        Y=table.Y if Y is None else Y,
        target_names=names,
    )


def _numbers(cells: Sequence[str], row: int, at: Column) -> HostArray:
    return np.array([number(text, row + k, at.name) for k, text in enumerate(cells)])


def _classes(
    cells: Sequence[str], row: int, names: tuple[str, ...]
) -> tuple[HostArray, tuple[str, ...]]:
    known = {name: place for place, name in enumerate(names)}
    found = np.empty(len(cells), dtype=np.int64)
    for k, text in enumerate(cells):
        name = class_of(text, row + k, known)
        found[k] = known.setdefault(name, len(known))
    return found, tuple(known)


def class_of(text: str, row: int, known: Collection[str]) -> str:
    """Return the name of the class that a text means, known or new.

    Raises:
        DataError: it is empty or no name, or there are too many classes already.
    """
    name = text.strip()
    if name in known:
        return name
    if not name:
        raise DataError("Row {row}: a class was expected, but the cell is empty.", row=row + 1)
    if len(known) >= MOST_CLASSES:
        raise DataError(
            "Row {row}: a table has at most {most} classes.", row=row + 1, most=MOST_CLASSES
        )
    return checked_name(name)


def _is_header(table: Table, col: int, block: Block) -> bool:
    """Say whether the first row of a block only names columns: text where numbers follow."""
    if len(block) < 2:
        return False
    kinds = [column(table, col + place).kind for place in range(len(block[0]))]
    numeric = [place for place, kind in enumerate(kinds) if kind != "class"]
    names = all(block[0][k] and as_number(block[0][k]) is None for k in numeric)
    return bool(numeric) and names and all(as_number(block[1][k]) is not None for k in numeric)


def _renamed(table: Table, col: int, names: Sequence[str]) -> Table:
    features, targets = list(table.feature_names), list(table.target_names)
    for place, name in enumerate(names):
        at = column(table, col + place)
        if at.kind == "input":
            features[at.place] = checked_name(name)
        elif at.kind == "target":
            targets[at.place] = checked_name(name)
    return replace(table, feature_names=tuple(features), target_names=tuple(targets))
