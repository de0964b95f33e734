"""Where the parts of a product stand, in each of its ways.

All but one are Falk's arrangement, right factor above the product and left factor to its left.
By rows the term has a line of its own between right factor and product, so that it drops onto its
row; by columns one between left factor and product; as a sum of outer products it stands small in
the empty corner. A factor that will turn over needs room for how it stands before.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from nnviz.scene.layout.fit import Limits, balanced, share
from nnviz.scene.layout.line import place_line
from nnviz.scene.layout.page import Page
from nnviz.scene.layout.slots import Placement, Slot, Texts, bracket, gap, side_texts, smallest_cell
from nnviz.scene.options import Way
from nnviz.scene.primitives import Rect

_CORNER_SHARE = (0.16, 0.3)  # of the stage, for the small term
_SMALLER = 0.62  # the cells of the term in the corner, in cells of the product
_TURN_CELL = (54.0, 28.0)  # a number can be read in such a cell while the matrix turns
_MOST_SPARE = 0.22  # of the stage, for how a factor stands before it turns
_PICTURE_CELLS = 8  # with so many rows and columns the corner may hold a picture


@dataclass(frozen=True, slots=True)
class ProductArrange:
    """The arrangement of one way; ``turning`` is the factor (0 left, 1 right) that turns over."""

    way: Way
    turning: int | None

    def __call__(self, slots: tuple[Slot, ...], page: Page, limits: Limits) -> Placement:
        """Return the boxes of left factor, right factor, product and, in some ways, the term."""
        return _place(self, slots, page, limits)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The columns and the rows of cells, the room between them, and where the first ones begin."""

    wide: tuple[float, ...]
    tall: tuple[float, ...]
    x: tuple[float, ...]
    y: tuple[float, ...]
    before: float
    behind: float


@lru_cache(maxsize=256)
def _place(how: ProductArrange, slots: tuple[Slot, ...], page: Page, limits: Limits) -> Placement:
    if how.way == "inline":
        return _in_line(how, slots, page, limits)
    spare = (0.0, 0.0)
    placement = _meeting(how, slots, page, limits, spare)
    # From far away large numbers count for more than room for how a factor stands at first.
    wanted = spare if page.screen else _spare(how, slots, page, placement)
    if max(wanted) > 0.0:
        placement = _meeting(how, slots, page, limits, wanted)
    return placement


def _in_line(how: ProductArrange, slots: tuple[Slot, ...], page: Page, limits: Limits) -> Placement:
    if how.turning is not None:
        place = 2 * how.turning
        slot = slots[place]
        room = min(slot.rows * _TURN_CELL[0], 0.25 * page.body.width)
        wider = replace(slot, label=max(slot.label, room))
        slots = (*slots[:place], wider, *slots[place + 1 :])
    placed = place_line(slots, page, limits)
    if how.turning is None:
        return placed
    place = 2 * how.turning
    box, texts = placed.boxes[place], placed.texts[place]
    assert texts is not None
    edge = bracket(page) * 0.75
    top = page.body.y + texts.label.height + edge
    bottom = page.body.bottom - texts.note.height - edge
    area = Rect(texts.label.x + edge, top, texts.label.width - 2 * edge, bottom - top)
    starts = [None] * len(slots)
    starts[place] = _start(slots[place], box, area)  # type: ignore[call-overload]
    return replace(placed, starts=tuple(starts))


def _meeting(
    how: ProductArrange,
    slots: tuple[Slot, ...],
    page: Page,
    limits: Limits,
    spare: tuple[float, float],
) -> Placement:
    grid = _grid(how.way, slots, page, limits, spare)
    left, right, product = slots[:3]
    x0, x1, y0, y1 = grid.x[0], grid.x[-1], grid.y[0], grid.y[-1]
    boxes = [
        Rect(x0, y1, grid.wide[0] * left.cols, grid.tall[-1] * left.rows),
        Rect(x1, y0, grid.wide[-1] * right.cols, grid.tall[0] * right.rows),
        Rect(x1, y1, grid.wide[-1] * product.cols, grid.tall[-1] * product.rows),
    ]
    edge, space = bracket(page), gap(page)
    between = 1.2 * edge + space
    before_x, behind_x = x0 - edge - space - grid.before, boxes[2].right + edge + space
    texts: list[Texts | None] = [
        side_texts(boxes[0], before_x, grid.before, page, "right", boxes[0].height + 0.8 * between)
    ]
    texts += [
        side_texts(box, behind_x, grid.behind, page, "left", box.height + 0.8 * between)
        for box in boxes[1:]
    ]
    if len(slots) > 3:
        box, words = _term(how.way, slots, boxes, grid, page, limits.aspect)
        boxes.append(box)
        texts.append(words)
    starts = _starts(how, slots, boxes, page, grid)
    cell = smallest_cell(boxes[:3], slots[:3])
    return Placement(tuple(boxes), tuple(texts), cell, starts=starts)


