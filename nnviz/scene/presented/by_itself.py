"""The lens that comes up by itself where numbers are too small for a hall: at the cell in hand."""

from dataclasses import replace
from typing import TypeAlias

from nnviz.scene.figures import figures
from nnviz.scene.layout.fit import filling_px
from nnviz.scene.lens import Looking, lens
from nnviz.scene.options import ComposeOptions
from nnviz.scene.presented.floors import floor_of
from nnviz.scene.presented.free_place import free_place
from nnviz.scene.primitives import Highlight, MatrixBlock, Primitive, Rect
from nnviz.scene.scene import Scene

_CELLS = 3  # in each direction
Place: TypeAlias = tuple[int, int]


def by_itself(scene: Scene, options: ComposeOptions) -> Scene:
    """Return a presented picture; what a hall could not read is written in a lens instead."""
    screen = options.presented
    if not screen:
        return scene
    shown = tuple(
        _readable(item, options) if isinstance(item, MatrixBlock) else item
        for item in scene.primitives
    )
    found = replace(scene, primitives=shown)
    small = _in_hand(found)
    if small is None:
        return found
    return replace(found, primitives=(*shown, *_lens(found, *small, options)))


def for_hall(at: Looking, screen: float) -> Looking:
    """Return how a lens looks at a picture on a screen so many pixels high; 0: as usual."""
    return replace(at, font_px=floor_of((1, 1), screen), cells=_CELLS) if screen else at


def _readable(block: MatrixBlock, options: ComposeOptions) -> MatrixBlock:
    """Return a matrix whose numbers are large enough, or are not written."""
    if block.picture or block.least_px:
        return block
    least = floor_of(block.shape, options.presented)
    if block.decimals is None:
        return replace(block, least_px=least)
    cell = block.cell_rect(0, 0)
    longest = figures(block.values, options.digits).widest
    fitting = filling_px(cell.width, cell.height, longest, 2.0 * least)
    if fitting < least:
        return replace(block, least_px=least, decimals=None)
    return replace(block, least_px=least, font_px=max(block.font_px, least))


def _in_hand(scene: Scene) -> tuple[MatrixBlock, Place] | None:
    """Return the matrix without numbers and the cell of it that is in hand, if there is one.

    Before the first cell is there, and where the cell's own matrix has its numbers, it is the
    matrix of which a frame holds one cell.
    """
    silent = [
        item
        for item in reversed(scene.primitives)
        if isinstance(item, MatrixBlock) and item.decimals is None and not item.picture
        and item.values.size > 1
    ]  # fmt: skip
    for block in silent:
        place = None if scene.focus is None else block.place(scene.focus)
        known = None if place is None else _latest(block, place)
        if known is not None:
            return block, known
    frames = [i for i in scene.primitives if isinstance(i, Highlight) and i.style == "frame"]
    for block in silent:
        for frame in frames:
            place = _framed(block, frame.rect)
            known = None if place is None else _latest(block, place)
            if known is not None:
                return block, known
    return None


def _latest(block: MatrixBlock, place: Place) -> Place | None:
    """Return the place, or where it is not yet known the one that was made before it."""
    rows, cols = block.shape
    if block.is_known(*place):
        return place
    if not block.revealed:
        return None
    last = block.revealed - 1
    return (last % rows, last // rows) if block.down else (last // cols, last % cols)


def _framed(block: MatrixBlock, frame: Rect) -> Place | None:
    """Return the one cell that a frame is around, if it is one of this matrix."""
    cell = block.cell_rect(0, 0)
    x, y = frame.x + frame.width / 2, frame.y + frame.height / 2
    inside = block.rect.x < x < block.rect.right and block.rect.y < y < block.rect.bottom
    if not inside or abs(frame.width - cell.width) > 1.0 or abs(frame.height - cell.height) > 1.0:
        return None
    return int((y - block.rect.y) / cell.height), int((x - block.rect.x) / cell.width)


def _lens(
    scene: Scene, block: MatrixBlock, place: Place, options: ComposeOptions
) -> tuple[Primitive, ...]:
    cell = block.cell_rect(*place)
    view = Rect(0.0, 0.0, scene.width, scene.height)
    at = Looking(
        cell.x + cell.width / 2,
        cell.y + cell.height / 2,
        view,
        1.0,
        options.digits,
        options.orientation,
    )
    seen = lens(scene, for_hall(at, options.presented))
    return () if seen is None else free_place(seen.primitives, scene, block)
