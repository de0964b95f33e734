"""Matrices and signs in one line from left to right, as an equation is read."""

from functools import lru_cache

from nnviz.scene.layout.fit import Limits, balanced, share
from nnviz.scene.layout.page import Page
from nnviz.scene.layout.slots import Placement, Slot, Texts, bracket, gap, smallest_cell
from nnviz.scene.primitives import Rect

_LEAST_SHRUNK = 0.7  # of the width of a matrix


@lru_cache(maxsize=256)
def place_line(slots: tuple[Slot, ...], page: Page, limits: Limits) -> Placement:
    """Return the boxes of the slots, each matrix with its label above and its shape below."""
    above, below = _text_heights(page)
    edge = bracket(page) * 0.75
    height = max(page.body.height - above - below - 2 * edge, 1.0)
    rows = max(slot.rows for slot in slots)
    cell_height = min(limits.cell_height, height / rows)
    widths = _widths(slots, page, limits, cell_height)
    heights = [_height(slot, cell_height, height, limits) for slot in slots]
    middle = page.body.y + (page.body.height + above - below) / 2
    boxes: list[Rect] = []
    texts: list[Texts | None] = []
    total = sum(outer for outer, _ in widths) + gap(page) * (len(slots) - 1)
    x = page.body.x + max((page.body.width - total) / 2, 0.0)
    for slot, (outer, inner), tall in zip(slots, widths, heights, strict=True):
        box = Rect(x + (outer - inner) / 2, middle - tall / 2, inner, tall)
        boxes.append(box)
        top, foot = box.y - edge, box.bottom + edge
        label = Rect(x, top - above, outer, above)
        texts.append(None if slot.sign else Texts(label, Rect(x, foot, outer, below), "center"))
        x += outer + gap(page)
    return Placement(tuple(boxes), tuple(texts), smallest_cell(boxes, slots))


def _height(slot: Slot, cell_height: float, height: float, limits: Limits) -> float:
    if slot.sign:
        return min(limits.cell_height, 60.0)
    least = min(limits.cell_height, min(22.0, height) / slot.rows)
    return slot.rows * max(cell_height, least)


def _widths(
    slots: tuple[Slot, ...], page: Page, limits: Limits, cell_height: float
) -> list[tuple[float, float]]:
    """Return for each slot its outer width and the width of its cells (or of the sign)."""
    edge = 2 * bracket(page)
    free = page.body.width - gap(page) * (len(slots) - 1)
    fixed = {i: slot.label for i, slot in enumerate(slots) if slot.sign}
    bands = {i: slot for i, slot in enumerate(slots) if not slot.sign}
    squeeze = min(1.0, 0.8 * free / max(sum(_wish(s) for s in slots), 1.0))
    cells: dict[int, float] = {}
    held: dict[int, float] = {}  # matrices narrower than their label: the label's width counts
    for _ in range(3):
        left = free - sum(fixed.values()) - sum(held.values()) - edge * (len(bands) - len(held))
        loose = [i for i in bands if i not in held]
        sizes = share(tuple(bands[i].cols for i in loose), left, limits.cell_width)
        cells.update(zip(loose, sizes, strict=True))
        new = {
            i: _wish(bands[i]) * squeeze
            for i in loose
            if _narrow(bands[i], cells[i], edge, squeeze)
        }
        if not new:
            break
        held.update(new)
    return _fitted(
        [
            _width(
                slot,
                cells.get(i),
                held.get(i),
                (edge, _wish(slot) * squeeze),
                (cell_height, limits.aspect),
            )
            for i, slot in enumerate(slots)
        ],
        free,
        sum(fixed.values()),
    )


def _width(
    slot: Slot,
    cell: float | None,
    held: float | None,
    least: tuple[float, float],
    tall: tuple[float, float],
) -> tuple[float, float]:
    if cell is None:
        return slot.label, slot.label
    edge, words = least
    limit = cell if held is None else max(held - edge, 1.0) / slot.cols
    wide = min(balanced(min(cell, limit), *tall)[0], limit)
    inner = slot.cols * wide
    # Cells that are low are narrow as well; their words need no less room for that.
    return max(inner + edge, held or words), inner


def _fitted(
    widths: list[tuple[float, float]], free: float, signs: float
) -> list[tuple[float, float]]:
    """Shrink matrices, and the signs as well where they would leave too little of them."""
    total = sum(outer for outer, _ in widths)
    if total <= free:
        return widths
    alone = (free - signs) / max(total - signs, 1.0)
    factor = alone if alone >= _LEAST_SHRUNK else free / total
    kept = 1.0 if alone >= _LEAST_SHRUNK else factor
    # A sign is as wide outside as inside; a matrix has its bracket and its words around it.
    return [
        (outer * kept, inner * kept) if outer == inner else (outer * factor, inner * factor)
        for outer, inner in widths
    ]


def _text_heights(page: Page) -> tuple[float, float]:
    above, below = page.type.symbol * 1.5, page.type.note * 1.7
    factor = min(1.0, 0.55 * page.body.height / (above + below))
    return above * factor, below * factor


def _wish(slot: Slot) -> float:
    return slot.label if slot.sign else max(slot.label, slot.note)


def _narrow(slot: Slot, cell: float, edge: float, squeeze: float) -> bool:
    return slot.cols * cell + edge < _wish(slot) * squeeze
