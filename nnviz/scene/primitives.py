"""What can be on the stage: frozen data with stable ids, in logical pixels, y down.

Nothing here knows a colour, a language or a pixel format: colours are :class:`Role` names,
texts are runs whose words may be Messages, formulas are LaTeX. Every text has a box; the painter
makes the text smaller rather than let it leave the box.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from nnviz.engine.message import Message

FloatArray: TypeAlias = npt.NDArray[np.floating]
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
class Rect:
    """A rectangle in logical pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.height

    def contains(self, x: float, y: float) -> bool:
        """Say whether the point lies inside."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def inset(self, margin: float) -> "Rect":
        """Return the rectangle smaller by ``margin`` on every side (larger if negative)."""
        return Rect(
            self.x + margin, self.y + margin, self.width - 2 * margin, self.height - 2 * margin
        )


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


@dataclass(frozen=True, slots=True, eq=False)
class MatrixBlock:
    """A matrix as it is shown: one painted object, never an object per cell.

    ``values`` is already in display orientation; ``flipped`` says that a shown (r, c) is the
    stored (c, r). ``revealed`` counts the cells computed so far, in reading order; the rest are
    empty places, not zeros. ``stored_row`` is the stored row of the first shown cell: the sample,
    where the block shows one sample of an array. ``vmax`` is the magnitude of the deepest colour.
    ``decimals`` is how many digits stand behind the point (None: numbers are not drawn, the cells
    are too small; the colours remain). ``strength`` 0..1 fades the whole block. ``faint_zeros``
    steps zeros back.
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

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns as shown."""
        return self.values.shape[0], self.values.shape[1]

    def cell_rect(self, row: int, col: int) -> Rect:
        """Return the rectangle of the shown cell."""
        rows, cols = self.shape
        w, h = self.rect.width / cols, self.rect.height / rows
        return Rect(self.rect.x + col * w, self.rect.y + row * h, w, h)

    def range_rect(self, rows: slice, cols: slice) -> Rect:
        """Return the rectangle around a block of shown cells."""
        n_rows, n_cols = self.shape
        r0, r1, _ = rows.indices(n_rows)
        c0, c1, _ = cols.indices(n_cols)
        first, last = self.cell_rect(r0, c0), self.cell_rect(max(r1 - 1, r0), max(c1 - 1, c0))
        return Rect(first.x, first.y, last.right - first.x, last.bottom - first.y)

    def cell_at(self, x: float, y: float) -> CellRef | None:
        """Return the stored cell under a point, or None outside and where nothing is yet."""
        if not self.rect.contains(x, y):
            return None
        rows, cols = self.shape
        row = min(int((y - self.rect.y) * rows / self.rect.height), rows - 1)
        col = min(int((x - self.rect.x) * cols / self.rect.width), cols - 1)
        if row * cols + col >= self.revealed:
            return None
        stored = (col, row) if self.flipped else (row, col)
        return CellRef(self.name, self.stored_row + stored[0], stored[1])


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
    colour and magnitude over ``vmax`` the width; ``lit`` (n,) bool, the active ones.
    """

    id: str
    segments: FloatArray
    values: FloatArray
    vmax: float
    lit: npt.NDArray[np.bool_]


Primitive: TypeAlias = (
    "MatrixBlock | Highlight | Label | Formula | Card | Arrow | Curve | Node | Edges"
)
