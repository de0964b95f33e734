"""What a step view returns: matrices and signs in order, what is lit and what is said."""

from dataclasses import dataclass

from nnviz.engine.message import Message
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step
from nnviz.scene.blocks import Block
from nnviz.scene.options import ComposeOptions, Extent
from nnviz.scene.primitives import CellRef, FloatArray, Role, Run
from nnviz.scene.reveal import Progress


@dataclass(frozen=True, slots=True)
class Sign:
    """An operator between two matrices, such as ⊙ or − η ·."""

    id: str
    runs: tuple[Run, ...]
    strength: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Plot:
    """A function's graph in the strip: its points, the moving point and the slope there."""

    xs: FloatArray
    ys: FloatArray
    point: tuple[float, float] | None = None
    slope: float | None = None


@dataclass(frozen=True, slots=True)
class Light:
    """Shown cells of a block that are framed."""

    block: str
    rows: slice
    cols: slice
    role: Role = Role.FOCUS
    strength: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One moment of one step, as every view reads it.

    ``cell`` is the shown cell looked at (the one in the making, or the one the person points
    at), ``lit`` the shown rows and columns around it that the granularity lights.
    """

    step: Step
    options: ComposeOptions
    progress: Progress
    cell: tuple[int, int] | None
    lit: tuple[slice, slice] | None
    steered: bool = False

    @property
    def orientation(self) -> Orientation:
        """How matrices are written."""
        return self.options.orientation

    @property
    def extent(self) -> Extent:
        """The step's work in shown cells."""
        return self.progress.extent


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """The picture of a moment before it has places.

    ``items`` stand in one line (or one below the other, or from ``cut`` on in a second line);
    in a Falk arrangement they are the left factor, the right factor and the product. ``ghosts``
    are where another matrix is laid over this one. ``focus`` is the stored cell told about in the
    strip.
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
