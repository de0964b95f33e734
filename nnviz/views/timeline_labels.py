"""The short label of each op on the timeline, written with the symbols of the stage."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nnviz.engine import notation
from nnviz.engine.message import Message
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Phase, Step, StepKind
from nnviz.scene.narration import title
from nnviz.scene.narration.names import activation_of, parameter_of
from nnviz.scene.primitives import Run


@dataclass(frozen=True, slots=True)
class Segment:
    """One op on the timeline; segments of one ``group`` may be drawn as one.

    ``label`` is short, ``title`` whole; ``group_label`` names the group. Derived ops are not
    computed in training and are marked as such.
    """

    step_index: int
    phase: Phase
    label: tuple[Run, ...]
    title: Message
    derived: bool = False
    group: str = ""
    group_label: tuple[Run, ...] = ()


def segments(steps: Sequence[Step], orientation: Orientation = "textbook") -> tuple[Segment, ...]:
    """Return a segment for each op of a trace."""
    return tuple(_segment(step, orientation) for step in steps)


def _segment(step: Step, orientation: Orientation) -> Segment:
    label = _LABELS.get(step.kind, _output)(step, orientation)
    if step.phase is not Phase.UPDATE:
        return Segment(step.index, step.phase, label, title(step), step.derived)
    parameter = parameter_of(step)
    named = symbol(parameter, orientation)
    return Segment(step.index, step.phase, label, title(step), step.derived, parameter, named)


def symbol(name: str, orientation: Orientation) -> tuple[Run, ...]:
    """Return the runs that write the name of an array."""
    return tuple(
        Run(part.text, part.script, "math" if part.math else "text")
        for part in notation.parts(name, orientation)
    )


def _output(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    runs = symbol(step.output, orientation)
    # Every gradient is one of the loss: on the timeline ∂W² is enough for ∂L/∂W².
    return runs[2:] if [run.text for run in runs[:2]] == ["∂L", "/"] else runs


def _matmul(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    letter = "x" if step.layer == 1 else "a"
    text = f"W·{letter}" if orientation == "textbook" else f"{letter}·W"
    return (Run(text, style="math"), *(() if orientation == "textbook" else (Run("T", 1, "math"),)))


def _bias(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    del step, orientation
    return (Run("+ b", style="math"),)


def _activation(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    del orientation
    return (Run(activation_of(step)),)


def _derivative(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    del step, orientation
    return (Run("f ′", style="math"),)


def _jacobian(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    del step, orientation
    return (Run("∂a/∂z", style="math"),)


def _outer(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    del step
    return (
        (Run("δa", style="math"), Run("T", 1, "math"))
        if orientation == "textbook"
        else (Run("δ", style="math"), Run("T", 1, "math"), Run("a", style="math"))
    )


def _update(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    return symbol(parameter_of(step), orientation)


def _runs(*runs: Run) -> Callable[[Step, Orientation], tuple[Run, ...]]:
    return lambda _step, _orientation: runs


_LABELS: dict[StepKind, Callable[[Step, Orientation], tuple[Run, ...]]] = {
    StepKind.MATMUL: _matmul,
    StepKind.ADD_BIAS: _bias,
    StepKind.ACTIVATION: _activation,
    StepKind.DERIVATIVE: _derivative,
    StepKind.JACOBIAN: _jacobian,
    StepKind.OUTER_PRODUCT: _outer,
    StepKind.UPDATE: _update,
    StepKind.SOFTMAX_SHIFT: _runs(Run("z", style="math"), Run(" − max")),
    StepKind.SOFTMAX_EXP: _runs(Run("exp")),
    StepKind.SOFTMAX_SUM: _runs(Run("Σ", style="math")),
    StepKind.SOFTMAX_DIVIDE: _runs(Run("÷ Σ", style="math")),
    StepKind.SAMPLE_LOSS: _runs(Run("ℓ", style="math")),
}
