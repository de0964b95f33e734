"""Where a quantity that is known on a grid has a value: marching squares, all cells at once."""

from typing import TypeAlias

import numpy as np

from nnviz.engine.orientation import HostArray

_Joined: TypeAlias = dict[int, tuple[tuple[int, int], ...]]

# The sides of a square are numbered below, right, above, left. For each pattern of corners above
# the level (lower left 1, lower right 2, upper right 4, upper left 8): the sides that are joined.
_JOINED: _Joined = {
    1: ((3, 0),), 2: ((0, 1),), 3: ((3, 1),), 4: ((1, 2),), 6: ((0, 2),), 7: ((3, 2),),
    8: ((2, 3),), 9: ((0, 2),), 11: ((1, 2),), 12: ((1, 3),), 13: ((0, 1),), 14: ((3, 0),),
}  # fmt: skip
# Two opposite corners are above: the middle decides which sides belong together.
_SADDLE_MIDDLE_IN: _Joined = {5: ((3, 2), (0, 1)), 10: ((3, 0), (1, 2))}
_SADDLE_MIDDLE_OUT: _Joined = {5: ((3, 0), (1, 2)), 10: ((3, 2), (0, 1))}


def segments(values: HostArray, level: float, xs: HostArray, ys: HostArray) -> HostArray:
    """Return the pieces (n, 2 ends, 2 coordinates) of the line where ``values`` equal ``level``.

    ``values`` is (rows, columns) at the places ``ys`` (rows,) and ``xs`` (columns,). On the sides
    of a square the value runs straight from corner to corner. Squares with a value that is not
    finite have no line.
    """
    v = np.asarray(values, dtype=np.float64) - level
    low_left, low_right, up_left, up_right = v[:-1, :-1], v[:-1, 1:], v[1:, :-1], v[1:, 1:]
    corners = (low_left, low_right, up_right, up_left)
    with np.errstate(invalid="ignore", over="ignore"):
        pattern = sum(((c > 0) << k for k, c in enumerate(corners)), np.zeros(low_left.shape, int))
        middle = sum(corners) > 0
        usable = np.isfinite(sum(corners))
    pieces = []
    for code, joined in _JOINED.items():
        pieces += _pieces(v, xs, ys, usable & (pattern == code), joined)
    for table, inside in ((_SADDLE_MIDDLE_IN, middle), (_SADDLE_MIDDLE_OUT, ~middle)):
        for code, joined in table.items():
            pieces += _pieces(v, xs, ys, usable & inside & (pattern == code), joined)
    return np.concatenate(pieces) if pieces else np.empty((0, 2, 2))


def _pieces(
    v: HostArray, xs: HostArray, ys: HostArray, where: HostArray,
    joined: tuple[tuple[int, int], ...],
) -> list[HostArray]:  # fmt: skip
    rows, columns = np.nonzero(where)
    if not len(rows):
        return []
    ends = [[_crossing(v, xs, ys, rows, columns, side) for side in pair] for pair in joined]
    return [np.stack(pair, axis=1) for pair in ends]


def _crossing(
    v: HostArray, xs: HostArray, ys: HostArray, r: HostArray, c: HostArray, side: int
) -> HostArray:
    """Return where the line crosses a side of each square: (n, 2)."""
    (r1, c1), (r2, c2) = (
        ((r, c), (r, c + 1)),
        ((r, c + 1), (r + 1, c + 1)),
        ((r + 1, c), (r + 1, c + 1)),
        ((r, c), (r + 1, c)),
    )[side]
    start, end = v[r1, c1], v[r2, c2]
    t = start / (start - end)
    return np.stack([xs[c1] + t * (xs[c2] - xs[c1]), ys[r1] + t * (ys[r2] - ys[r1])], axis=1)
