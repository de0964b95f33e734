"""What is known about one cell: everything the inspector shows, as data, without a widget."""

import re
from dataclasses import dataclass, replace

import numpy as np

from nnviz.app.relations import has_cell, relations
from nnviz.app.supposing import is_given
from nnviz.app.view_state import ViewState
from nnviz.engine import Trace
from nnviz.engine.math_text import Part
from nnviz.engine.message import Message, message
from nnviz.engine.notation import dimensions, parts, plain
from nnviz.engine.ops.rule import at
from nnviz.engine.orientation import HostArray, Orientation, displayed, to_display
from nnviz.engine.step import Step
from nnviz.engine.writing import Notation, in_text, line, number
from nnviz.scene.arrival import arrival
from nnviz.scene.narration.what_if import written
from nnviz.scene.numbers import decimals_for, format_value
from nnviz.scene.options import CellRange, ComposeOptions
from nnviz.scene.primitives import CellRef
from nnviz.scene.worked import Worked, work_out
from nnviz.views.panels.why_rows import reached

_MOST_ENTRIES = 8
_MOST_TERMS = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A block of cells to go to: how it is written, and its first cell."""

    text: Message
    cell: CellRef


@dataclass(frozen=True, slots=True)
class Inspected:
    """One cell. ``letters`` and ``numbers`` are empty for what was given, ``origin`` says what.

    ``computed`` is False for a cell that the stage has not made yet: its value is not shown before
    it is there, unless it is ``coming``: asked for all the same. ``gradient`` is ∂L/∂cell as it is
    written, None where there is none. ``was`` is the value before a what-if, where that was
    another; what is ``given`` can be supposed to be another.
    """

    cell: CellRef
    computed: bool
    title: tuple[Part, ...]
    position: Message
    value: str
    exact: str
    letters: tuple[Part, ...]
    numbers: tuple[Part, ...]
    origin: Message | None
    note: Message | None
    sources: tuple[Entry, ...]
    more_sources: int
    targets: tuple[Entry, ...]
    more_targets: int
    gradient: str | None
    step: Step | None
    was: str | None = None
    given: bool = False
    coming: bool = False


def inspect(
    state: ViewState, cell: CellRef, *, computed: bool = True, coming: bool = False
) -> Inspected | None:
    """Return what is known about a cell, or None if the trace has no such cell."""
    trace, orientation, notation = state.trace, state.orientation, state.notation
    step = _on_stage(state, cell) or maker(trace, cell, state.sample)
    array = array_of(trace, step, cell.name)
    if array is None or not _inside(array, cell):
        return None
    worked = None if step is None else work_out(step, _made(step, cell), orientation, state.digits)
    value = float(np.atleast_2d(array)[min(cell.row, np.atleast_2d(array).shape[0] - 1), cell.col])
    found = relations(trace, cell, state.sample, orientation)
    sources = tuple(_entry(block, trace, orientation) for block in found.sources)
    targets = tuple(_entry(block, trace, orientation) for block in found.targets)
    unlisted = 0 if worked is None else worked.explanation.unlisted
    whole = array_of(trace, None, cell.name)
    return Inspected(
        cell=cell,
        computed=computed,
        title=line(parts(cell.name, orientation, cell.row, cell.col), notation),
        # Of one sample's vector it is said where it stands among those of all samples.
        position=_position(cell, array if whole is None else whole, orientation),
        value=number(
            format_value(value, decimals_for(array, state.digits))
            if worked is None
            else worked.result,
            value,
            notation,
        ),
        exact=in_text(repr(value), notation),
        letters=() if worked is None else line(worked.letters(_MOST_TERMS), notation),
        numbers=() if worked is None else line(_numbers(worked), notation),
        origin=_origin(cell.name) if worked is None else None,
        note=None if worked is None else worked.explanation.note,
        sources=sources[:_MOST_ENTRIES],
        more_sources=max(0, len(sources) - _MOST_ENTRIES) + unlisted,
        targets=targets[:_MOST_ENTRIES],
        more_targets=max(0, len(targets) - _MOST_ENTRIES),
        gradient=_gradient(trace, cell, state.digits, notation),
        step=step,
        was=_was(state, cell, value),
        given=is_given(trace, cell.name),
        coming=coming,
    )


def is_there(state: ViewState, cell: CellRef, options: ComposeOptions) -> bool:
    """Say whether the stage has made a cell by now; the chain shows what all of them gave."""
    step = _on_stage(state, cell) or maker(state.trace, cell, state.sample)
    if step is None or state.chain is not None:
        return True
    made = _made(step, cell)
    if array_of(state.trace, step, made.name) is None:
        return True
    position = state.status.position
    when = step.index, arrival(step, made, options)
    return reached(when, (position.step_index, position.alpha))


def _on_stage(state: ViewState, cell: CellRef) -> Step | None:
    """Return the step on the stage if it is one that makes this cell, as it is seen there."""
    step: Step = state.trace.steps[state.status.position.step_index]
    if cell.name not in {step.output, *step.also}:
        return None
    if step.sample is None:
        return step
    step = step.for_sample(state.sample)
    # A vector of a per-sample step holds one sample's cells only.
    vector = array_of(state.trace, step, cell.name)
    is_vector = vector is not None and vector.ndim < 2
    return None if is_vector and cell.row != state.sample else step


def maker(trace: Trace, cell: CellRef, sample: int) -> Step | None:
    """Return the step that made a cell, a per-sample one for ``sample``."""
    step = trace.maker(cell.name)
    return step.for_sample(sample) if step is not None and step.sample is not None else step


def array_of(trace: Trace, step: Step | None, name: str) -> HostArray | None:
    """Return the array of a name as this step made it, or as the trace has it."""
    if step is not None and step.output == name:
        return step.value
    if step is not None and name in step.also:
        return step.also[name]
    if name not in trace:
        return None
    return trace[name]


def _made(step: Step, cell: CellRef) -> CellRef:
    """Return the cell by the name under which the step made it.

    A linear layer makes no step of its own: its A is its Z.
    """
    return cell if cell.name in {step.output, *step.also} else replace(cell, name=step.output)


def _inside(array: HostArray, cell: CellRef) -> bool:
    rows, cols = np.atleast_2d(array).shape
    # One sample's vector of a per-sample step is known by the row of its sample.
    return 0 <= cell.col < cols and (array.ndim < 2 or 0 <= cell.row < rows)


def _numbers(worked: Worked) -> tuple[Part, ...]:
    result = Part(worked.result, number=worked.explanation.recorded)
    return (*worked.numbers(_MOST_TERMS), Part(" = "), result)


def _position(cell: CellRef, array: HostArray, orientation: Orientation) -> Message:
    shape = displayed(cell.name, array, orientation).shape
    row, col = to_display(cell.name, array.ndim, cell.row, cell.col, orientation)
    return message(
        "row {row}, column {col} of {matrix} ({rows} × {cols})",
        row=min(row, shape[0] - 1) + 1,
        col=min(col, shape[1] - 1) + 1,
        matrix=plain(cell.name, orientation),
        rows=shape[0],
        cols=shape[1],
    )


def _origin(name: str) -> Message:
    if name == "X":
        return message("Given: a feature of a sample.")
    if name == "Y":
        return message("Given: the target that the network should reach.")
    if re.fullmatch(r"[Wb]\d+", name):
        return message("A parameter as it was before this update.")
    return message("The optimizer's state as it was before this update.")


def _entry(block: CellRange, trace: Trace, orientation: Orientation) -> Entry:
    rows, cols = block.rows, block.cols
    first = CellRef(block.name, rows.start or 0, cols.start or 0)
    return Entry(_block_text(block, trace, orientation), first)


def _block_text(block: CellRange, trace: Trace, orientation: Orientation) -> Message:
    array = array_of(trace, trace.maker(block.name), block.name)
    table = np.atleast_2d(array if array is not None else np.zeros((1, 1)))
    r0, r1, _ = block.rows.indices(table.shape[0])
    c0, c1, _ = block.cols.indices(table.shape[1])
    if (r1 - r0, c1 - c0) == (1, 1):
        return message("{symbol}", symbol=plain(block.name, orientation, r0, c0))
    symbol = plain(block.name, orientation)
    if (r1 - r0, c1 - c0) == table.shape:
        return message("all of {symbol}", symbol=symbol)
    ndim = 2 if array is None else array.ndim
    top, left = to_display(block.name, ndim, r0, c0, orientation)
    bottom, right = to_display(block.name, ndim, r1 - 1, c1 - 1, orientation)
    if top == bottom:
        return message("{symbol} row {row}", symbol=symbol, row=top + 1)
    if left == right:
        return message("{symbol} column {col}", symbol=symbol, col=left + 1)
    return message("{symbol} rows {first}–{last}", symbol=symbol, first=top + 1, last=bottom + 1)


def _was(state: ViewState, cell: CellRef, value: float) -> str | None:
    """Write what a cell was before the what-if, None if it was the same or is not there whole."""
    if state.what_if is None or not has_cell(state.what_if.before, cell):
        return None
    if state.trace[cell.name].ndim != dimensions(cell.name):
        return None
    before = state.what_if.before[cell.name]
    old = at(before, cell.row, cell.col)
    code = decimals_for(state.trace[cell.name], state.digits)
    if old == value:
        return None
    return number(written(old, value, code)[0], old, state.notation)


def _gradient(trace: Trace, cell: CellRef, digits: int, notation: Notation) -> str | None:
    gradient = trace.gradient_of(cell.name, cell.row, cell.col)
    if gradient is None:
        return None
    return number(format_value(gradient, decimals_for([gradient], digits)), gradient, notation)
