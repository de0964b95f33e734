"""Matrices one below the other, their columns aligned: for a few units and many samples."""

from functools import lru_cache

from nnviz.scene.layout.fit import Limits, share
from nnviz.scene.layout.page import Page
from nnviz.scene.layout.slots import Placement, Slot, Texts, bracket, gap, side_texts, smallest_cell
from nnviz.scene.primitives import Rect


@lru_cache(maxsize=256)
def place_stack(slots: tuple[Slot, ...], page: Page, limits: Limits) -> Placement:
    """Return the boxes of the slots, each matrix with sign, label and shape to its left."""
    body, edge, space = page.body, bracket(page), gap(page)
    matrices = [slot for slot in slots if not slot.sign]
    sign_width = max((slot.label for slot in slots if slot.sign), default=0.0)
    text_width = min(max(max(s.label, s.note) for s in matrices), 0.22 * body.width)
    left = body.x + sign_width + text_width + space + edge
    width = body.x + body.width - edge - left
    between = 1.2 * edge + 0.6 * space
    height = body.height - between * len(matrices)
    tall = share(tuple(slot.rows for slot in matrices), height, limits.cell_height)
    cell = min(limits.cell_width, width / max(slot.cols for slot in matrices))
    used = sum(t * s.rows for t, s in zip(tall, matrices, strict=True)) + between * len(matrices)
    y = body.y + between / 2 + max((body.height - used) / 2, 0.0)
    shift = (width - cell * max(slot.cols for slot in matrices)) / 2
    return _rows(slots, page, tall, cell, (left + shift, y, text_width, between))


def _rows(
    slots: tuple[Slot, ...],
    page: Page,
    tall: tuple[float, ...],
    cell: float,
    start: tuple[float, float, float, float],
) -> Placement:
    x, y, text_width, between = start
    boxes: list[Rect] = []
    texts: list[Texts | None] = []
    heights = iter(tall)
    label_x = x - bracket(page) - gap(page) - text_width
    for slot in slots:
        if slot.sign:
            boxes.append(Rect(label_x - slot.label, y, slot.label, 0.0))
            texts.append(None)
            continue
        high = next(heights)
        box = Rect(x, y, max(cell, min(22.0, cell * 8) / slot.cols) * slot.cols, high * slot.rows)
        if boxes and boxes[-1].height == 0.0:
            line = box.y - between / 2, box.height + between
            boxes[-1] = Rect(boxes[-1].x, line[0], boxes[-1].width, line[1])
        boxes.append(box)
        room = box.height + between
        texts.append(side_texts(box, label_x, text_width, page, "right", room))
        y = box.bottom + between
    return Placement(tuple(boxes), tuple(texts), smallest_cell(boxes, slots))
