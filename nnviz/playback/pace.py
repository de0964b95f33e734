"""How long an op takes, and where one may stop inside it.

The person sets the pace: a beat is the motion between two stops. The first cell is slow enough to
follow, the next ones quicker, then whole rows go by; no op moves for longer than LONGEST_S.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from nnviz.engine.step import StepKind

LONGEST_S = 8.0
WHOLE_S = 1.2  # a whole op at granularity matrix, a whole layer at granularity layer
REST_S = 0.45  # after an op, in continuous play only
FOLD_S = 1.8  # the diagonal of a Jacobian slides out of its matrix
LEAD_S = 1.4  # a matrix turns over before its product begins
MOST_STOPS = 40  # inside one op
MOST_SINGLE_CELLS = 12
_SHORTEST_CELL_S, _CELL_DECAY = 0.35, 0.72
_FIRST_TERM_S, _SHORTEST_TERM_S, _TERM_DECAY = 1.8, 0.5, 0.75
_SINGLE_TERMS, _OTHER_TERMS_S = 6, 1.6
_FIRST_ROW_S, _SHORTEST_ROW_S, _ROW_DECAY = 1.2, 0.4, 0.8

# Cells that are sums of products need a longer look at the first one than a single operation.
_PRODUCTS = frozenset(
    {
        StepKind.MATMUL,
        StepKind.JACOBIAN,
        StepKind.SOFTMAX_BACKWARD,
        StepKind.OUTER_PRODUCT,
        StepKind.WEIGHT_GRADIENT,
        StepKind.INPUT_GRADIENT,
    }
)


# How much happens between two stops.
Granularity: TypeAlias = Literal["cell", "row", "matrix", "layer"]
GRANULARITIES: tuple[Granularity, ...] = ("cell", "row", "matrix", "layer")


@dataclass(frozen=True, slots=True)
class Beat:
    """Motion from one stop to the next: up to how many cells are done, and in how many seconds."""

    cells: int
    seconds: float


def first_cell_s(kind: StepKind) -> float:
    """Return the seconds that the first cell of an op of this kind takes."""
    return 1.4 if kind in _PRODUCTS else 1.0


def beats(kind: StepKind, rows: int, cols: int, granularity: Granularity) -> tuple[Beat, ...]:
    """Return the beats of an op that shows ``rows`` × ``cols`` cells, in order.

    The last beat ends at ``rows * cols`` cells; all together last at most LONGEST_S.
    """
    rows, cols = max(rows, 1), max(cols, 1)
    if granularity == "cell":
        row = _first_row(kind, cols)
        found = row + _row_groups(1, rows, cols, MOST_STOPS - len(row), _SHORTEST_ROW_S * 1.5)
    elif granularity == "row":
        found = _row_groups(0, rows, cols, MOST_STOPS, _FIRST_ROW_S)
    else:
        found = [Beat(rows * cols, WHOLE_S)]
    if kind is StepKind.JACOBIAN and rows > 1 and granularity != "layer":
        found = _with_fold(found, rows, cols)
    return _within_limit(found)


def _with_fold(found: list[Beat], rows: int, cols: int) -> list[Beat]:
    """Let the last row be a slow beat of its own: the matrix folds into its diagonal."""
    before = [beat for beat in found if beat.cells <= (rows - 1) * cols]
    product = before or [Beat((rows - 1) * cols, WHOLE_S)]
    return [*product, Beat(rows * cols, FOLD_S)]


def term_beats(count: int, granularity: Granularity) -> tuple[Beat, ...]:
    """Return the beats of an op that adds ``count`` whole matrices.

    The first few one by one, each quicker than the one before; then the rest in one go.
    """
    count = max(count, 1)
    single = {"cell": _SINGLE_TERMS, "row": _SINGLE_TERMS // 2}.get(granularity, 0)
    if not single:
        return (Beat(count, 2 * WHOLE_S if count > 1 else WHOLE_S),)
    found, seconds = [], _FIRST_TERM_S
    for place in range(1, min(count, single) + 1):
        found.append(Beat(place, seconds))
        seconds = max(seconds * _TERM_DECAY, _SHORTEST_TERM_S)
    if count > single:
        found.append(Beat(count, _OTHER_TERMS_S))
    return _within_limit(found)


def with_lead(found: tuple[Beat, ...], granularity: Granularity) -> tuple[Beat, ...]:
    """Return the beats with one before them in which a matrix turns over and no cell is made."""
    seconds = LEAD_S if granularity in ("cell", "row") else LEAD_S / 2
    return (Beat(0, seconds), *_within_limit(list(found), LONGEST_S - seconds))


def _first_row(kind: StepKind, cols: int) -> list[Beat]:
    """Cell by cell, each quicker than the one before; what is left of a long row in one beat."""
    found, seconds = [], first_cell_s(kind)
    for cell in range(1, min(cols, MOST_SINGLE_CELLS) + 1):
        found.append(Beat(cell, seconds))
        seconds = max(seconds * _CELL_DECAY, _SHORTEST_CELL_S)
    if cols > MOST_SINGLE_CELLS:
        found.append(Beat(cols, 2 * _SHORTEST_CELL_S))
    return found


def _row_groups(first: int, rows: int, cols: int, most: int, seconds: float) -> list[Beat]:
    """Row by row from row ``first``, or by groups of rows where there are more than ``most``."""
    count = min(rows - first, most)
    found = []
    for group in range(1, count + 1):
        done = first + (rows - first) * group // count
        found.append(Beat(done * cols, seconds))
        seconds = max(seconds * _ROW_DECAY, _SHORTEST_ROW_S)
    return found


def _within_limit(found: list[Beat], longest_s: float = LONGEST_S) -> tuple[Beat, ...]:
    """Shorten all but the first beat, so that the first cell stays slow, to end in time."""
    first, others = found[0], sum(beat.seconds for beat in found[1:])
    room = longest_s - first.seconds
    scale = min(1.0, room / others) if others else 1.0
    return (first, *(Beat(beat.cells, beat.seconds * scale) for beat in found[1:]))
