"""The lens that comes up by itself where numbers are too small for a hall: at the cell in hand."""

from dataclasses import replace

from nnviz.scene.figures import figures
from nnviz.scene.layout.fit import filling_px
from nnviz.scene.lens import Looking, lens
from nnviz.scene.options import ComposeOptions
from nnviz.scene.presented.floors import floor_of
from nnviz.scene.primitives import MatrixBlock, Primitive, Rect
from nnviz.scene.scene import Scene

_CELLS = 3  # in each direction


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
    return replace(found, primitives=(*shown, *_lens(found, small, options)))


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


def _in_hand(scene: Scene) -> MatrixBlock | None:
    """Return the matrix of the cell in hand, if its numbers are not written."""
    if scene.focus is None:
        return None
    for item in reversed(scene.primitives):
        if isinstance(item, MatrixBlock) and item.decimals is None and not item.picture:
            place = item.place(scene.focus)
            if place is not None and item.values.size > 1 and item.is_known(*place):
                return item
    return None


def _lens(scene: Scene, block: MatrixBlock, options: ComposeOptions) -> tuple[Primitive, ...]:
    assert scene.focus is not None
    place = block.place(scene.focus)
    assert place is not None
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
    return () if seen is None else seen.primitives
