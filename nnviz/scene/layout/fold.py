"""A Jacobian times a gradient, and how its diagonal slides out until the product is ⊙.

In a textbook J and g meet in δ as in a Falk scheme; between J and δ stays room for two columns.
In the fold each cell of the diagonal keeps its row and slides to the first of them, g comes down
into the second, and f′ ⊙ g = δ stands in one line. Beside row samples all of it is turned by a
quarter. Where a Falk scheme would be too small to read, g stands in its last place from the start.
"""

from dataclasses import dataclass
from functools import lru_cache

from nnviz.scene.layout.fit import Limits, balanced, share, text_width
from nnviz.scene.layout.page import Page
from nnviz.scene.layout.slots import (
    Motion,
    Placement,
    Slot,
    Texts,
    bracket,
    gap,
    readability,
    smallest_cell,
)
from nnviz.scene.primitives import Align, Rect

_SIGN_SIZE = 1.3
_LEAST_VECTOR = 26.0
# So much harder to read may the meeting be than the line, as it shows more.
_DEARER = 0.8
_READABLE = 0.3
_HALF = 0.5
_SHORT_SIGN, _LONG_SIGN = 1, 0.58
_WIDE_NUMBER = 3.2  # how much wider than its line a number is
_LATE = 0.08
# Cells too flat for a number are kept near a square, so that a diagonal looks like one.
_FLAT, _SQUARE = 14.0, 1.6


