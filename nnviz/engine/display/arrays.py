"""Arrays as they are written: symbol, shape and cells as text, large ones cut."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nnviz.engine import notation
from nnviz.engine.decimals import decimals_for, written
from nnviz.engine.display.options import DisplayOptions
from nnviz.engine.orientation import HostArray, displayed
from nnviz.engine.step import Step
from nnviz.engine.trace import Trace
from nnviz.engine.writing import formula, number, text

GAP = "…"


@dataclass(frozen=True, slots=True)
class Shown:
    """An array as it is written: its symbol, its shape as displayed and its cells as text.

    ``row_places`` and ``col_places`` are the displayed indices of what ``rows`` holds, from 0;
    None stands for what was left out, as ``GAP`` does among the cells.
    """

    name: str
    symbol: str
    latex: str
    shape: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    row_places: tuple[int | None, ...]
    col_places: tuple[int | None, ...]

    @property
    def is_cut(self) -> bool:
        """Whether something was left out."""
        return None in self.row_places or None in self.col_places


def shown(
    name: str, value: HostArray, options: DisplayOptions, max_cols: int | None = None
) -> Shown:
    """Return the array as text; ``max_cols`` cuts columns harder than the options do."""
    table = displayed(name, value, options.orientation)
    decimals = decimals_for(value, options.digits)
    rows = kept(table.shape[0], options.side)
    cols = kept(table.shape[1], options.side if max_cols is None else max_cols)
    return Shown(
        name,
        text(notation.plain(name, options.orientation), options.notation),
        formula(notation.latex(name, options.orientation), options.notation),
        table.shape,
        tuple(tuple(_cell(table, row, col, decimals, options) for col in cols) for row in rows),
        rows,
        cols,
    )


def all_shown(arrays: Mapping[str, HostArray], options: DisplayOptions) -> tuple[Shown, ...]:
    """Return several arrays as text."""
    return tuple(shown(name, value, options) for name, value in arrays.items())


def kept(length: int, side: int | None) -> tuple[int | None, ...]:
    """Return the indices to show: all, or the first ones, None for what is left out, the last."""
    if side is None or length <= side:
        return tuple(range(length))
    return (*range(side - 2), None, length - 1)


def _cell(
    table: HostArray, row: int | None, col: int | None, decimals: int, options: DisplayOptions
) -> str:
    if row is None or col is None:
        return GAP
    value = float(table[row, col])
    return number(written(value, decimals), value, options.notation)


def made_by(step: Step) -> dict[str, HostArray]:
    """Return what a step made: its output first, then what came with it."""
    made = {step.output: step.value, **step.also}
    return {name: _stored(step, name, array) for name, array in made.items()}


def taken_by(step: Step) -> dict[str, HostArray]:
    """Return what went into a step."""
    return {name: _stored(step, name, array) for name, array in step.inputs.items()}


def _stored(step: Step, name: str, array: HostArray) -> HostArray:
    # One sample's row of a table is a table of one row, and stands up in a textbook.
    lone_row = step.sample is not None and array.ndim == 1 and notation.dimensions(name) == 2
    return array[None, :] if lone_row else array


def given_names(trace: Trace) -> tuple[str, ...]:
    """Return the arrays that no op made: the data and the old parameters."""
    names = dict.fromkeys(name for step in trace.steps for name in step.inputs)
    return tuple(name for name in names if name in trace and trace.maker(name) is None)


def telling(step: Step, n_samples: int) -> Step:
    """Return a per-sample step for the first sample in which something is not zero."""
    if step.sample is None:
        return step
    samples = map(step.for_sample, range(n_samples))
    return next((one for one in samples if one.value.any()), step)


def interesting_cell(value: HostArray) -> tuple[int, int]:
    """Return the first stored cell that is not zero, for zeros say little; else (0, 0)."""
    table = np.atleast_2d(value)
    found = np.argwhere(table != 0)
    return (int(found[0][0]), int(found[0][1])) if len(found) else (0, 0)
