"""What can be on the stage: frozen data with stable ids, in logical pixels, y down.

Nothing here knows a colour, a language or a pixel format: colours are :class:`Role` names,
texts are runs whose words may be Messages, formulas are LaTeX. Every text has a box; the painter
makes the text smaller rather than let it leave the box.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from nnviz.engine.message import Message
from nnviz.scene import geometry
from nnviz.scene.gates import Gates
from nnviz.scene.geometry import STANDING, Turn
from nnviz.scene.vectors import Fold, index_at, place_of
from nnviz.scene.what_if.former import UNCHANGED, Former

FloatArray: TypeAlias = npt.NDArray[np.floating]
Rect = geometry.Rect
Align: TypeAlias = Literal["left", "center", "right"]


class Role(StrEnum):
    """What a mark means; the theme decides its colour."""

    TEXT = "text"
    MUTED = "muted"  # secondary text
    FAINT = "faint"  # what steps back for now
    SURFACE = "surface"
    CARD = "card"
    OUTLINE = "outline"
    FORWARD = "forward"
    LOSS = "loss"
    BACKWARD = "backward"
    UPDATE = "update"
    FOCUS = "focus"  # the cell being made, and the row and column that make it
    SOURCE = "source"  # hovered: where it came from
    TARGET = "target"  # hovered: where it goes
    PINNED = "pinned"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    WARNING = "warning"
    CHANGED = "changed"  # what a what-if has made another


class Quantity(StrEnum):
    """What kind of number a matrix holds; told apart by frame and tint, not by hue alone."""

    DATA = "data"
    WEIGHT = "weight"
    ACTIVATION = "activation"
    GRADIENT = "gradient"
    MASK = "mask"
    LOSS = "loss"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class CellRef:
    """A cell of a trace array by its stored row and column (a vector is one row)."""

    name: str
    row: int
    col: int


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line of text. ``script`` is 1 for a superscript, -1 for a subscript."""

    text: str | Message
    script: Literal[-1, 0, 1] = 0
    style: Literal["text", "math", "number"] = "text"
    role: Role | None = None  # None: the role of the whole line
    bold: bool = False
    lit: bool = False  # light behind it: the cell is pointed at
    # The cell that it stands for; two runs that look the same are equal.
    cell: CellRef | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class MatrixBlock:
    """A matrix as it is shown: one painted object, never an object per cell.

    ``values`` is already in display orientation; ``flipped`` says that a shown (r, c) is the
    stored (c, r). ``revealed`` counts the cells computed so far, in reading order; the rest are
    empty places, not zeros. ``stored_row`` is the stored row of the first shown cell: the sample,
    where the block shows one sample of an array; ``stored_col`` likewise. A ``picture`` shows
    the stored row ``stored_row`` line by line: pixel (r, c) is its cell r·columns + c. ``vmax``
    is the magnitude of the deepest colour.
    ``decimals`` is how many digits stand behind the point (None: numbers are not drawn, the cells
    are too small; the colours remain). ``strength`` 0..1 fades the whole block. ``faint_zeros``
    steps zeros back. ``down`` counts revealed cells column by column. The last ``unsettled`` of
    the revealed cells are sums that still grow. ``turn`` is not over while the matrix turns over
    its diagonal; ``rect`` and ``values`` are those it will have then. ``shear`` is how far each row
    stands to the right of the row before, and each column below the column before: the cells of
    a diagonal on their way into a vector; ``rect`` begins at the first cell. A ``fold`` shows a
    vector in several lines: a column in columns ("down"), or a row in rows ("along"). A number
    smaller than ``least_px`` is not written: a hall could not read it. ``called`` is what a matrix
    is called that is no array of the trace; a mark on its way has no name, none points at it.
    """

    id: str
    name: str
    rect: Rect  # the cells; the brackets stand outside it
    values: FloatArray
    flipped: bool
    quantity: Quantity
    vmax: float
    decimals: int | None
    revealed: int
    strength: float = 1.0
    faint_zeros: bool = False
    brackets: bool = True
    font_px: float = 14.0
    stored_row: int = 0
    stored_col: int = 0
    picture: bool = False
    down: bool = False
    unsettled: int = 0
    turn: Turn = STANDING
    shear: tuple[float, float] = (0.0, 0.0)
    former: Former = UNCHANGED
    fold: Fold = ""
    least_px: float = 0.0
    called: Message | None = field(default=None, compare=False)  # heard, not seen

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns as shown."""
        return self.values.shape[0], self.values.shape[1]

    def cell_rect(self, row: int, col: int) -> Rect:
        """Return the rectangle of the shown cell."""
        rows, cols = self.shape
        if self.turn.fraction < 1.0:
            return self.turn.cell((row, col), self.shape, self.rect)
        w, h = self.rect.width / cols, self.rect.height / rows
        right, below = row * self.shear[0], col * self.shear[1]
        return Rect(self.rect.x + col * w + right, self.rect.y + row * h + below, w, h)

    def is_known(self, row: int, col: int) -> bool:
        """Say whether the shown cell has been computed, or is a sum that has begun to grow."""
        return self._order(row, col) < self.revealed

    def is_settled(self, row: int, col: int) -> bool:
        """Say whether the shown cell has its final value."""
        return self._order(row, col) < self.revealed - self.unsettled

    def _order(self, row: int, col: int) -> int:
        return col * self.shape[0] + row if self.down else row * self.shape[1] + col

    def former_tints(self) -> npt.NDArray[np.int8]:
        """Return how far each settled cell is from what it was before a what-if."""
        rows, cols = self.shape
        places = np.arange(rows * cols)
        order = places.reshape(cols, rows).T if self.down else places.reshape(rows, cols)
        settled = order < self.revealed - self.unsettled
        return np.where(settled, self.former.tints(self.values), np.int8(0))

    def range_rect(self, rows: slice, cols: slice) -> Rect:
        """Return the rectangle around a block of shown cells."""
        n_rows, n_cols = self.shape
        r0, r1, _ = rows.indices(n_rows)
        c0, c1, _ = cols.indices(n_cols)
        first, last = self.cell_rect(r0, c0), self.cell_rect(max(r1 - 1, r0), max(c1 - 1, c0))
        if self.turn.fraction < 1.0:
            return first.united(last)  # on their way the last cell may be before the first
        return Rect(first.x, first.y, last.right - first.x, last.bottom - first.y)

    def cell_at(self, x: float, y: float) -> CellRef | None:
        """Return the stored cell under a point, or None outside and where nothing is yet."""
        if not self.name:
            return None
        if any(self.shear):
            return self._sheared_at(x, y)
        before = self.turn.fraction <= 0.0
        rect = self.turn.start if before else self.rect
        if not rect.contains(x, y) or 0.0 < self.turn.fraction < 1.0:
            return None
        rows, cols = self.shape[::-1] if before else self.shape
        row = min(int((y - rect.y) * rows / rect.height), rows - 1)
        col = min(int((x - rect.x) * cols / rect.width), cols - 1)
        place = (col, row) if before else (row, col)
        return self.stored(*place) if self.is_settled(*place) else None

    def _sheared_at(self, x: float, y: float) -> CellRef | None:
        """Return the cell of a sliding vector under a point: its row, or else its column, says."""
        rows, cols = self.shape
        if self.shear[0]:
            row, col = int((y - self.rect.y) * rows / self.rect.height), 0
        else:
            row, col = 0, int((x - self.rect.x) * cols / self.rect.width)
        inside = 0 <= row < rows and 0 <= col < cols and self.cell_rect(row, col).contains(x, y)
        return self.stored(row, col) if inside and self.is_settled(row, col) else None

    def stored(self, row: int, col: int) -> CellRef:
        """Return the stored cell at a shown place."""
        if self.picture:
            return CellRef(self.name, self.stored_row, row * self.shape[1] + col)
        if self.fold:
            at = index_at(self.fold, (row, col), self.shape)
            row, col = (at, 0) if self.fold == "down" else (0, at)
        r, c = (col, row) if self.flipped else (row, col)
        return CellRef(self.name, self.stored_row + r, self.stored_col + c)

    def place(self, cell: CellRef) -> tuple[int, int] | None:
        """Return where a stored cell of this array is shown, None if it is not."""
        r, c = cell.row - self.stored_row, cell.col - self.stored_col
        if self.picture:
            row, col = divmod(c, self.shape[1]) if r == 0 else (-1, 0)
        else:
            row, col = (c, r) if self.flipped else (r, c)
        if self.fold and not self.picture:
            at, beside = (row, col) if self.fold == "down" else (col, row)
            known = beside == 0 and 0 <= at < self.values.size
            row, col = place_of(self.fold, at, self.shape) if known else (-1, 0)
        inside = 0 <= row < self.shape[0] and 0 <= col < self.shape[1]
        return (row, col) if inside and cell.name == self.name else None


@dataclass(frozen=True, slots=True)
class Highlight:
    """A frame around cells, or a band of light from one matrix to another."""

    id: str
    rect: Rect
    role: Role
    style: Literal["frame", "band"] = "frame"
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text in a box."""

    id: str
    box: Rect
    runs: tuple[Run, ...]
    size_px: float
    role: Role = Role.TEXT
    align: Align = "left"
    bold: bool = False
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Formula:
    """A typeset formula in a box; LaTeX without dollar signs, letters only (numbers move)."""

    id: str
    box: Rect
    latex: str
    size_px: float
    role: Role = Role.TEXT
    align: Align = "right"


