"""A recorded step as a page: what was given, and every op with its formula and a worked cell."""

from dataclasses import dataclass

from nnviz.engine import Trace
from nnviz.engine.display.arrays import (
    Shown,
    all_shown,
    given_names,
    interesting_cell,
    made_by,
    shown,
    taken_by,
    telling,
)
from nnviz.engine.display.options import DisplayOptions
from nnviz.engine.explanation import DIGITS
from nnviz.engine.math_text import parse, to_unicode
from nnviz.engine.message import Message
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Phase, Step, StepKind
from nnviz.engine.writing import formula, line
from nnviz.scene import narration


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
    formula: str  # LaTeX
    line: str  # the same in Unicode
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


def page(name: str, trace: Trace, step: int | None, options: DisplayOptions) -> Page:
    """Return the page of all ops, or of op ``step`` (from 0) with its inputs in full."""
    steps = trace.steps if step is None else (trace.steps[step],)
    alone = step is not None
    given = () if alone else tuple(shown(n, trace[n], options) for n in given_names(trace))
    total = len(trace.steps)
    entries = tuple(
        _entry(telling(one, trace.n_samples), total, options, with_inputs=alone) for one in steps
    )
    return Page(name, trace.n_samples, trace.loss, given, entries)


def _remark(step: Step, orientation: Orientation) -> Message:
    # The subtitle of the error speaks of its colours, which a text has not.
    if step.kind is StepKind.ERROR:
        return narration.about(step.kind)
    return narration.subtitle(step, orientation)


def _entry(step: Step, total: int, options: DisplayOptions, *, with_inputs: bool) -> Entry:
    row, col = interesting_cell(step.value)
    worked = step.explain(row, col, options.orientation)
    digits = DIGITS if options.notation.places is None else options.digits
    return Entry(
        number=step.index + 1,
        total=total,
        phase=step.phase,
        layer=step.layer,
        derived=step.derived,
        title=narration.title(step),
        remark=_remark(step, options.orientation),
        formula=formula(step.formula(options.orientation), options.notation),
        line=to_unicode(line(parse(step.formula(options.orientation)), options.notation)),
        inputs=all_shown(taken_by(step), options) if with_inputs else (),
        outputs=all_shown(made_by(step), options),
        worked_text=worked.text_with(digits, options.notation),
        worked_latex=worked.latex_with(digits, options.notation),
    )
