"""Draws a matrix: its brackets, and its cells from a kept picture, anew only where they changed."""

from collections import OrderedDict
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.scene.primitives import MatrixBlock, Rect
from nnviz.scene.what_if.former import UNCHANGED
from nnviz.views.look.theme import Theme
from nnviz.views.painting.brackets import draw_brackets
from nnviz.views.painting.cells import (
    ROUNDED_PX,
    Cell,
    CellPainter,
    Numbers,
    cell_pixels,
    numbers_of,
)
from nnviz.views.painting.device import blit, device_scale
from nnviz.views.painting.former import FormerPainter
from nnviz.views.painting.shear import draw_sheared
from nnviz.views.painting.turning import draw_turning

_KEPT_BYTES = 160 * 2**20
_LARGEST_PX = 6_000_000  # a larger picture is not kept; only its visible cells are drawn


@dataclass(slots=True)
class _Kept:
    """The picture of one matrix and what it shows."""

    look: tuple[object, ...]
    image: QImage
    source: npt.NDArray[np.floating]
    values: npt.NDArray[np.floating] = field(repr=False)
    reached: tuple[int, int, bool] = (0, 0, False)


class MatrixPainter:
    """Draws matrices of one theme and keeps their pictures, the least recently used go first."""

    def __init__(self, theme: Theme, digits: int = 3) -> None:
        self._theme = theme
        self._cells = CellPainter(theme)
        self._former = FormerPainter(theme)
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self.digits = digits

    def paint(self, painter: QPainter, block: MatrixBlock, visible: Rect | None) -> None:
        """Draw a matrix; ``visible`` is what can be seen of the scene, in its pixels."""
        scale = device_scale(painter)
        if any(block.shear):
            draw_sheared(painter, block, self._cells, self._theme, self.digits, scale=scale)
            return
        if block.turn.fraction < 1.0:
            draw_turning(painter, block, self._cells, self._theme, self.digits, scale=scale)
            return
        painter.setOpacity(block.strength)
        pixels = block.rect.width * block.rect.height * scale * scale
        if pixels > _LARGEST_PX:
            self._direct(painter, block, scale, visible)
        else:
            picture = self._picture(block, scale)
            blit(painter, QPointF(block.rect.x, block.rect.y), picture)
        draw_brackets(painter, block, self._theme)
        painter.setOpacity(1.0)

    def paint_vector(self, painter: QPainter, block: MatrixBlock) -> None:
        """Draw a matrix as shapes and text."""
        if any(block.shear):
            draw_sheared(
                painter, block, self._cells, self._theme, self.digits, scale=1.0, vector=True
            )
            return
        if block.turn.fraction < 1.0:
            draw_turning(
                painter, block, self._cells, self._theme, self.digits, scale=1.0, vector=True
            )
            return
        painter.setOpacity(block.strength)
        painter.save()
        painter.translate(block.rect.x, block.rect.y)
        how = numbers_of(block, 1.0, self.digits)
        if _one_by_one(block, 1.0, how):
            shown = self._cells.rounded(painter, block, _all(block), 1.0)
            self._numbers(painter, block, shown, how, as_text=True)
        else:
            self._heat(painter, block, 1.0)
        painter.restore()
        draw_brackets(painter, block, self._theme)
        painter.setOpacity(1.0)

    def _picture(self, block: MatrixBlock, scale: float) -> QImage:
        how = numbers_of(block, scale, self.digits)
        look = (
            block.shape, round(block.rect.width * scale), round(block.rect.height * scale), how,
            block.quantity, block.vmax, block.faint_zeros, _past(block),
        )  # fmt: skip
        kept = self._kept.get(block.id)
        if kept is None or kept.look != look:
            kept = self._kept[block.id] = _fresh(block, look, scale)
            self._draw(kept, block, scale, how, None)
        elif kept.source is not block.values or kept.reached != _reached(block):
            self._draw(kept, block, scale, how, self._to_draw(kept, block, scale, how))
        kept.source, kept.reached = block.values, _reached(block)
        self._kept.move_to_end(block.id)
        self._forget_old()
        return kept.image

    def _to_draw(
        self, kept: _Kept, block: MatrixBlock, scale: float, how: Numbers
    ) -> list[Cell] | None:
        """Return the cells to be drawn anew, None for all of them.

        A heat map is drawn whole, and so is a matrix of which the larger part is another now.
        """
        different = _different(kept, block)
        few = 2 * np.count_nonzero(different) <= different.size
        if few and _one_by_one(block, scale, how):
            return [(int(row), int(col)) for row, col in np.argwhere(different)]
        return None if different.any() else []

    def _draw(
        self, kept: _Kept, block: MatrixBlock, scale: float, how: Numbers, cells: list[Cell] | None
    ) -> None:
        """Draw some cells, or all for None, into the kept picture."""
        kept.values = np.array(block.values)
        if cells is not None and not cells:
            return
        kept.image.setDevicePixelRatio(1.0)
        painter = QPainter(kept.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        if _one_by_one(block, scale, how):
            if cells is None:
                kept.image.fill(0)
            else:
                _erase(painter, block, cells, scale)
            shown = self._cells.rounded(painter, block, cells or _all(block), scale, kept=True)
            self._numbers(painter, block, shown, how)
        else:
            kept.image.fill(0)
            self._heat(painter, block, scale)
        painter.end()

    def _direct(
        self, painter: QPainter, block: MatrixBlock, scale: float, visible: Rect | None
    ) -> None:
        how = numbers_of(block, scale, self.digits)
        painter.save()
        painter.translate(block.rect.x, block.rect.y)
        if _one_by_one(block, scale, how):
            shown = self._cells.rounded(painter, block, _seen(block, visible), scale)
            self._numbers(painter, block, shown, how)
        else:
            self._heat(painter, block, scale)
        painter.restore()

    def _numbers(
        self, painter: QPainter, block: MatrixBlock, cells: list[Cell], how: Numbers, *,
        as_text: bool = False,
    ) -> None:  # fmt: skip
        """Write numbers; where one has changed, the old one beneath it."""
        if block.former is not UNCHANGED:
            cells = self._former.draw(painter, block, cells, how, as_text=as_text)
        write = self._cells.numbers_as_text if as_text else self._cells.numbers
        write(painter, block, cells, how)

    def _heat(self, painter: QPainter, block: MatrixBlock, scale: float) -> None:
        """Draw a heat map; what has changed is tinted."""
        self._cells.heat(painter, block, scale)
        if block.former is not UNCHANGED:
            self._former.veil(painter, block)

    def _forget_old(self) -> None:
        size = sum(kept.image.sizeInBytes() for kept in self._kept.values())
        while size > _KEPT_BYTES and len(self._kept) > 1:
            size -= self._kept.popitem(last=False)[1].image.sizeInBytes()


def _fresh(block: MatrixBlock, look: tuple[object, ...], scale: float) -> _Kept:
    width, height = (round(side * scale) for side in (block.rect.width, block.rect.height))
    # One pixel more: the last outline's middle lies on the edge.
    image = QImage(max(1, width) + 1, max(1, height) + 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    return _Kept(look, image, block.values, block.values)


def _past(block: MatrixBlock) -> tuple[bytes, bytes] | None:
    """Return what the marks of changed cells depend on."""
    if block.former is UNCHANGED:
        return None
    tints = block.former_tints()
    return tints.tobytes(), np.where(tints, block.former.values, 0.0).tobytes()


def _one_by_one(block: MatrixBlock, scale: float, how: Numbers) -> bool:
    cell = block.cell_rect(0, 0)
    return how.decimals is not None or min(cell.width, cell.height) * scale >= ROUNDED_PX


def _all(block: MatrixBlock) -> list[Cell]:
    rows, cols = block.shape
    return [(row, col) for row in range(rows) for col in range(cols)]


def _seen(block: MatrixBlock, visible: Rect | None) -> list[Cell]:
    if visible is None:
        return _all(block)
    rows, cols = block.shape
    w, h = block.rect.width / cols, block.rect.height / rows
    first_col = max(0, int((visible.x - block.rect.x) / w))
    first_row = max(0, int((visible.y - block.rect.y) / h))
    last_col = min(cols, int((visible.right - block.rect.x) / w) + 1)
    last_row = min(rows, int((visible.bottom - block.rect.y) / h) + 1)
    return [(r, c) for r in range(first_row, last_row) for c in range(first_col, last_col)]


def _different(kept: _Kept, block: MatrixBlock) -> npt.NDArray[np.bool_]:
    """Mark the cells that no longer look as they are kept."""
    if kept.source is block.values:
        different = np.zeros(block.shape, bool)
    else:
        # Not-a-numbers are equal here: they look the same.
        old, new = kept.values, block.values
        # In reading order: a transposed array would be reshaped into a copy below.
        different = np.ascontiguousarray((old != new) & ~(np.isnan(old) & np.isnan(new)))
    now, before = _reached(block), kept.reached
    if now[2] or before[2]:
        return np.ones(block.shape, bool)  # counted down the columns: seldom, and never large
    marks = {before[0], before[1], now[0], now[1]}
    first, last = min(marks), max(before[0], now[0])
    # A cell that is empty before and after looks the same whatever its value.
    different.reshape(-1)[last:] = False
    if before[:2] != now[:2]:
        different.reshape(-1)[first:last] = True
    return different


def _reached(block: MatrixBlock) -> tuple[int, int, bool]:
    """Return how many cells there are, how many of them for good, and in which order they come."""
    return block.revealed, block.revealed - block.unsettled, block.down


def _erase(painter: QPainter, block: MatrixBlock, cells: list[Cell], scale: float) -> None:
    """Make cells, or everything for none, transparent; to the device pixel."""
    painter.save()
    painter.resetTransform()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    whole = [QRect(0, 0, 1 << 15, 1 << 15)]
    for rect in [cell_pixels(block, *cell, scale) for cell in cells] or whole:
        painter.fillRect(rect, QColor(0, 0, 0, 0))
    painter.restore()
