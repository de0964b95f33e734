"""What the timeline shows of each op of a trace."""

from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.engine.message import Message
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Phase, Step
from nnviz.engine.writing import PLAIN, Notation
from nnviz.scene.narration import title
from nnviz.scene.narration.names import is_of_parameter, parameter_of
from nnviz.scene.primitives import Run
from nnviz.scene.symbols import runs
from nnviz.scene.ticks import tick
from nnviz.scene.writing import in_notation


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


def segments(
    steps: Sequence[Step], orientation: Orientation = "textbook", notation: Notation = PLAIN
) -> tuple[Segment, ...]:
    """Return a segment for each op of a trace, its label in the letters of a notation."""
    return tuple(_segment(step, orientation, notation) for step in steps)


def _segment(step: Step, orientation: Orientation, notation: Notation) -> Segment:
    label = in_notation(_short(tick(step, orientation), notation), notation)
    if step.phase is not Phase.UPDATE or not is_of_parameter(step):
        return Segment(step.index, step.phase, label, title(step), step.derived)
    parameter = parameter_of(step)
    named = in_notation(runs(parameter, orientation), notation)
    return Segment(step.index, step.phase, label, title(step), step.derived, parameter, named)


def _short(label: tuple[Run, ...], notation: Notation) -> tuple[Run, ...]:
    """Return a label that fits its box also where the error signal has no letter of its own."""
    if notation.error != "gradient" or str(label[0].text) != "δ":
        return label
    return (Run("∂Z", style="math"), *label[1:])
