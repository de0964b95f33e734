"""The true Jacobian of one sample times the gradient; then it folds into the cheap form.

The work has two halves. First each cell of δ is made from a whole row of the matrix. Then, in one
beat, the diagonal slides out of the matrix and stands as f′(z) beside the gradient: ⊙ gives the
same δ. A softmax has no such diagonal; there the form that training computes takes its place.
"""

from functools import partial

from nnviz.engine.message import Argument, Message, message
from nnviz.engine.ops.jacobian import weighted_mean
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step
from nnviz.scene.blocks import Block, array_block, sample_block, transpose_label
from nnviz.scene.content import Content, Light, Moment, Sign
from nnviz.scene.figures import figures
from nnviz.scene.layout.fold import Fold, place_fold
from nnviz.scene.numbers import MINUS, format_value, grouped
from nnviz.scene.options import Extent
from nnviz.scene.primitives import CellRef, Run
from nnviz.scene.steps.view import StepView
from nnviz.scene.symbols import runs

_GHOST = 0.3  # what is left of the matrix when its diagonal has gone
_FADING = 3.0  # times as fast as the fold it steps back
_HALF = 0.5
_WIDE = 512


def _extent(step: Step, orientation: Orientation) -> Extent:
    return Extent(2, step.value.shape[0])


def _locate(step: Step, cell: CellRef, orientation: Orientation) -> tuple[int, int] | None:
    units = step.value.shape[0]
    if cell.name in step.also and cell.row == (step.sample or 0) and cell.col < units:
        return 0, cell.col
    return None


def _content(moment: Moment) -> Content:
    along, dense = fold_of(moment), _dense(moment)
    matrix, kept, upstream, signal = _blocks(moment, along)
    first, second = _signs(moment, along, dense=dense)
    place = _told(moment, along)
    folding = along > 0 and not moment.steered
    return Content(
        (matrix, kept, first, upstream, second, signal),
        falk=not along,
        lights=_lights(moment, along, place, dense=dense),
        notes=_costs(moment.extent.cols, dense=dense),
        focus=None if place is None else _signal_cell(signal, place),
        told_row=0,
        arrange=partial(place_fold, fold=_fold(moment, along, dense=dense)),
        said=_folding(moment, dense=dense) if folding else None,
        lines=_lines(moment, dense=dense) if folding else None,
    )


def fold_of(moment: Moment) -> float:
    """Return 0..1: how far the fold is; 0 as long as the whole matrix is at work."""
    progress, n = moment.progress, moment.extent.cols
    begun = progress.fraction if progress.focus == progress.done else 0.0
    return min(max((progress.done + begun - n) / n, 0.0), 1.0)


def _fold(moment: Moment, along: float, *, dense: bool) -> Fold:
    widest = ("⊙ (", _less_mean(moment)) if dense else ("⊙", "=")
    column = moment.orientation == "textbook"
    return Fold(along, column, not dense, not moment.options.reduced_motion, widest)


def _dense(moment: Moment) -> bool:
    return not next(iter(moment.step.inputs)).startswith("D")


def _blocks(moment: Moment, along: float) -> tuple[Block, Block, Block, Block]:
    step, orientation, n = moment.step, moment.orientation, moment.extent.cols
    column = orientation == "textbook"
    sample = step.sample or 0
    (own, slopes), (up, gradient) = step.inputs.items()
    ((out, delta),) = step.also.items()
    matrix = array_block(step.output, step.value, orientation, transposed=column)
    kept = sample_block(own, slopes, orientation, sample, column=column)
    if not _dense(moment):
        kept = kept.but(scale=matrix.scale)
    return (
        matrix.but(
            revealed=_matrix_cells(moment),
            faint_zeros=True,
            note=_shape(n, dense=_dense(moment)),
            strength=1.0 - (1.0 - _ghost(moment)) * min(_FADING * along, 1.0),
        ),
        kept,
        sample_block(up, gradient, orientation, sample, column=column),
        sample_block(out, delta, orientation, sample, column=column).but(
            revealed=min(moment.progress.done, n)
        ),
    )


def _ghost(moment: Moment) -> float:
    """Return what is left of the matrix: nothing where its diagonal folds into its place."""
    in_place = moment.options.presented and moment.orientation == "textbook"
    return 0.0 if in_place else _GHOST


def _signs(moment: Moment, along: float, *, dense: bool) -> tuple[Sign, Sign]:
    """Return the two signs: of the matrix product at first, then of the cheap form."""
    cheap = ("⊙ (", _less_mean(moment)) if dense else ("⊙", "=")
    texts = ("·", "=") if along < _HALF else cheap
    first, second = (
        Sign(f"sign.{place}", (Run(text),)) for place, text in enumerate(texts, start=1)
    )
    return first, second


def _less_mean(moment: Moment) -> str:
    """Return what is subtracted from every cell of g: the mean of g, weighted with the shares."""
    gradient = list(moment.step.inputs.values())[1]
    decimals = figures(gradient, moment.options.digits).decimals
    text = format_value(weighted_mean(moment.step), decimals)
    return f"{MINUS} ({text})) =" if text.startswith(MINUS) else f"{MINUS} {text}) ="


