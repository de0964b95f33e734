"""The true Jacobian of one sample times the gradient; then it folds into the cheap form.

The work has two halves: first each cell of δ from a whole row of the matrix, then the same cells
from the diagonal (or, for softmax, from the shares) alone.
"""

from dataclasses import replace

from nnviz.engine.message import Message, message
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step
from nnviz.scene.blocks import Block, array_block, sample_block
from nnviz.scene.content import Content, Light, Moment, Sign
from nnviz.scene.numbers import grouped
from nnviz.scene.options import Extent
from nnviz.scene.primitives import CellRef
from nnviz.scene.steps.equation import numbered, sign
from nnviz.scene.steps.view import StepView

_WAITING = 0.22


def _extent(step: Step, orientation: Orientation) -> Extent:
    return Extent(2, step.value.shape[0])


def _locate(step: Step, cell: CellRef, orientation: Orientation) -> tuple[int, int] | None:
    units = step.value.shape[0]
    if cell.name in step.also and cell.row == (step.sample or 0) and cell.col < units:
        return 0, cell.col
    return None


def _content(moment: Moment) -> Content:
    blocks = _blocks(moment)
    matrix, upstream, signal, factor, upstream_again, signal_again = blocks
    dense = _dense(moment)
    if moment.orientation == "textbook":
        full = (matrix, sign("·"), upstream, sign("="), signal)
    else:
        full = (upstream, sign("·"), matrix, sign("="), signal)
    cheap = (
        (factor, sign("⊙ ("), upstream_again, sign("− Σ) ="), signal_again)
        if dense
        else (factor, sign("⊙"), upstream_again, sign("="), signal_again)
    )
    focus = None if moment.cell is None else _signal_cell(signal, moment.cell[1])
    return Content(
        numbered((*full, *_waiting(moment, (sign("≡"), *cheap)))),
        cut=len(full),
        lights=_lights(moment, dense=dense),
        notes=_costs(moment.extent.cols, dense=dense),
        focus=focus,
        told_row=0,
    )


def _waiting(moment: Moment, items: tuple[Block | Sign, ...]) -> tuple[Block | Sign, ...]:
    """Step the cheap form back for as long as the full one is worked out."""
    if _halves(moment)[1] is not None:
        return items
    return tuple(replace(item, strength=_WAITING) for item in items)


def _dense(moment: Moment) -> bool:
    return not next(iter(moment.step.inputs)).startswith("D")


def _blocks(moment: Moment) -> tuple[Block, ...]:
    step, orientation, n = moment.step, moment.orientation, moment.extent.cols
    column = orientation == "textbook"
    sample = step.sample or 0
    (own, slopes), (up, gradient) = step.inputs.items()
    ((out, delta),) = step.also.items()
    first, second = _halves(moment)
    matrix = array_block(step.output, step.value, orientation, transposed=column)
    upstream = sample_block(up, gradient, orientation, sample, column=column)
    signal = sample_block(out, delta, orientation, sample, column=column)
    factor = sample_block(own, slopes, orientation, sample, column=column)
    return (
        matrix.but(
            revealed=_matrix_cells(moment, first),
            faint_zeros=True,
            note=_shape(n, dense=_dense(moment)),
        ),
        upstream,
        signal.but(revealed=first),
        factor.but(scale=matrix.scale),
        upstream.but(id=f"{up}.again"),
        signal.but(id=f"{out}.again", revealed=second or 0),
    )


def _shape(n: int, *, dense: bool) -> Message:
    if dense:
        return message("{rows} × {cols}, dense", rows=n, cols=n)
    return message("{rows} × {cols}, diagonal", rows=n, cols=n)


def _halves(moment: Moment) -> tuple[int, int | None]:
    """Return how many cells of δ each form has made; None while the second has not begun."""
    progress, n = moment.progress, moment.extent.cols
    begun = progress.done > n or (progress.focus or 0) >= n
    return min(progress.done, n), max(progress.done - n, 0) if begun else None


def _matrix_cells(moment: Moment, first: int) -> int:
    # A row of the matrix is needed as soon as its cell of δ is begun. Standing beside a row
    # vector it is a column, and reading order would show others first: then it comes whole.
    progress, n = moment.progress, moment.extent.cols
    if progress.focus is None:
        return 0
    if moment.orientation == "rows":
        return n * n
    return n * min(max(first, progress.focus + 1), n)


def _signal_cell(signal: Block, place: int) -> CellRef:
    return signal.stored(place, 0) if signal.flipped else signal.stored(0, place)


def _lights(moment: Moment, *, dense: bool) -> tuple[Light, ...]:
    if moment.cell is None or moment.lit is None:
        return ()
    step, n = moment.step, moment.extent.cols
    (own, _), (up, _) = step.inputs.items()
    (out,) = step.also
    everything, one = slice(0, n), moment.lit[1]
    lights: list[Light] = []
    if moment.lit[0].start == 0:
        lights += [
            _along(moment, step.output, one, everything),
            _along(moment, up, everything),
            _along(moment, out, one),
        ]
    if moment.lit[0].stop == 2:
        again = everything if dense else one
        lights += [
            _along(moment, own, one),
            _along(moment, f"{up}.again", again),
            _along(moment, f"{out}.again", one),
        ]
    return tuple(lights)


def _along(moment: Moment, block: str, units: slice, across: slice | None = None) -> Light:
    other = slice(0, 1) if across is None else across
    if moment.orientation == "textbook":
        return Light(block, units, other)
    return Light(block, other, units)


def _costs(n: int, *, dense: bool) -> tuple[Message, ...]:
    args = {"full": grouped(n * n), "cheap": grouped(2 * n if dense else n)}
    if dense:
        costs = Message(
            "Full Jacobian: {full} multiplications. Without building it: {cheap}.", args
        )
    else:
        costs = Message("Full Jacobian: {full} multiplications. Hadamard product: {cheap}.", args)
    factor = 2 if dense else 1
    wide = message(
        "For a layer of {units} units: {full} against {cheap}.",
        units=512,
        full=grouped(512 * 512),
        cheap=grouped(512 * factor),
    )
    return costs, wide


VIEW = StepView(_content, _extent, _locate)
