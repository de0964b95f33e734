"""What a step view says about one matrix, before anything has a place."""

import re
from dataclasses import dataclass, replace

import numpy as np

from nnviz.engine.message import Message
from nnviz.engine.orientation import HostArray, Orientation, displayed, to_display
from nnviz.scene.options import CellRange
from nnviz.scene.primitives import CellRef, FloatArray, MatrixBlock, Quantity, Rect, Run
from nnviz.scene.quantity import quantity
from nnviz.scene.symbols import runs
from nnviz.scene.vectors import Fold, index_at, span_of
from nnviz.scene.what_if.former import UNCHANGED, Former

_SHARED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^([PZA]|Zshift|Zmax)\d+$"), "signal"),
    (re.compile(r"^(expZ|sumexp)\d+$"), "power"),
    (re.compile(r"^d[AZ]\d+$"), "signal gradient"),
    (re.compile(r"^[DJ]\d+$"), "slope"),
)
# The deepest colours are left unused: a stage full of them would shout.
_HEADROOM = 1.4


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A matrix to be placed: its values as shown, how it is read and how far it is made.

    ``flipped``, ``stored_row``, ``strength`` and ``faint_zeros`` are those of
    :class:`~nnviz.scene.primitives.MatrixBlock`; ``revealed`` None is all of it. Blocks of one
    ``scale`` share their colour scale. ``note`` is the line under the label, else the shape.
    ``whole`` are the values that decide digits and colours where the block shows a part of them.
    ``down`` and ``unsettled`` are those of the primitive. ``longest`` are all the numbers that it
    will hold on its way: room is kept for them. ``tone`` decides the colours alone. ``own_size``
    lets its numbers be smaller than those of the other blocks. ``room`` is the label and the note
    for which room is kept. ``former`` are its values before a what-if. ``fold``,
    ``least_px`` and ``called`` are those of the primitive.
    """

    id: str
    name: str
    values: FloatArray
    flipped: bool
    quantity: Quantity
    label: tuple[Run, ...]
    scale: str
    revealed: int | None = None
    stored_row: int = 0
    strength: float = 1.0
    faint_zeros: bool = False
    note: Message | None = None
    stored_col: int = 0
    whole: FloatArray | None = None
    picture: bool = False
    down: bool = False
    unsettled: int = 0
    longest: FloatArray | None = None
    tone: FloatArray | None = None
    own_size: bool = False
    room: tuple[tuple[Run, ...], Message | None] | None = None
    former: Former = UNCHANGED
    fold: Fold = ""
    least_px: float = 0.0
    called: Message | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns as shown."""
        return self.values.shape[0], self.values.shape[1]

    def but(self, **changes: object) -> "Block":
        """Return the block with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def shown(self, cells: CellRange) -> tuple[slice, slice] | None:
        """Return the shown rows and columns of stored cells, None if none of them is here."""
        if cells.name != self.name:
            return None
        n_rows, n_cols = self.shape[::-1] if self.flipped else self.shape
        if self.picture:
            return self._pictured(cells, n_rows, n_cols)
        if self.fold:
            return self._in_lines(cells)
        rows = _within(cells.rows, self.stored_row, n_rows)
        cols = _within(cells.cols, self.stored_col, n_cols)
        if rows is None or cols is None:
            return None
        return (cols, rows) if self.flipped else (rows, cols)

    def stored(self, row: int, col: int) -> CellRef:
        """Return the stored cell at a shown place."""
        if self.fold:
            at = index_at(self.fold, (row, col), self.shape)
            row, col = (at, 0) if self.fold == "down" else (0, at)
        r, c = (col, row) if self.flipped else (row, col)
        return CellRef(self.name, self.stored_row + r, self.stored_col + c)

    @property
    def scope(self) -> FloatArray:
        """The values that decide digits and colours."""
        return self.values if self.whole is None else self.whole

    def _in_lines(self, cells: CellRange) -> tuple[slice, slice] | None:
        """Return where stored cells stand of a vector that is written in several lines."""
        standing = (self.fold == "down") != self.flipped
        rows = _within(cells.rows, self.stored_row, self.values.size if standing else 1)
        cols = _within(cells.cols, self.stored_col, 1 if standing else self.values.size)
        if rows is None or cols is None:
            return None
        return span_of(self.fold, rows if standing else cols, self.shape)

    def _pictured(self, cells: CellRange, height: int, width: int) -> tuple[slice, slice] | None:
        """Return the pixels of stored cells; a range over several lines takes them whole."""
        row = _within(cells.rows, self.stored_row, 1)
        pixels = _within(cells.cols, 0, height * width)
        if row is None or pixels is None:
            return None
        (top, left), (bottom, right) = divmod(pixels.start, width), divmod(pixels.stop - 1, width)
        if top != bottom:
            left, right = 0, width - 1
        return slice(top, bottom + 1), slice(left, right + 1)


def _within(wanted: slice, start: int, count: int) -> slice | None:
    low = max((wanted.start or 0) - start, 0)
    high = count if wanted.stop is None else min(wanted.stop - start, count)
    return slice(low, high) if low < high else None


def array_block(
    name: str, array: HostArray, orientation: Orientation, *, transposed: bool = False
) -> Block:
    """Return the block of a whole trace array, turned once more if ``transposed``."""
    values = displayed(name, array, orientation)
    flipped = to_display(name, array.ndim, 0, 1, orientation) == (1, 0)
    label = runs(name, orientation)
    if transposed:
        values, flipped = values.T, not flipped
        label = transpose_label(label)
    return Block(name, name, _floats(values), flipped, quantity(name), label, _scale(name))


def sample_block(
    name: str, vector: HostArray, orientation: Orientation, sample: int, *, column: bool
) -> Block:
    """Return the block of one sample's row of a trace array, standing or lying."""
    row = _floats(np.atleast_2d(vector))
    label = runs(name, orientation)
    return Block(
        name, name, row.T if column else row, column, quantity(name), label, _scale(name),
        stored_row=sample,
    )  # fmt: skip


