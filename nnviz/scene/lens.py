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

_ROWS, _COLS = 5, 5  # at most, around the cell in the middle
_FONT = 13.0
_DIGIT = 0.61
_LEAST_CELL, _TALL = 44.0, 28.0
_MARGIN, _INDEX, _HEAD = 10.0, 30.0, 24.0
_AWAY = 26.0  # from the pointer: what is pointed at stays to be seen
_READABLE_PX = 18.0  # cells of this height need no lens, if they have numbers


@dataclass(frozen=True, slots=True)
class Looking:
    """Where one points in a scene, how large it is seen, and in how many digits.

    ``view`` is the part of the scene that is seen; ``scale`` how many pixels one of its has.
    """

    x: float
    y: float
    view: Rect
    scale: float
    digits: int
    orientation: Orientation


def needs_lens(scene: Scene, x: float, y: float, scale: float) -> bool:
    """Say whether there is a heat map under a point, its numbers too small to be written."""
    block = matrix_at(scene, x, y)
    if block is None or block.values.size < 2:
        return False
    return block.decimals is None and block.cell_rect(0, 0).height * scale < 2 * _READABLE_PX


def lens(scene: Scene, at: Looking) -> Scene | None:
    """Return the lens for what is pointed at, in pixels of the view; None if it needs none."""
    if not needs_lens(scene, at.x, at.y, at.scale):
        return None
    block = matrix_at(scene, at.x, at.y)
    assert block is not None
    rows, cols = block.shape
    row = min(int((at.y - block.rect.y) * rows / block.rect.height), rows - 1)
    col = min(int((at.x - block.rect.x) * cols / block.rect.width), cols - 1)
    window = _around(row, rows, _ROWS), _around(col, cols, _COLS)
    known = figures(block.values, at.digits)
    cell = max(_LEAST_CELL, known.widest * _FONT * _DIGIT + 10.0)
    wide = _INDEX + (window[1].stop - window[1].start) * cell + 2 * _MARGIN
    tall = 2 * _HEAD + (window[0].stop - window[0].start) * _TALL + 2 * _MARGIN - 4.0
    card = _placed(wide, tall, at)
    parts = _parts(block, window, (row, col), card, cell, known.decimals, at.orientation)
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
    orientation: Orientation,
) -> tuple[Primitive, ...]:
    rows, cols = window
    left, top = card.x + _MARGIN + _INDEX, card.y + _MARGIN + 2 * _HEAD - 4.0
    title = Rect(card.x + _MARGIN, card.y + 6.0, card.width - 2 * _MARGIN, _HEAD - 2.0)
    found: list[Primitive] = [
        Card("lens", card),
        Label("lens.name", title, _name(block, middle, orientation), 15.0, align="center"),
    ]
    for place, col in enumerate(range(cols.start, cols.stop)):
        box = Rect(left + place * cell, card.y + _MARGIN + _HEAD - 4.0, cell, _HEAD - 6.0)
        found.append(_index(f"lens.column.{place}", col, box, "center"))
    for place, row in enumerate(range(rows.start, rows.stop)):
        y = top + place * _TALL
        box = Rect(card.x + _MARGIN, y, _INDEX - 6.0, _TALL)
        found.append(_index(f"lens.row.{place}", row, box, "right"))
        line = Rect(left, y, (cols.stop - cols.start) * cell, _TALL)
        found.append(_line(block, row, cols, line, decimals, place))
    spot = Rect(left + (middle[1] - cols.start) * cell, top + (middle[0] - rows.start) * _TALL,
                cell, _TALL)  # fmt: skip
    return (*found, Highlight("lens.cell", spot.inset(1.0), Role.FOCUS))


def _name(block: MatrixBlock, middle: tuple[int, int], orientation: Orientation) -> tuple[Run, ...]:
    stored = block.stored(*middle)
    try:
        return runs(block.name, orientation, stored.row, stored.col)
    except SpecError:
        return (Run(f"{middle[0] + 1}, {middle[1] + 1}", style="number"),)


def _index(name: str, number: int, box: Rect, align: str) -> Label:
    run = Run(str(number + 1), style="number")
    return Label(name, box, (run,), 11.0, Role.MUTED, align)  # type: ignore[arg-type]


def _line(
    block: MatrixBlock, row: int, cols: slice, rect: Rect, decimals: int, place: int
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
        font_px=_FONT,
        stored_row=stored.row,
        stored_col=stored.col,
    )
