"""A lens over a heat map: the numbers of the cells around the one that is pointed at."""

from dataclasses import dataclass

from nnviz.engine.errors import SpecError
from nnviz.engine.orientation import Orientation
from nnviz.scene.figures import figures
from nnviz.scene.nearest_box import matrix_at
from nnviz.scene.primitives import (
    Card,
    Highlight,
    Label,
    MatrixBlock,
    Primitive,
    Rect,
    Role,
    Run,
)
from nnviz.scene.scene import Scene
from nnviz.scene.symbols import runs

_CELLS = 5  # in each direction at most, around the cell in the middle
_FONT = 13.0  # the sizes below are for it
_DIGIT = 0.61
_LEAST_CELL, _TALL = 44.0, 28.0
_MARGIN, _INDEX, _HEAD = 10.0, 30.0, 24.0
_AWAY = 26.0  # from the pointer: what is pointed at stays to be seen
_READABLE_PX = 18.0  # cells of this height need no lens, if they have numbers


@dataclass(frozen=True, slots=True)
class Looking:
    """Where one points in a scene, how large it is seen, and in how many digits.

    ``view`` is the part of the scene that is seen; ``scale`` how many pixels one of its has.
    ``font_px`` is the size of the numbers, ``cells`` how many are in the lens in each direction.
    """

    x: float
    y: float
    view: Rect
    scale: float
    digits: int
    orientation: Orientation
    font_px: float = _FONT
    cells: int = _CELLS


def needs_lens(scene: Scene, x: float, y: float, scale: float) -> bool:
    """Say whether there is a heat map under a point, its numbers too small to be written."""
    block = matrix_at(scene, x, y)
    if block is None or block.values.size < 2:
        return False
    low = block.cell_rect(0, 0).height * scale < 2 * _READABLE_PX
    return block.decimals is None and (low or block.least_px > 0)


def lens(scene: Scene, at: Looking) -> Scene | None:
    """Return the lens for what is pointed at, in pixels of the view; None if it needs none."""
    if not needs_lens(scene, at.x, at.y, at.scale):
        return None
    block = matrix_at(scene, at.x, at.y)
    assert block is not None
    rows, cols = block.shape
    row = min(int((at.y - block.rect.y) * rows / block.rect.height), rows - 1)
    col = min(int((at.x - block.rect.x) * cols / block.rect.width), cols - 1)
    window = _around(row, rows, at.cells), _around(col, cols, at.cells)
    known = figures(block.values, at.digits)
    size = at.font_px / _FONT
    cell = max(_LEAST_CELL, known.widest * _FONT * _DIGIT + 10.0) * size
    wide = (_INDEX + 2 * _MARGIN) * size + (window[1].stop - window[1].start) * cell
    heads = 2 if _name(block, (row, col), at.orientation) else 1
    tall = (heads * _HEAD + (window[0].stop - window[0].start) * _TALL + 2 * _MARGIN - 4.0) * size
    card = _placed(wide, tall, at)
    parts = _parts(block, window, (row, col), card, cell, known.decimals, at)
    return Scene(at.view.width * at.scale, at.view.height * at.scale, parts, scene.sentence)


def _around(middle: int, count: int, most: int) -> slice:
    first = min(max(middle - most // 2, 0), max(count - most, 0))
    return slice(first, min(first + most, count))


def _placed(wide: float, tall: float, at: Looking) -> Rect:
    """Return where the lens stands: beside the pointer, inside the view."""
    right, bottom = at.view.width * at.scale, at.view.height * at.scale
    x, y = (at.x - at.view.x) * at.scale, (at.y - at.view.y) * at.scale
    left = x + _AWAY if x + _AWAY + wide <= right else x - _AWAY - wide
    top = y + _AWAY if y + _AWAY + tall <= bottom else y - _AWAY - tall
    return Rect(min(max(left, 2.0), right - wide), min(max(top, 2.0), bottom - tall), wide, tall)


def _parts(
    block: MatrixBlock,
    window: tuple[slice, slice],
    middle: tuple[int, int],
    card: Rect,
    cell: float,
    decimals: int,
    at: Looking,
) -> tuple[Primitive, ...]:
    rows, cols = window
    s = at.font_px / _FONT
    margin, head, tall = _MARGIN * s, _HEAD * s, _TALL * s
    name = _name(block, middle, at.orientation)
    below = card.y + margin + (head if name else 0.0) - 4.0 * s
    left, top = card.x + margin + _INDEX * s, below + head
    title = Rect(card.x + margin, card.y + 6.0 * s, card.width - 2 * margin, head - 2.0 * s)
    found: list[Primitive] = [Card("lens", card)]
    if name:
        found.append(Label("lens.name", title, name, 15.0 * s, align="center"))
    for place, col in enumerate(range(cols.start, cols.stop)):
        box = Rect(left + place * cell, below, cell, head - 6.0 * s)
        found.append(_index(f"lens.column.{place}", col, box, "center", 11.0 * s))
    for place, row in enumerate(range(rows.start, rows.stop)):
        y = top + place * tall
        box = Rect(card.x + margin, y, (_INDEX - 6.0) * s, tall)
        found.append(_index(f"lens.row.{place}", row, box, "right", 11.0 * s))
        line = Rect(left, y, (cols.stop - cols.start) * cell, tall)
        found.append(_line(block, row, cols, line, decimals, place, at.font_px))
    spot = Rect(left + (middle[1] - cols.start) * cell, top + (middle[0] - rows.start) * tall,
                cell, tall)  # fmt: skip
    return (*found, Highlight("lens.cell", spot.inset(1.0), Role.FOCUS))


def _name(block: MatrixBlock, middle: tuple[int, int], orientation: Orientation) -> tuple[Run, ...]:
    """Return what a cell is called, nothing where its matrix has no name of its own."""
    stored = block.stored(*middle)
    try:
        return runs(block.name, orientation, stored.row, stored.col)
    except SpecError:
        return ()


def _index(name: str, number: int, box: Rect, align: str, size: float) -> Label:
    run = Run(str(number + 1), style="number")
    return Label(name, box, (run,), size, Role.MUTED, align)  # type: ignore[arg-type]


def _line(
    block: MatrixBlock,
    row: int,
    cols: slice,
    rect: Rect,
    decimals: int,
    place: int,
    font_px: float,
) -> MatrixBlock:
    """Return one row of the lens; of the cells that are made the first ones are in it."""
    made = sum(block.is_known(row, col) for col in range(cols.start, cols.stop))
    stored = block.stored(row, cols.start)
    return MatrixBlock(
        id=f"lens.{place}",
        name=block.name,
        rect=rect,
        values=block.values[row : row + 1, cols],
        flipped=block.flipped,
        quantity=block.quantity,
        vmax=block.vmax,
        decimals=decimals,
        revealed=made,
        brackets=False,
        font_px=font_px,
        stored_row=stored.row,
        stored_col=stored.col,
        called=block.called,
    )