def transpose_label(label: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return the label of the transposed matrix: a raised T is put behind."""
    turned = Run("T", script=1, style="text")
    if any(run.text == "/" for run in label):
        return (Run("("), *label, Run(")"), turned)
    return (*label, turned)


def _floats(values: HostArray) -> FloatArray:
    # Labels and masks may be whole numbers; a float array is passed on as it is.
    return values if values.dtype.kind == "f" else values.astype(np.float64)


def _scale(name: str) -> str:
    """Return the group of names whose colours are comparable within one step."""
    for pattern, group in _SHARED:
        if pattern.match(name):
            return group
    return name.removesuffix("_new")


def scales(blocks: list[Block]) -> dict[str, float]:
    """Return the magnitude of the deepest colour of each scale group, 1 where all is zero."""
    largest: dict[str, float] = {}
    for block in blocks:
        top = max(
            largest.get(block.scale, 0.0),
            magnitude(block.scope if block.tone is None else block.tone),
        )
        largest[block.scale] = top
    return {group: top * _HEADROOM or 1.0 for group, top in largest.items()}


def magnitude(values: FloatArray) -> float:
    """Return the largest finite magnitude among ``values``, 0 if there is none."""
    if not values.size:
        return 0.0
    top = max(float(values.max()), -float(values.min()))
    if np.isfinite(top):
        return top
    finite = values[np.isfinite(values)]
    return float(np.abs(finite).max()) if finite.size else 0.0


def matrix(
    block: Block, rect: Rect, vmax: float, decimals: int | None, font_px: float
) -> MatrixBlock:
    """Return the placed primitive of a block."""
    return MatrixBlock(
        id=block.id,
        name=block.name,
        rect=rect,
        values=block.values,
        flipped=block.flipped,
        quantity=block.quantity,
        vmax=vmax,
        decimals=decimals,
        revealed=block.values.size if block.revealed is None else block.revealed,
        strength=block.strength,
        faint_zeros=block.faint_zeros,
        font_px=font_px,
        stored_row=block.stored_row,
        stored_col=block.stored_col,
        picture=block.picture,
        down=block.down,
        unsettled=block.unsettled,
        former=block.former,
        fold=block.fold,
        least_px=block.least_px,
        called=block.called,
    )
