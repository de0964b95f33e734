"""A recorded step as a page: what was given, and every op with its formula and a worked cell."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nnviz.engine import Trace, notation
from nnviz.engine.message import Message
from nnviz.engine.orientation import HostArray, Orientation, displayed
from nnviz.engine.step import Phase, Step, StepKind
from nnviz.scene import narration
from nnviz.scene.numbers import decimals_for, format_value


@dataclass(frozen=True, slots=True)
class Shown:
    """An array as it is written: its symbol, its stored shape and its cells as text."""

    name: str
    symbol: str
    latex: str
    shape: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One op: its place from 1, its words, its formula, its arrays and one worked cell."""

    number: int
    total: int
    phase: Phase
    layer: int
    derived: bool
    title: Message
    remark: Message
    formula: str
    inputs: tuple[Shown, ...]
    outputs: tuple[Shown, ...]
    worked_text: str
    worked_latex: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole recorded step, or one op of it; ``given`` is what the step started from."""

    name: str
    n_samples: int
    loss: float
    given: tuple[Shown, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How a page is written: orientation, significant digits, and cells shown along a side."""

    orientation: Orientation = "textbook"
    digits: int = 4
    side: int | None = 12


def page(name: str, trace: Trace, step: int | None, options: PageOptions) -> Page:
    """Return the page of all ops, or of op ``step`` (from 0) with its inputs in full."""
    steps = trace.steps if step is None else (trace.steps[step],)
    alone = step is not None
    given = () if alone else tuple(shown(n, trace[n], options) for n in given_names(trace))
    total = len(trace.steps)
    entries = tuple(
        _entry(_telling(one, trace.n_samples), total, options, with_inputs=alone) for one in steps
    )
    return Page(name, trace.n_samples, trace.loss, given, entries)


def given_names(trace: Trace) -> tuple[str, ...]:
    """Return the arrays that no op made: the data and the old parameters."""
    names = dict.fromkeys(name for step in trace.steps for name in step.inputs)
    return tuple(name for name in names if name in trace and trace.maker(name) is None)


def _telling(step: Step, n_samples: int) -> Step:
    """Return a per-sample op for the first sample in which something is not zero."""
    if step.sample is None:
        return step
    samples = map(step.for_sample, range(n_samples))
    return next((one for one in samples if one.value.any()), step)


def _remark(step: Step, orientation: Orientation) -> Message:
    # The subtitle of the error speaks of its colours, which a text has not.
    if step.kind is StepKind.ERROR:
        return narration.about(step.kind)
    return narration.subtitle(step, orientation)


def _entry(step: Step, total: int, options: PageOptions, *, with_inputs: bool) -> Entry:
    made = {step.output: step.value, **step.also}
    row, col = interesting_cell(step.value)
    worked = step.explain(row, col, options.orientation)
    return Entry(
        number=step.index + 1,
        total=total,
        phase=step.phase,
        layer=step.layer,
        derived=step.derived,
        title=narration.title(step),
        remark=_remark(step, options.orientation),
        formula=step.formula(options.orientation),
        inputs=_all_shown(step.inputs, options) if with_inputs else (),
        outputs=_all_shown(made, options),
        worked_text=worked.text,
        worked_latex=worked.latex,
    )


def interesting_cell(value: HostArray) -> tuple[int, int]:
    """Return the first stored cell that is not zero, for zeros say little; else (0, 0)."""
    table = np.atleast_2d(value)
    found = np.argwhere(table != 0)
    return (int(found[0][0]), int(found[0][1])) if len(found) else (0, 0)


def _all_shown(arrays: Mapping[str, HostArray], options: PageOptions) -> tuple[Shown, ...]:
    return tuple(shown(name, value, options) for name, value in arrays.items())


def shown(name: str, value: HostArray, options: PageOptions) -> Shown:
    """Return the array as text, in the orientation and with the digits asked for."""
    table = displayed(name, value, options.orientation)
    decimals = decimals_for(value, options.digits)
    return Shown(
        name,
        notation.plain(name, options.orientation),
        notation.latex(name, options.orientation),
        table.shape,
        _cells(table, decimals, options.side),
    )


def _cells(table: HostArray, decimals: int, side: int | None) -> tuple[tuple[str, ...], ...]:
    rows, cols = (_kept(length, side) for length in table.shape)
    return tuple(tuple(_cell(table, row, col, decimals) for col in cols) for row in rows)


def _kept(length: int, side: int | None) -> list[int | None]:
    """Return the indices to show: all, or the first ones, None for what is left out, the last."""
    if side is None or length <= side:
        return list(range(length))
    return [*range(side - 2), None, length - 1]


def _cell(table: HostArray, row: int | None, col: int | None, decimals: int) -> str:
    if row is None or col is None:
        return "…"
    return format_value(float(table[row, col]), decimals)