def _grid(
    way: Way, slots: tuple[Slot, ...], page: Page, limits: Limits, spare: tuple[float, float]
) -> _Grid:
    left, right, product = slots[:3]
    body, edge, space = page.body, bracket(page), gap(page)
    outer = way == "outer"
    before = _text_width((left, slots[3]) if outer else (left,), body)
    behind = _text_width((right, product, slots[3]) if way == "rows" else (right, product), body)
    cols = (left.cols, 1, product.cols) if way == "columns" else (left.cols, product.cols)
    rows = (right.rows, 1, product.rows) if way == "rows" else (right.rows, product.rows)
    between = 2 * edge + 1.6 * space, 1.2 * edge + space
    fixed_x = before + behind + 2 * (edge + space) + (len(cols) - 1) * between[0] + spare[0]
    fixed_y = 1.2 * edge + (len(rows) - 1) * between[1] + spare[1]
    wide = share(cols, body.width - fixed_x, limits.cell_width)
    tall = share(rows, body.height - fixed_y, limits.cell_height)
    wide, tall = _bounded(wide, tall, cols, rows, limits.aspect)
    slack_x = body.width - fixed_x - sum(w * n for w, n in zip(wide, cols, strict=True))
    slack_y = body.height - fixed_y - sum(t * n for t, n in zip(tall, rows, strict=True))
    start_x = body.x + before + space + edge + spare[0] + max(slack_x, 0.0) / 2
    start_y = body.y + 0.6 * edge + spare[1] + max(slack_y, 0.0) / 2
    return _Grid(
        wide,
        tall,
        _begins(start_x, wide, cols, between[0]),
        _begins(start_y, tall, rows, between[1]),
        before,
        behind,
    )


def _begins(
    start: float, sizes: tuple[float, ...], counts: tuple[int, ...], between: float
) -> tuple[float, ...]:
    found = [start]
    for size, count in zip(sizes, counts, strict=True):
        found.append(found[-1] + size * count + between)
    return tuple(found[:-1])


def _term(
    way: Way,
    slots: tuple[Slot, ...],
    boxes: list[Rect],
    grid: _Grid,
    page: Page,
    widest: float,
) -> tuple[Rect, Texts]:
    """Return the box of the term and of its words."""
    left, right, product = boxes[:3]
    edge, space = bracket(page), gap(page)
    if way == "rows":
        box = Rect(product.x, grid.y[1], product.width, grid.tall[1])
        room = box.height + 0.8 * (1.2 * edge + space)
        words = side_texts(box, product.right + edge + space, grid.behind, page, "left", room)
        return box, words
    if way == "columns":
        box = Rect(grid.x[1], product.y, grid.wide[1], product.height)
        return box, _above(box, slots[3], page, right.x)
    corner = _corner(boxes, page, grid)
    smaller = 1.0 if page.screen else _SMALLER  # from far away a small number is none
    wide = min(grid.wide[-1] * smaller, corner.width / slots[3].cols)
    tall = min(grid.tall[-1] * smaller, corner.height / slots[3].rows)
    wide, tall = balanced(wide, tall, widest)
    width, height = wide * slots[3].cols, tall * slots[3].rows
    middle = (right.y + right.bottom - height) / 2
    y = min(max(middle, corner.y), corner.bottom - height)
    x = max(min(left.x + (left.width - width) / 2, corner.right - width), corner.x)
    box = Rect(x, y, width, height)
    room = box.height + 0.8 * (1.2 * edge + space)
    return box, side_texts(
        box, box.x - edge - space - grid.before, grid.before, page, "right", room
    )


