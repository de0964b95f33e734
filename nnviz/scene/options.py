"""What a scene depends on besides the step and the moment: frozen and hashable."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from nnviz.engine.loss_change import LossChange
from nnviz.engine.orientation import Orientation
from nnviz.engine.symptom import Symptom
from nnviz.engine.trace import Trace
from nnviz.engine.writing import PLAIN, Notation
from nnviz.scene.comparing.other import Other
from nnviz.scene.primitives import CellRef
from nnviz.scene.samples.batch import Batch

Granularity: TypeAlias = Literal["cell", "row", "matrix", "layer"]
# How a matrix product is seen; "usual" takes the way that suits the op best.
Way: TypeAlias = Literal["falk", "inline", "rows", "columns", "outer"]
ProductView: TypeAlias = Literal["usual", "falk", "inline", "rows", "columns", "outer"]


class CellRange(NamedTuple):
    """A block of stored cells of one trace array (a vector is one row)."""

    name: str
    rows: slice
    cols: slice

    def __hash__(self) -> int:
        # Slices can be hashed only from Python 3.12 on.
        rows, cols = self.rows, self.cols
        return hash((self.name, rows.start, rows.stop, cols.start, cols.stop))

    @classmethod
    def of(cls, cell: CellRef) -> "CellRange":
        """Return the range that holds this one cell."""
        return cls(cell.name, slice(cell.row, cell.row + 1), slice(cell.col, cell.col + 1))


@dataclass(frozen=True, slots=True)
class ComposeOptions:
    """How and for whom a step is shown.

    ``width`` and ``height`` are the stage in logical pixels. ``digits`` are significant digits.
    ``sample`` is the sample that per-sample steps show. ``hovered`` and ``pinned`` are stored
    cells; ``source_cells`` and ``target_cells`` are where the hovered (else the pinned) cell came
    from and where it goes. ``projector`` asks for larger words. ``one_sample`` shows ``sample``
    alone instead of the whole batch; ``batch`` is what is known about the samples (pictures,
    classes), None if nothing is to be said about them. ``product_view`` is the way in which matrix
    products are seen. ``before`` is the iteration as it was before a what-if, if there is one.
    ``reduced_motion`` asks that nothing flies or turns; sums still grow.
    ``loss_change`` is what the update does to the loss, None where it is not asked for.
    ``symptoms`` are those that signs are shown for. ``other`` is the same iteration of another
    run, with which this one is compared. ``presented`` is the height in pixels of the screen that
    a hall looks at, 0 where nobody presents: then the last row can read every number. ``notation``
    is that in which all will be drawn: room is kept for it, but the scene has the program's own
    letters.
    """

    width: float
    height: float
    orientation: Orientation = "textbook"
    granularity: Granularity = "cell"
    digits: int = 3
    sample: int = 0
    hovered: CellRef | None = None
    pinned: CellRef | None = None
    source_cells: tuple[CellRange, ...] = ()
    target_cells: tuple[CellRange, ...] = ()
    projector: bool = False
    before: Trace | None = None
    one_sample: bool = False
    batch: Batch | None = None
    product_view: ProductView = "usual"
    reduced_motion: bool = False
    loss_change: LossChange | None = None
    symptoms: tuple[Symptom, ...] = field(default=(), hash=False)
    other: Other | None = None
    presented: float = 0.0
    notation: Notation = PLAIN

    @property
    def attention(self) -> CellRef | None:
        """The cell the person points at: the hovered one, else the pinned one."""
        return self.hovered or self.pinned


@dataclass(frozen=True, slots=True)
class Extent:
    """How many shown cells a step makes, in display orientation; they are its work.

    ``lead`` is the share of the step in which a matrix turns over, before the first cell.
    ``terms`` says that a row is a whole matrix, one of those that add up to the result.
    """

    rows: int
    cols: int
    lead: float = 0.0
    terms: bool = False

    @property
    def cells(self) -> int:
        """The number of cells."""
        return self.rows * self.cols