def _shape(n: int, *, dense: bool) -> Message:
    if dense:
        return message("{rows} × {cols}, dense", rows=n, cols=n)
    return message("{rows} × {cols}, diagonal", rows=n, cols=n)


def _matrix_cells(moment: Moment) -> int:
    # A row of the matrix is needed as soon as its cell of δ is begun. Standing beside a row
    # vector it is a column, and reading order would show others first: then it comes whole.
    progress, n = moment.progress, moment.extent.cols
    if progress.focus is None:
        return 0
    if moment.orientation == "rows":
        return n * n
    return n * min(max(min(progress.done, n), progress.focus + 1), n)


def _told(moment: Moment, along: float) -> int | None:
    """Return the unit told about: in the fold, where all move at once, the one made last."""
    if moment.cell is None:
        return None
    return moment.extent.cols - 1 if along and not moment.steered else moment.cell[1]


def _signal_cell(signal: Block, place: int) -> CellRef:
    return signal.stored(place, 0) if signal.flipped else signal.stored(0, place)


def _lights(moment: Moment, along: float, place: int | None, *, dense: bool) -> tuple[Light, ...]:
    if place is None or moment.lit is None:
        return ()
    step, n = moment.step, moment.extent.cols
    (own, _), (up, _) = step.inputs.items()
    (out,) = step.also
    everything = slice(0, n)
    if 0.0 < along < 1.0:
        return (_along(moment, out, everything),)
    if along:
        one = slice(place, place + 1)
        return (
            _along(moment, own, one),
            _along(moment, up, everything if dense else one),
            _along(moment, out, one),
        )
    one = moment.lit[1]
    row, column = _along(moment, step.output, one, everything), _along(moment, up, everything)
    factors = (row, column) if moment.orientation == "textbook" else (column, row)
    return (*factors, _along(moment, out, one))


def _along(moment: Moment, block: str, units: slice, across: slice | None = None) -> Light:
    other = slice(0, 1) if across is None else across
    if moment.orientation == "textbook":
        return Light(block, units, other)
    return Light(block, other, units)


def _costs(n: int, *, dense: bool) -> tuple[Message, ...]:
    factor = 2 if dense else 1
    units = _WIDE if n < _WIDE / 2 else 8 * _WIDE
    args: dict[str, Argument] = {
        "full": grouped(n * n),
        "cheap": grouped(factor * n),
        "units": grouped(units),
        "wide_full": grouped(units * units),
        "wide_cheap": grouped(units * factor),
    }
    if dense:
        return (
            Message(
                "Multiplications with the whole Jacobian: n² = {full}; without it, "
                "a ⊙ (g − Σ a·g): 2n = {cheap}. With {units} units {wide_full} against "
                "{wide_cheap}.",
                args,
            ),
        )
    return (
        Message(
            "Multiplications with the whole Jacobian: n² = {full}; with its diagonal, f′ ⊙ g: "
            "n = {cheap}. With {units} units {wide_full} against {wide_cheap}.",
            args,
        ),
    )


def _lines(moment: Moment, *, dense: bool) -> tuple[tuple[Run, ...], ...]:
    """Return what the strip says in the fold: both products, and what each of them costs."""
    step, n, orientation = moment.step, moment.extent.cols, moment.orientation
    own, up = (runs(name, orientation) for name in step.inputs)
    delta = runs(next(iter(step.also)), orientation)
    matrix = runs(step.output, orientation)
    if orientation == "textbook":
        full = (*transpose_label(matrix), Run(" · "), *up)
    else:
        full = (*up, Run(" · "), *matrix)
    cheap = (Run(" ⊙ ("), *up, Run(f" {_less_mean(moment)[:-2]}")) if dense else (Run(" ⊙ "), *up)
    counts = message("{full} multiplications against {cheap}: the numbers are the same.",
                     full=grouped(n * n), cheap=grouped(2 * n if dense else n))  # fmt: skip
    return (*delta, Run(" = "), *full, Run(" = "), *own, *cheap), (Run(counts),)


def _folding(moment: Moment, *, dense: bool) -> Message:
    """Return the sentence of the fold."""
    n = moment.extent.cols
    if dense:
        return message(
            "Softmax's Jacobian is full, yet its product needs no matrix: a ⊙ (g − Σ a·g) gives "
            "the same δ with {cheap} multiplications instead of {full}.",
            cheap=grouped(2 * n),
            full=grouped(n * n),
        )
    return Message(
        "Beside its diagonal the matrix is zero: the diagonal alone, f′ ⊙ g, gives the same δ "
        "with {count} multiplication instead of {full}.",
        {"full": grouped(n * n)},
        plural="Beside its diagonal the matrix is zero: the diagonal alone, f′ ⊙ g, gives the "
        "same δ with {count} multiplications instead of {full}.",
        count=n,
    )


VIEW = StepView(_content, _extent, _locate)
