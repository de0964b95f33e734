"""Several equations, each in a line of its own, one below the other."""

from dataclasses import replace

from nnviz.scene.layout.fit import Limits
from nnviz.scene.layout.line import place_line
from nnviz.scene.layout.page import Page
from nnviz.scene.layout.slots import Placement, Slot, Texts
from nnviz.scene.primitives import Rect

# Even a line of single rows needs room for its labels.
_LEAST_SHARE = 0.36


def place_lines(slots: tuple[Slot, ...], cut: int, page: Page, limits: Limits) -> Placement:
    """Return the boxes of the slots before ``cut`` in a first line, of the others in a second."""
    upper, lower = slots[:cut], slots[cut:]
    tall = [max(slot.rows for slot in part) for part in (upper, lower)]
    share = min(max(tall[0] / sum(tall), _LEAST_SHARE), 1 - _LEAST_SHARE)
    body = page.body
    middle = body.y + share * body.height
    first = Rect(body.x, body.y, body.width, middle - body.y)
    second = Rect(body.x, middle, body.width, body.bottom - middle)
    boxes: list[Rect] = []
    texts: list[Texts | None] = []
    cells = []
    for part, place in ((upper, first), (lower, second)):
        placed = place_line(part, replace(page, body=place), limits)
        boxes += placed.boxes
        texts += placed.texts
        cells.append(placed.cell)
    cell = min(width for width, _ in cells), min(height for _, height in cells)
    return Placement(tuple(boxes), tuple(texts), cell)
