"""Everything a view needs to know at one moment, resolved and frozen."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from nnviz.app.experiment import Experiment
from nnviz.engine import Trace
from nnviz.engine.message import Message
from nnviz.engine.orientation import Orientation
from nnviz.playback.player import Status
from nnviz.playback.timeline import Timeline
from nnviz.scene.options import CellRange
from nnviz.scene.primitives import CellRef

Theme: TypeAlias = Literal["system", "light", "dark", "projector"]


@dataclass(frozen=True, slots=True, eq=False)
class ViewState:
    """The one state that views draw from; a new one is made for every change.

    Fields that did not change are the same objects, so a view compares with ``is``.
    """

    experiment: Experiment  # what is built: network, data, batch
    trace: Trace  # the iteration on the stage
    timeline: Timeline
    status: Status  # where in the timeline, playing or not, speed, loop, granularity
    iteration: int  # how many updates came before the one on the stage
    last_iteration: int  # how far this run has been trained
    losses: npt.NDArray[np.float64]  # loss of each iteration so far
    orientation: Orientation
    sample: int  # the sample of the batch that per-sample steps show
    hovered: CellRef | None
    pinned: CellRef | None
    sources: tuple[CellRange, ...]  # where the hovered (else the pinned) cell came from
    targets: tuple[CellRange, ...]  # and where it goes
    language: str  # "en" or "zh"
    theme: Theme
    digits: int  # significant digits shown
    undo_name: Message | None  # name of the edit that undo takes back
    redo_name: Message | None
    notice: Message | None  # one calm sentence for the person, or None
