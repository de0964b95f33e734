"""The Falk arrangement: right factor above the product, left factor to its left."""

from functools import lru_cache

from nnviz.scene.layout import Placement, Slot, bracket, gap, side_texts, smallest_cell
from nnviz.scene.layout_fit import Limits, balanced, share
from nnviz.scene.layout_page import Page
from nnviz.scene.primitives import Rect


@lru_cache(maxsize=256)
def place_falk(slots: tuple[Slot, ...], page: Page, limits: Limits) -> Placement:
    """Return the boxes of left factor, right factor and product; row and column meet in it."""
    left, right, product = slots
    body, edge, space = page.body, bracket(page), gap(page)
    before = _text_width((left,), body)
    behind = _text_width((right, product), body)
    between_x, between_y = 2 * edge + 1.6 * space, 1.2 * edge + space
    width = body.width - before - behind - 2 * (edge + space) - between_x
    height = body.height - 1.2 * edge - between_y
    wide = share((left.cols, product.cols), width, limits.cell_width)
    tall = share((right.rows, product.rows), height, limits.cell_height)
    wide, tall = _shaped(wide, tall, (left.cols, product.cols), (right.rows, product.rows))
    used_x = wide[0] * left.cols + between_x + wide[1] * product.cols
    used_y = tall[0] * right.rows + between_y + tall[1] * product.rows
    x0 = body.x + before + space + edge + (width + between_x - used_x) / 2
    y0 = body.y + 0.6 * edge + (height + between_y - used_y) / 2
    x1, y1 = x0 + wide[0] * left.cols + between_x, y0 + tall[0] * right.rows + between_y
    boxes = (
        Rect(x0, y1, wide[0] * left.cols, tall[1] * left.rows),
        Rect(x1, y0, wide[1] * right.cols, tall[0] * right.rows),
        Rect(x1, y1, wide[1] * product.cols, tall[1] * product.rows),
    )
    behind_x = boxes[2].right + edge + space
    texts = (
        side_texts(
            boxes[0], x0 - edge - space - before, before, page, "right", _room(boxes[0], between_y)
        ),
        side_texts(boxes[1], behind_x, behind, page, "left", _room(boxes[1], between_y)),
        side_texts(boxes[2], behind_x, behind, page, "left", _room(boxes[2], between_y)),
    )
    return Placement(boxes, texts, smallest_cell(boxes, slots))


def _text_width(slots: tuple[Slot, ...], body: Rect) -> float:
    return min(max(max(slot.label, slot.note) for slot in slots), 0.2 * body.width)


def _room(block: Rect, between: float) -> float:
    return block.height + 0.8 * between


def _shaped(
    wide: tuple[float, ...],
    tall: tuple[float, ...],
    cols: tuple[int, int],
    rows: tuple[int, int],
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Bound the aspect of the cells; a band of few cells keeps its own size."""
    width, height = balanced(max(wide), max(tall))
    least_wide, least_tall = min(width, 26.0), min(height, 26.0)
    return (
        tuple(min(w, max(width, least_wide / n)) for w, n in zip(wide, cols, strict=True)),
        tuple(min(h, max(height, least_tall / n)) for h, n in zip(tall, rows, strict=True)),
    )
