"""What the timeline shows of each op of a trace."""

from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.engine.message import Message
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Phase, Step
from nnviz.scene.narration import title
from nnviz.scene.narration.names import is_of_parameter, parameter_of
from nnviz.scene.primitives import Run
from nnviz.scene.symbols import runs
from nnviz.scene.ticks import tick


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
    label = tick(step, orientation)
    if step.phase is not Phase.UPDATE or not is_of_parameter(step):
        return Segment(step.index, step.phase, label, title(step), step.derived)
    parameter = parameter_of(step)
    named = runs(parameter, orientation)
    return Segment(step.index, step.phase, label, title(step), step.derived, parameter, named)
