"""Of all arrangements of a picture the one whose smallest number is the largest."""

import math
from collections.abc import Iterator, Sequence

from nnviz.scene.blocks import Block
from nnviz.scene.content import Content
from nnviz.scene.figures import Figures
from nnviz.scene.layout.fit import Limits, filling_px
from nnviz.scene.layout.line import place_line
from nnviz.scene.layout.lines import place_lines
from nnviz.scene.layout.page import Page
from nnviz.scene.layout.slots import Placement, Slot
from nnviz.scene.layout.stack import place_stack
from nnviz.scene.primitives import Rect

_PREFERRED = 0.93  # an equation stays in one line as long as its numbers are nearly as large


def roomiest(
    content: Content,
    slots: tuple[Slot, ...],
    known: Sequence[Figures],
    sheet: Page,
    room: Limits,
) -> Placement:
    """Return the placement of a picture: its own, or that of an equation with large numbers."""
    if content.arrange is not None:
        return content.arrange(slots, sheet, room)
    best, largest = None, 0.0
    for placement in _candidates(slots, sheet, room):
        size = smallest(content, placement, known, room)
        if best is None or size > largest / _PREFERRED:
            best, largest = placement, size
    assert best is not None  # one line is always possible
    return best


def smallest(
    content: Content, placement: Placement, known: Sequence[Figures], room: Limits
) -> float:
    """Return how large the smallest number is, in the least sizes that are allowed.

    Infinite where every matrix has a size of its own: any placement is as good as another.
    """
    boxes = (
        placement.motion(place).settled
        for place, item in enumerate(content.items)
        if isinstance(item, Block)
    )
    sizes = (
        size_in(block, box, found, room) / (block.least_px or 1.0)
        for block, box, found in zip(content.blocks, boxes, known, strict=True)
        if not block.own_size
    )
    return min(sizes, default=math.inf)


def size_in(block: Block, box: Rect, found: Figures, room: Limits) -> float:
    """Return the text size at which the numbers of a matrix fill their cells."""
    rows, cols = block.shape
    return filling_px(box.width / cols, box.height / rows, found.widest, room.number_px)


def _candidates(slots: tuple[Slot, ...], sheet: Page, room: Limits) -> Iterator[Placement]:
    yield place_line(slots, sheet, room)
    yield place_stack(slots, sheet, room)
    for cut, slot in enumerate(slots):
        if slot.sign and 0 < cut < len(slots) - 1:
            yield place_lines(slots, cut, sheet, room)


def legible(size: float, block: Block) -> float:
    """Return a text size, 0 where the last row could not read it."""
    return size if size >= block.least_px else 0.0


def common(font: float, block: Block) -> float:
    """Return the size of a matrix's numbers: that of the picture, or more if it must be larger."""
    return max(font, block.least_px)
