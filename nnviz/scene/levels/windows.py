"""Parts of a matrix: where a block of some cells stands in the block of all of them."""

from dataclasses import replace

from nnviz.scene.primitives import MatrixBlock, Rect
from nnviz.scene.what_if.former import UNCHANGED

_SMALL_PX = 12.0  # cells below this are drawn all at once, however many
_ROWS, _COLS = 7, 9  # of larger ones so many are shown around a part


def is_window(part: MatrixBlock, whole: MatrixBlock) -> bool:
    """Say whether one block shows a rectangle of the cells of the other, in the same way."""
    if part.name != whole.name or part.picture or whole.picture or part.shape == whole.shape:
        return False
    if part.flipped != whole.flipped and 1 not in part.shape:
        return False
    rows, cols = part.shape
    return all(
        whole.place(part.stored(*corner)) is not None for corner in ((0, 0), (rows - 1, cols - 1))
    )


def window_rect(part: MatrixBlock, whole: MatrixBlock) -> Rect:
    """Return where the cells of ``part`` stand in ``whole``."""
    first, last = _corners(part, whole)
    rows, cols = slice(first[0], last[0] + 1), slice(first[1], last[1] + 1)
    return whole.range_rect(rows, cols)


def whole_over(part: MatrixBlock, whole: MatrixBlock, rect: Rect) -> Rect:
    """Return where ``whole`` has to stand so that the cells of ``part`` stand in ``rect``."""
    first, last = _corners(part, whole)
    rows, cols = whole.shape
    cell_w = rect.width / (last[1] - first[1] + 1)
    cell_h = rect.height / (last[0] - first[0] + 1)
    x, y = rect.x - first[1] * cell_w, rect.y - first[0] * cell_h
    return Rect(x, y, cols * cell_w, rows * cell_h)


def window_place(part: MatrixBlock, whole: MatrixBlock) -> tuple[slice, slice]:
    """Return which shown rows and columns of ``whole`` the part shows."""
    first, last = _corners(part, whole)
    return slice(first[0], last[0] + 1), slice(first[1], last[1] + 1)


def neighbours(whole: MatrixBlock, place: tuple[slice, slice]) -> MatrixBlock:
    """Return the matrix without what is far away from a place, if its cells are large.

    A row that is not complete is left out with those after it.
    """
    cell = whole.cell_rect(0, 0)
    rows, cols = whole.shape
    near_rows, near_cols = _near(place[0], rows, _ROWS), _near(place[1], cols, _COLS)
    small = min(cell.width, cell.height) < _SMALL_PX
    if small or whole.down or (near_rows, near_cols) == (slice(0, rows), slice(0, cols)):
        return whole
    complete = whole.revealed // cols
    stored = whole.stored(near_rows.start, near_cols.start)
    values = whole.values[near_rows, near_cols]
    known = min(max(complete - near_rows.start, 0), values.shape[0])
    return replace(
        whole,
        values=values,
        rect=whole.range_rect(near_rows, near_cols),
        stored_row=stored.row,
        stored_col=stored.col,
        revealed=known * values.shape[1],
        unsettled=0,
        former=UNCHANGED,
        brackets=False,
    )


def _near(place: slice, count: int, most: int) -> slice:
    """Return the place with its neighbours; a long place itself is cut to its middle."""
    middle = (place.start + place.stop) // 2
    first = min(max(middle - most // 2, 0), max(count - most, 0))
    return slice(first, min(first + most, count))


def _corners(part: MatrixBlock, whole: MatrixBlock) -> tuple[tuple[int, int], tuple[int, int]]:
    rows, cols = part.shape
    places = [whole.place(part.stored(*at)) for at in ((0, 0), (rows - 1, cols - 1))]
    (r0, c0), (r1, c1) = (place or (0, 0) for place in places)
    return (min(r0, r1), min(c0, c1)), (max(r0, r1), max(c0, c1))
