"""Arrangements for one cell from close by: terms under terms and their sum, or cells beside it."""

from dataclasses import replace

from nnviz.scene.layout.fit import Limits
from nnviz.scene.layout.line import place_line
from nnviz.scene.layout.page import Page
from nnviz.scene.layout.slots import Placement, Slot, Texts, bracket, gap, side_texts, smallest_cell
from nnviz.scene.primitives import Rect

_SHARE, _TALL = 0.24, 0.56  # of the body's width and height, for the cell itself
_LEAST_LINE = 34.0


def table(slots: tuple[Slot, ...], sheet: Page, room: Limits) -> Placement:
    """Place two lines of factors, the line of their products, a sign, and the cell itself."""
    *lines, sign, _ = slots
    body, edge, space = sheet.body, bracket(sheet), gap(sheet)
    big = _big(sheet)
    words = min(max(max(slot.label, slot.note) for slot in lines), 0.2 * body.width)
    left = body.x + words + space + edge
    right = body.right - big.width - 2 * edge - sign.label - 3 * space
    wide = min(room.cell_width, (right - edge - left) / lines[0].cols)
    high = (body.height - (len(lines) - 1) * space) / len(lines)
    tall = min(room.cell_height, max(min(0.62 * high, max(0.75 * wide, _LEAST_LINE)), 12.0))
    total = words + space + 2 * edge + lines[0].cols * wide + sign.label + big.width + 2 * edge
    shift = max((body.width - total - 3 * space) / 2, 0.0)
    left += shift
    step = min(high + space, max(tall * 1.5, sheet.type.symbol + sheet.type.note * 2.6) + space)
    top = body.y + (body.height - step * (len(lines) - 1) - tall) / 2
    boxes, texts = [], []
    for place, slot in enumerate(lines):
        box = Rect(left, top + place * step, slot.cols * wide, tall)
        boxes.append(box)
        texts.append(
            side_texts(box, left - edge - space - words, words, sheet, "right", step - 2.0)
        )
    middle = body.y + body.height / 2
    end = left + lines[0].cols * wide + edge + space
    boxes.append(Rect(end, middle - 30.0, sign.label, 60.0))
    cell = Rect(end + sign.label + space + edge, middle - big.height / 2, big.width, big.height)
    boxes.append(cell)
    places: tuple[Texts | None, ...] = (*texts, None, _above_and_below(cell, sheet))
    return Placement(tuple(boxes), places, smallest_cell(boxes, slots))


def around(slots: tuple[Slot, ...], sheet: Page, room: Limits) -> Placement:
    """Place the cell itself huge at the end where it stands, and the others in a line."""
    first = slots[1].sign and not slots[0].sign  # the cell, an arrow, and where it goes
    others = slots[2:] if first else slots[:-2]
    sign = slots[1] if first else slots[-2]
    body, edge, space = sheet.body, bracket(sheet), gap(sheet)
    big = _big(sheet)
    taken = big.width + 2 * edge + sign.label + 3 * space
    line = place_line(others, _part(sheet, body.x, body.width - taken), room)
    inner = [box for box, slot in zip(line.boxes, others, strict=True) if not slot.sign]
    left = min(box.x for box in inner)
    right = max(box.right for box in inner)
    used = right - left + 2 * edge + taken
    start = body.x + max((body.width - used) / 2, 0.0)
    middle = body.y + body.height / 2
    if first:
        cell = Rect(start + edge, middle - big.height / 2, big.width, big.height)
        arrow = Rect(cell.right + edge + space, middle - 30.0, sign.label, 60.0)
        moved = _moved(line, arrow.right + space + edge - left)
        boxes = (cell, arrow, *moved.boxes)
        texts = (_above_and_below(cell, sheet), None, *moved.texts)
    else:
        moved = _moved(line, start + edge - left)
        arrow = Rect(start + right - left + 2 * edge + space, middle - 30.0, sign.label, 60.0)
        cell = Rect(arrow.right + space + edge, middle - big.height / 2, big.width, big.height)
        boxes = (*moved.boxes, arrow, cell)
        texts = (*moved.texts, None, _above_and_below(cell, sheet))
    return Placement(boxes, texts, smallest_cell(boxes, slots))


def _big(sheet: Page) -> Rect:
    """Return how large the cell itself is, at the origin."""
    words = sheet.type.symbol * 1.5 + sheet.type.note * 1.7 + 20.0
    tall = min(_TALL * sheet.body.height, sheet.body.height - words)
    wide = min(_SHARE * sheet.body.width, 1.7 * tall)
    return Rect(0.0, 0.0, max(wide, 40.0), max(min(tall, wide), 30.0))


def _above_and_below(cell: Rect, sheet: Page) -> Texts:
    above, below = sheet.type.symbol * 1.5, sheet.type.note * 1.7
    wide = Rect(cell.x - 20.0, cell.y - above - 8.0, cell.width + 40.0, above)
    return Texts(wide, Rect(wide.x, cell.bottom + 8.0, wide.width, below), "center")


def _part(sheet: Page, x: float, width: float) -> Page:

    return replace(sheet, body=Rect(x, sheet.body.y, width, sheet.body.height))


def _moved(line: Placement, by: float) -> Placement:
    def shift(rect: Rect) -> Rect:
        return Rect(rect.x + by, rect.y, rect.width, rect.height)

    texts = tuple(
        None if text is None else Texts(shift(text.label), shift(text.note), text.align)
        for text in line.texts
    )
    return Placement(tuple(map(shift, line.boxes)), texts, line.cell)