@dataclass(frozen=True, slots=True)
class Fold:
    """How far the fold is.

    ``along`` 0..1 is its progress; ``column`` says that vectors stand; ``slides`` that the kept
    vector is the diagonal itself (else it appears in its place), ``moves`` that things may move
    (else they fade out and in). ``signs`` are the widest texts of the two signs.
    """

    along: float
    column: bool
    slides: bool
    moves: bool
    signs: tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where everything stands before and after: J, kept, sign, g (twice), sign, δ."""

    meets: bool
    matrix: Rect
    kept: Rect
    first: Rect
    start: Rect
    end: Rect
    second: Rect
    signal: Rect
    texts: tuple[Texts, Texts, Texts, Texts, Texts]  # J, kept, g at the start, g at the end, δ


def place_fold(slots: tuple[Slot, ...], page: Page, limits: Limits, fold: Fold) -> Placement:
    """Return the boxes of J, kept vector, sign, g, sign and δ at this moment of the fold."""
    plan = _plan(slots, page, limits, fold.column, fold.signs)
    kept, shear = _kept(plan, fold, slots[0].rows)
    upstream, place, fade = _upstream(plan, fold)
    t = fold.along
    boxes = (plan.matrix, kept, plan.first, upstream, plan.second, plan.signal)
    texts = (plan.texts[0], plan.texts[1], None, place, None, plan.texts[4])
    strength = 1.0 if t and fold.slides and fold.moves else t
    first, second = _signs(plan, fold, upstream)
    motions = (
        Motion(plan.matrix),
        Motion(plan.kept, shear, strength, max((t - _HALF) / _HALF, 0.0) if page.screen else t),
        Motion(plan.first, strength=first),
        Motion(plan.end, strength=fade[0], words=fade[1]),
        Motion(plan.second, strength=second),
        Motion(plan.signal),
    )
    cell = smallest_cell(
        [plan.matrix, plan.kept, plan.first, plan.start, plan.second, plan.signal], slots
    )
    return Placement(boxes, texts, cell, motions)


def _signs(plan: _Plan, fold: Fold, upstream: Rect) -> tuple[float, float]:
    """Return how strongly the two signs are seen; in the midst of the fold they change."""
    t = fold.along
    if plan.meets:
        late = max(1.0 - (1.0 - t) / _LATE, 0.0)  # until then g passes over their places
        if not fold.column:
            late *= float(upstream.x >= plan.first.right)
        return late, late
    if not fold.column:
        return t, t
    changes = abs(1.0 - 2.0 * t)
    return changes, 1.0 if fold.signs[1] == "=" else changes


def _kept(plan: _Plan, fold: Fold, n: int) -> tuple[Rect, tuple[float, float]]:
    """Return the box of the kept vector and how far each cell stands off the one before."""
    if not (fold.slides and fold.moves):
        return plan.kept, (0.0, 0.0)
    J, goal, t = plan.matrix, plan.kept, fold.along
    if fold.column:
        step = J.width / n
        box = Rect(_mix(J.x, goal.x, t), J.y, _mix(step, goal.width, t), J.height)
        return box, (step * (1.0 - t), 0.0)
    step = J.height / n
    box = Rect(J.x, _mix(J.y, goal.y, t), J.width, _mix(step, goal.height, t))
    return box, (0.0, step * (1.0 - t))


def _upstream(plan: _Plan, fold: Fold) -> tuple[Rect, Texts, tuple[float, float]]:
    """Return the box of g, its texts and how strongly both are seen.

    It goes round the corner, so that it passes over nothing; its texts change sides on the way.
    """
    t, texts = fold.along, plan.texts[3]
    if not plan.meets:
        return plan.end, texts, (1.0, 1.0)
    fade, late = abs(1.0 - 2.0 * t), t >= _HALF
    if not fold.moves:
        box = plan.end if late else plan.start
        return box, texts if late else plan.texts[2], (fade, fade)
    first, then = min(t / _HALF, 1.0), max((t - _HALF) / _HALF, 0.0)
    across, down = (first, then) if fold.column else (then, first)
    start, end = plan.start, plan.end
    box = Rect(_mix(start.x, end.x, across), _mix(start.y, end.y, down), end.width, end.height)
    home, words = (end, texts) if late else (start, plan.texts[2])
    shift = box.x - home.x, box.y - home.y
    moved = Texts(_moved(words.label, shift), _moved(words.note, shift), words.align)
    # Around the corner there is no room for words: they are gone by then.
    return box, moved, (1.0, max(0.0, 2.0 * fade - 1.0))


def _moved(box: Rect, by: tuple[float, float]) -> Rect:
    return Rect(box.x + by[0], box.y + by[1], box.width, box.height)


def _mix(a: float, b: float, t: float) -> float:
    return a + (b - a) * t


@lru_cache(maxsize=128)
def _plan(
    slots: tuple[Slot, ...], page: Page, limits: Limits, column: bool, signs: tuple[str, str]
) -> _Plan:
    make = _standing if column else _lying
    meeting, line = (make(slots, page, limits, meets, signs) for meets in (True, False))
    if page.screen:
        return max(line, meeting, key=lambda plan: _number_room(plan, slots))
    can = _readable(meeting, slots)
    return meeting if can >= max(_DEARER * _readable(line, slots), _READABLE) else line


def _readable(plan: _Plan, slots: tuple[Slot, ...]) -> float:
    return readability(Placement(_boxes(plan), (None,) * 6, smallest_cell(_boxes(plan), slots)))


def _boxes(plan: _Plan) -> tuple[Rect, ...]:
    return plan.matrix, plan.kept, plan.first, plan.start, plan.second, plan.signal


def _number_room(plan: _Plan, slots: tuple[Slot, ...]) -> float:
    """Return about how large the numbers of a plan can be."""
    width, height = smallest_cell(_boxes(plan), slots)
    return min(width / _WIDE_NUMBER, height)


def _sign_width(text: str, page: Page) -> float:
    # From far away a long sign is written smaller than a short one.
    long = _LONG_SIGN if page.screen and len(text) > _SHORT_SIGN else 1.0
    return long * text_width(text, page.type.symbol * _SIGN_SIZE) + 4.0


def _standing(
    slots: tuple[Slot, ...], page: Page, limits: Limits, meets: bool, signs: tuple[str, str]
) -> _Plan:
    """Vectors are columns: everything that belongs to δ stands in J's rows."""
    J, _, _, g, _, delta = slots
    body, edge, space, n = page.body, bracket(page), gap(page), J.rows
    before, behind = _beside((J,), body), _beside((g, delta), body)
    if page.screen and not meets:
        before = behind = 0.0
    above, below = page.type.symbol * 1.5, page.type.note * 1.6
    s1, s2 = (_sign_width(text, page) for text in signs)
    # From far away all width is for the numbers: there the matrix folds into a column of its own.
    in_place = bool(page.screen) and not meets
    spaces = (0.0 if in_place else 2 * edge + 2 * space, s1 + 2 * edge, s2 + 2 * edge)
    free = body.width - before - behind - 2 * (edge + space) - sum(spaces)
    wide = share((n, 1, 1) if in_place else (n, 1, 1, 1), free, limits.cell_width)
    between = 1.2 * edge + above + 0.5 * space
    top = edge if meets else edge + above
    room = body.height - top - (between if meets else 0.0) - 0.75 * edge - below
    tall = share((n, n) if meets else (n,), room, limits.cell_height)[-1]
    cell, tall = _shaped(wide[0], tall, limits.aspect)
    vector = max(cell, min(_LEAST_VECTOR, wide[1]))
    used = n * cell + (2 if in_place else 3) * vector + sum(spaces)
    x = body.x + before + space + edge + max((free + sum(spaces) - used) / 2, 0.0)
    spare = max(room - (2 * n if meets else n) * tall, 0.0) / 2
    y0 = body.y + top + spare
    y = y0 + n * tall + between if meets else y0
    matrix = Rect(x, y, n * cell, n * tall)
    begin = matrix.right - vector if in_place else matrix.right + spaces[0]
    kept = Rect(begin, y, vector, n * tall)
    end = Rect(kept.right + spaces[1], y, vector, n * tall)
    signal = Rect(end.right + spaces[2], y, vector, n * tall)
    start = Rect(signal.x, y0, vector, n * tall) if meets else end
    side = _at_side
    out = edge + space
    texts = (
        side(matrix, matrix.x - out - before, before, page, "right")
        if not in_place
        else _over(matrix, spaces[1], above, below, edge),
        _over(kept, spaces[1], above, below, edge),
        side(start, start.right + out, behind, page, "left")
        if meets
        else _over(end, spaces[1], above, below, edge),
        _over(end, spaces[1], above, below, edge),
        side(signal, signal.right + out, behind, page, "left")
        if not in_place
        else _over(signal, spaces[1], above, below, edge),
    )
    return _Plan(
        meets,
        matrix,
        kept,
        _middle(kept.right + edge, end.x - edge, y, n * tall),
        start,
        end,
        _middle(end.right + edge, signal.x - edge, y, n * tall),
        signal,
        texts,
    )


