"""Where the matrices of a chain of Jacobians stand: what is left of it in a row, the product below.

A chain of m factors is seen in m states: before any product, after the first, and so on. In each
the two that are multiplied next stand at one end of the row, and their product grows beneath them.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from nnviz.scene.layout.fit import Limits, balanced
from nnviz.scene.layout.line import place_line
from nnviz.scene.layout.page import Page
from nnviz.scene.layout.slots import Placement, Slot, Texts, bracket, gap
from nnviz.scene.primitives import Rect

_LEAST_LINE = 26.0
_MOST_SIDE = 0.24  # of the width, for the text on either side of the product


@dataclass(frozen=True, slots=True)
class Standing:
    """The boxes of one state: of the row's items in order, and of the product beneath."""

    row: Placement
    product: Rect | None
    texts: Texts | None


@lru_cache(maxsize=256)
def place_chain(
    slots: tuple[Slot, ...],
    product: Slot | None,
    tallest: tuple[int, int],
    pair: tuple[int, int],
    page: Page,
    limits: Limits,
) -> Standing:
    """Return where everything stands.

    ``slots`` are matrices with a sign between each two; ``pair`` the places of the first and the
    last of the three that are multiplied; ``tallest`` the most rows of any factor and of any
    product of the whole chain, so that the two lines keep their heights from state to state.
    """
    body = page.body
    below = _lower_height(tallest, page, limits)
    above = Rect(body.x, body.y, body.width, body.height - below)
    row = place_line(slots, replace(page, body=above), limits)
    if product is None:
        return Standing(row, None, None)
    lower = Rect(body.x, above.bottom, body.width, below)
    first, last = row.boxes[pair[0]], row.boxes[pair[1]]
    box, texts = _product(product, lower, (first.x + last.right) / 2, page, limits)
    return Standing(row, box, texts)


def _lower_height(tallest: tuple[int, int], page: Page, limits: Limits) -> float:
    """Return the height of the line of the product: cells as tall as those above, if they fit."""
    upper, lower = tallest
    edges = 2 * bracket(page)
    if not lower:
        return 0.0
    texts = page.type.symbol * 1.5 + page.type.note * 1.7 + edges
    cell = min((page.body.height - texts - edges) / (upper + lower), limits.cell_height)
    return max(lower * cell, _LEAST_LINE) + edges


def _product(
    slot: Slot, room: Rect, middle: float, page: Page, limits: Limits
) -> tuple[Rect, Texts]:
    """Return the box of the product under the middle of its two factors, and texts beside it."""
    edge, space = bracket(page), gap(page)
    most = _MOST_SIDE * room.width
    label, note = min(slot.label, most), min(slot.note, most)
    left, right = label + space + edge, note + space + edge
    height = (room.height - 2 * edge) / slot.rows
    width = min((room.width - left - right) / slot.cols, limits.cell_width)
    cell = min(balanced(width, min(height, limits.cell_height))[0], width)
    tall = min(height, limits.cell_height) * slot.rows
    wide = cell * slot.cols
    x = min(max(middle - wide / 2, room.x + left), room.right - right - wide)
    box = Rect(x, room.y + (room.height - tall) / 2, wide, tall)
    line = min(room.height, page.type.symbol * 1.5)
    y = box.y + (box.height - line) / 2
    texts = Texts(
        Rect(box.x - left, y, label, line), Rect(box.right + edge + space, y, note, line), "center"
    )
    return box, texts


def between(start: Rect, end: Rect, across: float, down: float) -> Rect:
    """Return the rectangle so far ``across`` and so far ``down`` the way from one to another."""
    return Rect(
        start.x + (end.x - start.x) * across,
        start.y + (end.y - start.y) * down,
        start.width + (end.width - start.width) * across,
        start.height + (end.height - start.height) * down,
    )
