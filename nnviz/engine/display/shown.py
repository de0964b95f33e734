"""A step or a trace shown in a way that somebody asked for; a notebook or print() takes it up."""

from dataclasses import dataclass

from nnviz.engine.display.options import DisplayOptions
from nnviz.engine.display.step import of_sample, step_html, step_latex, step_text
from nnviz.engine.display.trace import trace_html, trace_text
from nnviz.engine.step import Step
from nnviz.engine.trace import Trace


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step with the options of its looks.

    Raises:
        ShapeError: the batch of a per-sample step has no such sample.
    """

    step: Step
    options: DisplayOptions

    def __post_init__(self) -> None:
        object.__setattr__(self, "step", of_sample(self.step, self.options))

    def __repr__(self) -> str:
        # Asked for to be looked at: a terminal without print() shows it, too.
        return step_text(self.step, self.options)

    def _repr_html_(self) -> str:
        return step_html(self.step, self.options)

    def _repr_latex_(self) -> str:
        return step_latex(self.step, self.options)


@dataclass(frozen=True, slots=True)
class ShownTrace:
    """A trace with the options of its looks.

    Raises:
        ShapeError: the batch has no such sample.
    """

    trace: Trace
    options: DisplayOptions

    def __post_init__(self) -> None:
        for step in self.trace.steps:
            of_sample(step, self.options)

    def __repr__(self) -> str:
        # Asked for to be looked at: a terminal without print() shows it, too.
        return trace_text(self.trace, self.options)

    def _repr_html_(self) -> str:
        return trace_html(self.trace, self.options)
