"""The ways to see one matrix product: its work in each of them, and how far it has come.

Row by column (Falk's arrangement, or side by side) a cell after the other is made. By rows each
row of the result grows as a combination of rows of the right factor, by columns each column as a
combination of columns of the left one, and as a sum of outer products the whole result grows by
one rank-one matrix after the other. A group of terms counts as one where there are very many.
"""

from dataclasses import dataclass

from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind
from nnviz.scene.options import ComposeOptions, Extent, ProductView, Way
from nnviz.scene.reveal import Progress, progress

PRODUCTS = frozenset(
    {
        StepKind.MATMUL,
        StepKind.INPUT_GRADIENT,
        StepKind.WEIGHT_GRADIENT,
        StepKind.OUTER_PRODUCT,
    }
)
CELL_BY_CELL: frozenset[Way] = frozenset({"falk", "inline"})
WAYS: tuple[Way, ...] = ("falk", "inline", "rows", "columns", "outer")
MOST_TERMS = 64  # more are added in groups: nobody follows a hundred terms
LEAD = 0.1  # the share of a step in which a factor turns over


def inner_length(step: Step) -> int:
    """Return how many terms each cell of a product, or of a sum over the samples, adds up."""
    first, *others = step.inputs.values()
    if step.kind is StepKind.OUTER_PRODUCT:
        return 1
    if step.kind is StepKind.INPUT_GRADIENT:
        return int(others[0].shape[0])
    return int(first.shape[1 if step.kind is StepKind.MATMUL else 0])


def turning_input(step: Step, orientation: Orientation) -> int | None:
    """Return the position of the factor that the notation writes transposed: 0 left, 1 right."""
    textbook = orientation == "textbook"
    if step.kind is StepKind.MATMUL:
        return None if textbook else 1
    if step.kind is StepKind.INPUT_GRADIENT:
        return 0 if textbook else None
    return 1 if textbook else 0


def way_of(step: Step, options: ComposeOptions) -> Way:
    """Return the way in which a product is seen now.

    Left to itself a weight gradient grows sample by sample, every other product is Falk's.
    """
    return _usual(step) if options.product_view == "usual" else options.product_view


def _usual(step: Step) -> Way:
    summed = step.kind is StepKind.WEIGHT_GRADIENT and inner_length(step) > 1
    return "outer" if summed else "falk"


def work(step: Step, whole: Extent, options: ComposeOptions) -> Extent:
    """Return the work of a step whose result shows ``whole`` cells; itself if no product."""
    if step.kind not in PRODUCTS:
        return whole
    lead = 0.0 if turning_input(step, options.orientation) is None else LEAD
    units = _units(inner_length(step))
    match way_of(step, options):
        case "rows":
            return Extent(whole.rows, units, lead)
        case "columns":
            return Extent(whole.cols, units, lead)
        case "outer":
            return Extent(units, 1, lead, terms=True)
        case _:
            return Extent(whole.rows, whole.cols, lead)


def sum_extent(step: Step) -> Extent:
    """Return the work of a sum over the samples: one after the other is added."""
    return Extent(_units(inner_length(step)), 1, terms=True)


def _group(inner: int) -> int:
    return -(-inner // MOST_TERMS)


def _units(inner: int) -> int:
    return max(-(-inner // _group(inner)), 1) if inner else 1


@dataclass(frozen=True, slots=True)
class Growth:
    """How far a product has come that is not made cell by cell.

    A *line* is a row or a column of the result, or all of it in a sum of outer products.
    ``whole`` lines are complete; of the next one ``added`` terms are there. ``line`` and
    ``terms`` are what is being added (or was added last) and ``fraction`` how far that is;
    ``line`` is None before the beginning. ``inner`` terms make a line, ``group`` of them at once.
    """

    way: Way
    inner: int
    group: int
    whole: int
    added: int
    line: int | None
    terms: slice
    fraction: float

    @property
    def landed(self) -> bool:
        """Say whether nothing is on its way at this moment."""
        return self.fraction >= 1.0

    @property
    def reached(self) -> int:
        """How many terms of the line that is looked at are added."""
        return self.inner if self.line is not None and self.line < self.whole else self.added

    @property
    def place(self) -> int:
        """Which group of terms this is, from 0."""
        return self.terms.start // self.group if self.group else 0


def growth(step: Step, way: Way, now: Progress) -> Growth:
    """Return how far the product is, for a way that is not cell by cell."""
    inner = inner_length(step)
    group, units = _group(inner), _units(inner)
    whole, rest = divmod(now.done, units)
    line, unit = divmod(now.focus or 0, units)
    return Growth(
        way,
        inner,
        group,
        whole,
        min(rest * group, inner),
        None if now.focus is None else line,
        slice(unit * group, min((unit + 1) * group, inner)),
        now.fraction,
    )


def is_settled(way: Way, now: Progress, place: tuple[int, int]) -> bool:
    """Say whether a shown cell of the result has its final value."""
    return settled_after(way, place, now.extent) <= now.done


def settled_after(way: Way, place: tuple[int, int], work: Extent) -> int:
    """Return after how many units of ``work`` a shown cell of the result has its final value."""
    if way in CELL_BY_CELL:
        return place[0] * work.cols + place[1] + 1
    if way == "outer":
        return work.cells
    return (place[0 if way == "rows" else 1] + 1) * work.cols


def looked_at(way: Way, progress: Progress) -> tuple[int, int] | None:
    """Return the shown cell of the result that stands for what is being made."""
    if progress.cell is None or way in CELL_BY_CELL:
        return progress.cell
    line = progress.cell[0]
    return {"rows": (line, 0), "columns": (0, line)}.get(way, (0, 0))


def reached(
    step: Step, alpha: float, whole: Extent, options: ComposeOptions
) -> tuple[int, tuple[int, int] | None]:
    """Return how many cells of a result are complete, in reading order, and the one being made.

    ``whole`` is how many cells the result shows; any other op makes them one after the other.
    """
    if step.kind is StepKind.BIAS_GRADIENT:
        return whole.cells if alpha >= 1.0 else 0, None
    if step.kind not in PRODUCTS:
        now = progress(alpha, whole)
        return now.done, now.cell
    way, now = way_of(step, options), progress(alpha, work(step, whole, options))
    if now.finished:
        done = whole.cells
    elif way in CELL_BY_CELL:
        done = now.done
    else:
        # By columns, or as a sum, the first cells in reading order are complete only at the end.
        done = now.done // now.extent.cols * whole.cols if way == "rows" else 0
    return done, looked_at(way, now)


def next_way(view: ProductView, step: Step) -> ProductView:
    """Return the way after the one that is seen; ``step`` says what "usual" looks like now."""
    if view == "usual":
        view = _usual(step) if step.kind in PRODUCTS else "falk"
    return WAYS[(WAYS.index(view) + 1) % len(WAYS)]
