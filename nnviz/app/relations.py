"""Where a cell came from and where it goes, as few blocks of cells as possible."""

from typing import NamedTuple

from nnviz.engine import Step, Trace
from nnviz.engine.orientation import Orientation, has_sample_axis
from nnviz.scene.options import CellRange
from nnviz.scene.primitives import CellRef
from nnviz.scene.ranges import blocks


class Relations(NamedTuple):
    """The cells that made a cell, and the cells that it helps to make."""

    sources: tuple[CellRange, ...]
    targets: tuple[CellRange, ...]


NO_RELATIONS = Relations((), ())


def has_cell(trace: Trace, cell: CellRef) -> bool:
    """Say whether the trace has this cell."""
    if cell.name not in trace:
        return False
    array = trace[cell.name]
    rows = array.shape[0] if array.ndim == 2 else 1
    cols = array.shape[-1] if array.ndim else 1
    return 0 <= cell.row < rows and 0 <= cell.col < cols


def relations(
    trace: Trace, cell: CellRef | None, sample: int, orientation: Orientation
) -> Relations:
    """Return the relations of a cell; a per-sample step is taken for ``sample``."""
    if cell is None or not has_cell(trace, cell):
        return NO_RELATIONS
    step = _maker(trace, cell.name, sample)
    sources: tuple[CellRange, ...] = ()
    if step is not None:
        # Another name for the output (A of a linear layer is its Z) is none that the step knows.
        made = cell.name if cell.name in step.also else step.output
        found = step.explain(cell.row, cell.col, orientation, made).sources
        sources = blocks((s.name, _row(step, s.name, s.row), s.col) for s in found)
    targets = dict.fromkeys(
        CellRange(target.name, target.rows, target.cols)
        for target in trace.targets(cell.name, cell.row, cell.col)
        # Cells of a per-sample step are only seen for the sample that is shown.
        if target.sample in {None, sample}
    )
    return Relations(sources, tuple(targets))


def related_steps(
    trace: Trace, cell: CellRef | None, sample: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the indices of the step that made a cell, if any, and of those that use it."""
    if cell is None or not has_cell(trace, cell):
        return (), ()
    step = trace.maker(cell.name)
    used = dict.fromkeys(
        target.step_index
        for target in trace.targets(cell.name, cell.row, cell.col)
        if target.sample in {None, sample}
    )
    return (() if step is None else (step.index,)), tuple(used)


def _maker(trace: Trace, name: str, sample: int) -> Step | None:
    """Return the step that made an array, or None for what was given (data, old parameters)."""
    step = trace.maker(name)
    return step.for_sample(sample) if step is not None and step.sample is not None else step


def _row(step: Step, name: str, row: int) -> int:
    """Return the stored row of a source; a per-sample step sees one row of what it reads."""
    return step.sample if step.sample is not None and has_sample_axis(name) else row