def _above(box: Rect, term: Slot, page: Page, end: float) -> Texts:
    """Return the words of a standing term: over it, and left of ``end`` and its bracket."""
    sizes, edge = page.type, bracket(page)
    tall, low = sizes.symbol * 1.35, sizes.note * 1.5
    room = box.y - 0.7 * edge - page.body.y
    factor = min(1.0, room / (tall + low))
    tall, low = tall * factor, low * factor
    wide = max(box.width + 2.2 * edge, term.label)
    x = min(box.x + (box.width - wide) / 2, end - edge - gap(page) - wide)
    top = box.y - 0.7 * edge - tall - low
    return Texts(Rect(x, top, wide, tall), Rect(x, top + tall, wide, low), "center")


def _corner(boxes: list[Rect], page: Page, grid: _Grid) -> Rect:
    """Return the empty room above the left factor and to the left of the right one."""
    edge, space = bracket(page), gap(page)
    x = page.body.x + grid.before + space + edge
    y = page.body.y + 0.6 * edge
    right = boxes[1].x - 2 * edge - 1.6 * space
    bottom = boxes[0].y - 1.2 * edge - space
    return Rect(x, y, max(right - x, 1.0), max(bottom - y, 1.0))


def _spare(
    how: ProductArrange, slots: tuple[Slot, ...], page: Page, placed: Placement
) -> tuple[float, float]:
    """Return how much more room is wanted to the left and above."""
    body, edge, space = page.body, bracket(page), gap(page)
    x = y = 0.0
    first = placed.texts[0]
    assert first is not None
    free_x = placed.boxes[0].right - (body.x + first.label.width + space + edge)
    free_y = placed.boxes[1].bottom - (body.y + 0.6 * edge)
    if how.way == "outer":
        x = _CORNER_SHARE[0] * body.width - free_x
        y = _CORNER_SHARE[1] * body.height - free_y
    if how.turning == 0:
        x = max(x, min(slots[0].rows * _TURN_CELL[0] - free_x, _MOST_SPARE * body.width))
    if how.turning == 1:
        y = max(y, min(slots[1].cols * _TURN_CELL[1] - free_y, _MOST_SPARE * body.height))
    return max(x, 0.0), max(y, 0.0)


def _starts(
    how: ProductArrange, slots: tuple[Slot, ...], boxes: list[Rect], page: Page, grid: _Grid
) -> tuple[Rect | None, ...]:
    starts: list[Rect | None] = [None] * len(slots)
    if how.turning is None:
        return ()
    left, right = boxes[:2]
    edge, space = bracket(page), gap(page)
    top, first = page.body.y + 0.6 * edge, page.body.x + grid.before + space + edge
    crowded = how.way == "falk" and min(slots[0].cols, slots[1].rows) >= _PICTURE_CELLS
    if how.turning == 0:
        y = left.y if crowded else top
        area = Rect(first, y, left.right - first, left.bottom - y)
        starts[0] = _start(slots[0], left, area)
    else:
        x = right.x if crowded else min(left.x, right.x)
        area = Rect(x, top, right.right - x, right.bottom - top)
        starts[1] = _start(slots[1], right, area)
    return tuple(starts)


def _start(slot: Slot, box: Rect, area: Rect) -> Rect:
    """Return where a matrix stands before it turns into ``box``: as near to it as there is room."""
    rows, cols = slot.cols, slot.rows
    wide = min(box.width / slot.cols, area.width / cols)
    tall = min(box.height / slot.rows, area.height / rows)
    width, height = wide * cols, tall * rows
    x = min(max(box.x + (box.width - width) / 2, area.x), area.right - width)
    y = min(max(box.y + (box.height - height) / 2, area.y), area.bottom - height)
    return Rect(x, y, width, height)


def _text_width(slots: tuple[Slot, ...], body: Rect) -> float:
    return min(max(max(slot.label, slot.note) for slot in slots), 0.2 * body.width)


def _bounded(
    wide: tuple[float, ...],
    tall: tuple[float, ...],
    cols: tuple[int, ...],
    rows: tuple[int, ...],
    widest: float,
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Bound the aspect of the cells; a band of few cells keeps its own size."""
    width, height = balanced(max(wide), max(tall), widest)
    least_wide, least_tall = min(width, 26.0), min(height, 26.0)
    return (
        tuple(min(w, max(width, least_wide / n)) for w, n in zip(wide, cols, strict=True)),
        tuple(min(h, max(height, least_tall / n)) for h, n in zip(tall, rows, strict=True)),
    )
