"""What a step view returns: matrices and signs in order, what is lit and what is said."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from nnviz.engine.message import Message
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step
from nnviz.scene.blocks import Block
from nnviz.scene.layout.fit import Limits
from nnviz.scene.layout.page import Page
from nnviz.scene.layout.slots import Placement, Slot
from nnviz.scene.options import ComposeOptions, Extent, Way
from nnviz.scene.primitives import CellRef, FloatArray, Role, Run
from nnviz.scene.reveal import Progress

Arrange: TypeAlias = Callable[[tuple[Slot, ...], Page, Limits], Placement]


@dataclass(frozen=True, slots=True)
class Sign:
    """An operator between two matrices, such as ⊙ or − η ·."""

    id: str
    runs: tuple[Run, ...]
    strength: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Plot:
    """A function's graph in the strip: its points, the moving point and the slope there.

    ``y_range`` is what is seen of the heights; None takes in all points and 0.
    """

    xs: FloatArray
    ys: FloatArray
    point: tuple[float, float] | None = None
    slope: float | None = None
    marks: tuple[float, ...] = ()
    caption: Message | None = None
    y_range: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Light:
    """Shown cells of a block that are framed; a ``mark`` names a frame that is no focus."""

    block: str
    rows: slice
    cols: slice
    role: Role = Role.FOCUS
    strength: float = 1.0
    mark: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Shutter:
    """Shown cells of a block that are shut, and the one that is being shut."""

    block: str
    closed: npt.NDArray[np.bool_]
    moving: tuple[int, int] | None = None
    fraction: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One moment of one step, as every view reads it.

    ``cell`` is the shown cell looked at (the one in the making, or the one the person points
    at), ``lit`` the shown rows and columns around it that the granularity lights. ``turned`` is
    how far a factor that is written transposed has turned over, 1 where there is none.
    """

    step: Step
    options: ComposeOptions
    progress: Progress
    cell: tuple[int, int] | None
    lit: tuple[slice, slice] | None
    steered: bool = False
    turned: float = 1.0

    @property
    def orientation(self) -> Orientation:
        """How matrices are written."""
        return self.options.orientation

    @property
    def extent(self) -> Extent:
        """The step's work in shown cells."""
        return self.progress.extent


@dataclass(frozen=True, slots=True)
class Turning:
    """A block on its way from how it stood to its transpose, which is how it is given.

    ``before`` is its label as it stood. ``jump`` shows it as it stood and then as it stands,
    with no motion between.
    """

    block: str
    fraction: float
    before: tuple[Run, ...]
    jump: bool = False


@dataclass(frozen=True, slots=True)
class Flight:
    """A copy of the block ``source``, or of a part of it, on its way to cells of ``target``."""

    source: str
    target: str
    rows: slice
    cols: slice
    fraction: float
    part: tuple[slice, slice] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """The picture of a moment before it has places.

    ``items`` stand in one line (or one below the other, or from ``cut`` on in a second line);
    in a Falk arrangement they are the left factor, the right factor and the product. ``ghosts``
    are where another matrix is laid over this one. ``focus`` is the stored cell told about in the
    strip; ``lines`` tell about it in place of its own arithmetic, ``said`` in place of its
    own sentence. ``subtitle`` stands under the title in place of the step's own. A product has a
    ``way``: its items are the two factors, the result and, where whole terms are added, the term.
    ``arrange`` is an arrangement of the view's own. ``shutter`` covers cells that are kept from
    going on.
    """

    items: tuple[Block | Sign, ...]
    falk: bool = False
    cut: int | None = None
    lights: tuple[Light, ...] = ()
    ghosts: tuple[Light, ...] = ()
    notes: tuple[Message, ...] = ()
    plot: Plot | None = None
    focus: CellRef | None = None
    told_row: int | None = None
    lines: tuple[tuple[Run, ...], ...] | None = None
    arrange: Arrange | None = None
    said: Message | None = None
    subtitle: Message | None = None
    way: Way | None = None
    turning: Turning | None = None
    flight: Flight | None = None
    shutter: Shutter | None = None

    @property
    def told(self) -> CellRef | None:
        """The focus as the step itself counts rows: a step of one sample has only row 0."""
        if self.focus is None or self.told_row is None:
            return self.focus
        return CellRef(self.focus.name, self.told_row, self.focus.col)

    @property
    def blocks(self) -> list[Block]:
        """The matrices in order."""
        return [item for item in self.items if isinstance(item, Block)]
