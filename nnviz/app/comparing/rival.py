"""What views know of the run that is compared with the one on the stage; frozen."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from nnviz.app.edits import Edit
from nnviz.app.experiment import Experiment
from nnviz.engine import Trace
from nnviz.engine.message import Message
from nnviz.scene.comparing.other import Other
from nnviz.scene.primitives import CellRef

Side: TypeAlias = Literal["a", "b"]
# What is on the stage: one of the two alone, both, or B with A's number beneath each of its own.
Shown: TypeAlias = Literal["both", "a", "b", "difference"]
SHOWN: tuple[Shown, ...] = ("both", "a", "b", "difference")


@dataclass(frozen=True, slots=True, eq=False)
class Rival:
    """Run B beside run A, which the rest of the state is about; another object for every change.

    ``trace`` and ``step_index`` are B's, at the iteration and the step on the stage; ``absent``
    says why there are none. ``other`` holds the two traces against each other.
    """

    edit: Edit  # what was changed, and nothing else
    experiment: Experiment
    start: int  # the iteration from which on they differ
    first_iteration: int  # the first of ``losses``
    last_iteration: int
    losses: npt.NDArray[np.float64]
    problem: Message | None  # why B cannot be trained on, if it cannot
    trace: Trace | None
    step_index: int | None
    absent: Message | None
    only_here: int  # so many steps right before this one A does not have
    other: Other | None
    hovered: CellRef | None
    pinned: CellRef | None
    side: Side  # which of the two inspector and keys are about
    shown: Shown
    mirrored: bool = False  # the state around it is B's own, seen from there
