"""Everything a view needs to know at one moment, resolved and frozen."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from nnviz.app.advice.remark import Remark
from nnviz.app.chain_mode import ChainView
from nnviz.app.comparing.rival import Rival
from nnviz.app.experiment import Experiment
from nnviz.app.measures.course import Course
from nnviz.engine import Trace
from nnviz.engine.message import Message
from nnviz.engine.orientation import Orientation
from nnviz.engine.what_if import WhatIf
from nnviz.engine.writing import PLAIN, Notation
from nnviz.playback.player import Status
from nnviz.playback.timeline import Timeline
from nnviz.scene.levels.level import MATRIX, Level
from nnviz.scene.options import CellRange, ProductView
from nnviz.scene.primitives import CellRef

Theme: TypeAlias = Literal["system", "light", "dark", "projector"]
Motion: TypeAlias = Literal["system", "full", "less"]
Samples: TypeAlias = Literal["auto", "one", "batch"]  # "auto": one of a large batch, else all


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
    samples: Samples = "auto"  # what of the batch the stage shows at once
    product_view: ProductView = "usual"  # the way in which matrix products are seen
    motion: Motion = "system"  # what was chosen about motion
    reduced_motion: bool = False  # nothing flies or turns
    text_scale: int = 100  # size of all text, per cent
    what_if: WhatIf | None = None  # its `after` is the trace on the stage, while there is one
    level: Level = MATRIX  # how deep one looks
    lens: bool = False  # over heat maps the lens is there at once, not only after a rest
    chain: ChainView | None = None  # the chain of Jacobians, while it is open in place of the step
    course: Course | None = None  # the run, as what can be plotted of it
    rival: Rival | None = None  # the run that this one is compared with
    notation: Notation = PLAIN  # how symbols and numbers are written

    refusal: Remark | None = None  # about the edit that the notice says was refused

    @property
    def shown_status(self) -> Status:
        """Where playback is in what is on the stage: the chain while it is open, else the step."""
        return self.status if self.chain is None else self.chain.status
