"""A long vector in several lines: where each of its cells stands then.

A column of n cells in k columns is read down the first, then down the second; a row in k rows as
a text is read.
"""

from typing import Literal, TypeAlias

Fold: TypeAlias = Literal["", "down", "along"]
Place: TypeAlias = tuple[int, int]


def index_at(fold: Fold, place: Place, shape: Place) -> int:
    """Return which cell of the vector stands at a place."""
    row, col = place
    return col * shape[0] + row if fold == "down" else row * shape[1] + col


def place_of(fold: Fold, index: int, shape: Place) -> Place:
    """Return where a cell of the vector stands."""
    if fold == "down":
        col, row = divmod(index, shape[0])
        return row, col
    row, col = divmod(index, shape[1])
    return row, col


def span_of(fold: Fold, cells: slice, shape: Place) -> tuple[slice, slice]:
    """Return the rows and columns of some cells; of several lines the whole lines."""
    first, last = (place_of(fold, at, shape) for at in (cells.start, cells.stop - 1))
    rows, cols = slice(first[0], last[0] + 1), slice(first[1], last[1] + 1)
    if fold == "down":
        return (rows, cols) if first[1] == last[1] else (slice(0, shape[0]), cols)
    return (rows, cols) if first[0] == last[0] else (rows, slice(0, shape[1]))
