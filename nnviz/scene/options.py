"""What a scene depends on besides the step and the moment: frozen and hashable."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from nnviz.engine.orientation import Orientation
from nnviz.scene.primitives import CellRef

Granularity: TypeAlias = Literal["cell", "row", "matrix", "layer"]


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
    from and where it goes. ``projector`` asks for larger words.
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

    @property
    def attention(self) -> CellRef | None:
        """The cell the person points at: the hovered one, else the pinned one."""
        return self.hovered or self.pinned


@dataclass(frozen=True, slots=True)
class Extent:
    """How many shown cells a step makes, in display orientation; they are its work."""

    rows: int
    cols: int

    @property
    def cells(self) -> int:
        """The number of cells."""
        return self.rows * self.cols