def _lying(
    slots: tuple[Slot, ...], page: Page, limits: Limits, meets: bool, signs: tuple[str, str]
) -> _Plan:
    """Vectors are rows: everything that belongs to δ stands in J's columns."""
    J, kept_slot, _, g, _, delta = slots
    body, edge, space, n = page.body, bracket(page), gap(page), J.rows
    sign = max(_sign_width(text, page) for text in signs)
    before = max(_beside((g,), body), sign) if meets else sign
    behind = _beside((J, kept_slot, g, delta), body)
    across = 2 * edge + 1.6 * space if meets else 0.0  # the signs come when g has gone
    free = body.width - before - behind - 2 * (edge + space) - across
    wide = share((n, n) if meets else (n,), free, limits.cell_width)[-1]
    down = 0.5 * edge
    spaces = (2 * down + 0.5 * space, 2 * down, 2 * down)
    room = body.height - 2 * down - sum(spaces)
    heights = share((n, 1, 1, 1), room, limits.cell_height)
    cell, tall = _shaped(wide, heights[0], limits.aspect)
    vector = max(tall, min(_LEAST_VECTOR, heights[1]))
    spare_x = max(free - (2 * n if meets else n) * cell, 0.0) / 2
    spare_y = max(room - n * tall - 3 * vector, 0.0) / 2
    x0 = body.x + before + space + edge + spare_x
    x = x0 + n * cell + across if meets else x0
    matrix = Rect(x, body.y + down + spare_y, n * cell, n * tall)
    kept = Rect(x, matrix.bottom + spaces[0], n * cell, vector)
    end = Rect(x, kept.bottom + spaces[1], n * cell, vector)
    signal = Rect(x, end.bottom + spaces[2], n * cell, vector)
    start = Rect(x0, signal.y, n * cell, vector) if meets else end
    after = x + n * cell + edge + space
    high = vector + 1.6 * down
    left = x - edge - sign - 0.5 * space
    last = _at_side(end, after, behind, page, "left", high)
    texts = (
        _at_side(matrix, after, behind, page, "left"),
        _at_side(kept, after, behind, page, "left", high),
        _at_side(start, x0 - edge - space - before, before, page, "right", high) if meets else last,
        last,
        _at_side(signal, after, behind, page, "left", high),
    )
    return _Plan(
        meets,
        matrix,
        kept,
        Rect(left, end.y - down, sign, vector + 2 * down),
        start,
        end,
        Rect(left, signal.y - down, sign, vector + 2 * down),
        signal,
        texts,
    )


def _shaped(width: float, height: float, widest: float) -> tuple[float, float]:
    width, height = balanced(width, height, widest)
    return (min(width, _SQUARE * height), height) if height < _FLAT else (width, height)


def _beside(slots: tuple[Slot, ...], body: Rect) -> float:
    return min(max(max(slot.label, slot.note) for slot in slots), 0.2 * body.width)


def _middle(left: float, right: float, y: float, height: float) -> Rect:
    return Rect(left, y, max(right - left, 1.0), height)


def _at_side(
    box: Rect, x: float, width: float, page: Page, align: Align, room: float | None = None
) -> Texts:
    sizes = page.type
    tall, low = sizes.symbol * 1.35, sizes.note * 1.5
    height = box.height if room is None else room
    if tall + low > height:
        tall, low = height * 0.58, height * 0.42
    top = box.y + (box.height - tall - low) / 2
    return Texts(Rect(x, top, width, tall), Rect(x, top + tall, width, low), align)


def _over(box: Rect, between: float, above: float, below: float, edge: float) -> Texts:
    """Return texts over and under a column, as wide as its neighbours let them be."""
    wide = box.width + between - 4.0
    x = box.x + (box.width - wide) / 2
    label = Rect(x, box.y - 0.75 * edge - above, wide, above)
    return Texts(label, Rect(x, box.bottom + 0.75 * edge, wide, below), "center")