@dataclass(frozen=True, slots=True)
class Card:
    """A rounded surface on which other things stand."""

    id: str
    rect: Rect
    role: Role = Role.CARD


@dataclass(frozen=True, slots=True)
class Arrow:
    """A straight arrow."""

    id: str
    start: tuple[float, float]
    end: tuple[float, float]
    role: Role
    width_px: float = 2.0
    strength: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A function's graph in a box with its axes, a moving point and, in backward, a tangent."""

    id: str
    rect: Rect
    xs: FloatArray
    ys: FloatArray
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    role: Role
    point: tuple[float, float] | None = None
    tangent_slope: float | None = None
    marks: tuple[float, ...] = ()  # where else on the x axis there are points


@dataclass(frozen=True, slots=True)
class Node:
    """A unit on the network map; ``text`` is its value or its number."""

    id: str
    x: float
    y: float
    radius: float
    value: float | None  # None: not computed yet
    vmax: float
    text: str
    lit: bool = False
    cell: CellRef | None = None
    role: Role = Role.FOCUS


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """All drawn connections between two layers, as one object.

    ``segments`` (n, 4) x0 y0 x1 y1; ``values`` (n,) the weights (or gradients), sign gives the
    colour and magnitude over ``vmax`` the width; ``lit`` (n,) bool, the active ones. Where
    ``role`` is not that of text they are lines of light of that role. ``name`` is the array of
    weights, ``cells`` (n, 2) the stored cell of each connection.
    """

    id: str
    segments: FloatArray
    values: FloatArray
    vmax: float
    lit: npt.NDArray[np.bool_]
    role: Role = Role.TEXT
    name: str = ""
    cells: npt.NDArray[np.intp] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class SampleTabs:
    """A board of tabs for ``count`` samples from ``first`` on, line by line; one is ``chosen``.

    ``rect`` holds whole lines of ``columns`` tabs; the last line may be short. ``pictures``
    (count, height, width) are shown in place of numbers, ``vmax`` is the magnitude of their
    deepest colour. ``wrong`` are the samples that the network takes for something else.
    """

    id: str
    rect: Rect
    columns: int
    first: int
    count: int
    chosen: int
    wrong: tuple[int, ...] = ()
    pictures: FloatArray | None = None
    vmax: float = 1.0

    def tab(self, sample: int) -> Rect:
        """Return the rectangle of a sample's tab."""
        wide, tall = self.rect.width / self.columns, self.rect.height / self._lines
        line, place = divmod(sample - self.first, self.columns)
        return Rect(self.rect.x + place * wide, self.rect.y + line * tall, wide, tall)

    def sample_at(self, x: float, y: float) -> int | None:
        """Return the sample whose tab is under a point."""
        if not self.rect.contains(x, y):
            return None
        place = int((x - self.rect.x) * self.columns / self.rect.width)
        line = int((y - self.rect.y) * self._lines / self.rect.height)
        found = line * self.columns + place
        return self.first + found if found < self.count else None

    @property
    def _lines(self) -> int:
        return -(-self.count // self.columns)


@dataclass(frozen=True, slots=True)
class Delta:
    """▲ or ▼ about a point: a value has grown or sunk, the more the larger ``depth`` (1 to 6).

    ``depth`` is below zero where it has sunk. ``text`` is the old value, struck through.
    """

    id: str
    x: float
    y: float
    size_px: float
    depth: int
    text: str = ""


Primitive: TypeAlias = (
    "MatrixBlock | Highlight | Label | Formula | Card | Arrow | Curve | Node | Edges | SampleTabs"
    " | Delta | Gates"
)
