"""Draws a matrix: its brackets, and its cells from kept pictures, anew only where they changed."""

from collections import OrderedDict
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from nnviz.engine.writing import Notation
from nnviz.scene.primitives import MatrixBlock, Rect
from nnviz.scene.what_if.former import UNCHANGED
from nnviz.views.look.theme import Theme
from nnviz.views.painting.brackets import REACH, draw_brackets
from nnviz.views.painting.cells import ROUNDED_PX, CellPainter, Numbers, numbers_of
from nnviz.views.painting.device import blit, corner_of, device_scale
from nnviz.views.painting.former import FormerPainter
from nnviz.views.painting.grid import Cell, Part, edges_of
from nnviz.views.painting.shear import draw_sheared
from nnviz.views.painting.tiles import (
    Budget,
    Tile,
    TilePainter,
    parts_of,
    reached_of,
    seen_part,
)
from nnviz.views.painting.turning import draw_turning

_KEPT_BYTES = 96 * 2**20  # by each painter: three times all matrices of a 4K stage
_LARGEST_PX = 6_000_000  # a larger heat map is not kept; what is seen of it is drawn
_HUGE_CELL_PX = 300.0  # of such cells only a few are in view
_MOSTLY = 0.6  # of a heat map must be in view, or it is not kept


@dataclass(slots=True)
class _Kept:
    """The pictures of one matrix as it looks now: a heat map, or tiles by their first cell."""

    look: tuple[object, ...]
    heat: QImage | None = None
    source: npt.NDArray[np.floating] | None = None  # what the heat map shows
    reached: tuple[int, int, bool] = (-1, -1, False)
    tiles: OrderedDict[Cell, Tile] = field(default_factory=OrderedDict)

    @property
    def n_bytes(self) -> int:
        """The size of the pictures."""
        own = 0 if self.heat is None else self.heat.sizeInBytes()
        return own + sum(tile.image.sizeInBytes() for tile in self.tiles.values())


class MatrixPainter:
    """Draws matrices of one theme and keeps their pictures, the least recently used go first.

    ``budget`` says how many cells may be drawn anew in a frame; what is left over is shown as a
    heat map, and the budget is ``short`` then.
    """

    def __init__(self, theme: Theme, digits: int = 3) -> None:
        self._theme = theme
        self._cells = CellPainter(theme)
        self._former = FormerPainter(theme)
        self._tiles = TilePainter(self._cells, self._former)
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self.digits = digits
        self.budget = Budget()

    def set_notation(self, notation: Notation) -> None:
        """Write numbers in another way from now on; no picture of them can be kept."""
        if notation != self._cells.notation:
            self._cells.notation = self._former.notation = notation
            self._kept.clear()

    def paint(self, painter: QPainter, block: MatrixBlock, visible: Rect | None) -> None:
        """Draw a matrix; ``visible`` is what can be seen of the scene, in its pixels."""
        scale = device_scale(painter)
        if any(block.shear):
            draw_sheared(painter, block, self._cells, self._theme, self.digits, scale=scale)
            return
        if block.turn.fraction < 1.0:
            draw_turning(painter, block, self._cells, self._theme, self.digits, scale=scale)
            return
        if visible is not None and not block.rect.inset(-REACH).overlaps(visible):
            return
        painter.setOpacity(block.strength)
        part = seen_part(block, visible)
        if part is not None:
            self._paint_cells(painter, block, scale, part)
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

    def _paint_cells(self, painter: QPainter, block: MatrixBlock, scale: float, seen: Part) -> None:
        how = numbers_of(block, scale, self.digits)
        cell = block.cell_rect(0, 0)
        if not _one_by_one(block, scale, how) or self._is_stronger_without(how):
            self._paint_heat(painter, block, scale, seen)
        elif max(cell.width, cell.height) * scale > _HUGE_CELL_PX:
            painter.save()
            _to_corner(painter, block, scale)
            shown = self._cells.rounded(painter, block, _cells_of(seen), scale)
            self._numbers(painter, block, shown, how)
            painter.restore()
        else:
            self._paint_tiles(painter, block, scale, how, seen)

    def _is_stronger_without(self, numbers: Numbers) -> bool:
        """Say whether cells have stronger colours because no number has to be read in them."""
        return numbers.decimals is None and self._theme.heat is not self._theme.cells

    def _paint_tiles(
        self, painter: QPainter, block: MatrixBlock, scale: float, how: Numbers, seen: Part
    ) -> None:
        kept = self._sheet(block, _look(block, scale, how))
        ratio = painter.device().devicePixelRatioF()
        corner = corner_of(painter, QPointF(block.rect.x, block.rect.y))
        edges = edges_of(block, scale)
        late: list[Part] = []
        painter.save()
        painter.resetTransform()
        for part in parts_of(block, scale, seen):
            place = part.rows.start, part.cols.start
            tile = self._tiles.tile(
                kept.tiles.pop(place, None), block, part, scale, how, self.budget
            )
            if tile is None:
                late.append(part)
                continue
            kept.tiles[place] = tile
            tile.image.setDevicePixelRatio(ratio)
            x, y = corner.x() + edges.lefts[place[1]], corner.y() + edges.tops[place[0]]
            painter.drawImage(QPointF(x, y) / ratio, tile.image)
        painter.restore()
        for part in late:
            self._later(painter, block, part, scale)
        self._forget_old()

    def _later(self, painter: QPainter, block: MatrixBlock, part: Part, scale: float) -> None:
        """Show the colours of cells that there is no time to draw."""
        painter.save()
        _to_corner(painter, block, scale)
        self._cells.heat(painter, block, scale, part, passing=True)
        painter.restore()

    def _paint_heat(self, painter: QPainter, block: MatrixBlock, scale: float, seen: Part) -> None:
        pixels = block.rect.width * block.rect.height * scale * scale
        if pixels <= _LARGEST_PX and seen.cells >= _MOSTLY * block.values.size:
            blit(painter, QPointF(block.rect.x, block.rect.y), self._heat_picture(block, scale))
            return
        painter.save()
        _to_corner(painter, block, scale)
        self._cells.heat(painter, block, scale, seen)
        if block.former is not UNCHANGED:
            self._former.veil(painter, block)
        painter.restore()

    def _heat_picture(self, block: MatrixBlock, scale: float) -> QImage:
        kept = self._sheet(block, _look(block, scale, None))
        made, reached = kept.heat, reached_of(block)
        if made is None:
            wide, tall = (round(s * scale) + 1 for s in (block.rect.width, block.rect.height))
            made = kept.heat = QImage(wide, tall, QImage.Format.Format_ARGB32_Premultiplied)
            kept.source = None
        if kept.source is not block.values or kept.reached != reached:
            self._draw_heat(made, block, scale)
            kept.source, kept.reached = block.values, reached
        self._forget_old()
        return made

    def _draw_heat(self, image: QImage, block: MatrixBlock, scale: float) -> None:
        image.setDevicePixelRatio(1.0)
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        self._heat(painter, block, scale)
        painter.end()

    def _sheet(self, block: MatrixBlock, look: tuple[object, ...]) -> _Kept:
        """Return what is kept of a matrix, nothing if it looks different now."""
        kept = self._kept.get(block.id)
        if kept is None or kept.look != look:
            kept = self._kept[block.id] = _Kept(look)
        self._kept.move_to_end(block.id)
        return kept

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
        """Let the pictures go that were not used for the longest time."""
        size = sum(kept.n_bytes for kept in self._kept.values())
        while size > _KEPT_BYTES and len(self._kept) > 1:
            size -= self._kept.popitem(last=False)[1].n_bytes
        last = next(reversed(self._kept.values()))
        while size > _KEPT_BYTES and len(last.tiles) > 1:
            size -= last.tiles.popitem(last=False)[1].image.sizeInBytes()


def _to_corner(painter: QPainter, block: MatrixBlock, scale: float) -> None:
    """Put the painter's origin on the device pixel that a kept picture would begin at."""
    ratio = painter.device().devicePixelRatioF()
    corner = QPointF(corner_of(painter, QPointF(block.rect.x, block.rect.y))) / ratio
    painter.resetTransform()
    painter.translate(corner)
    painter.scale(scale / ratio, scale / ratio)


def _look(block: MatrixBlock, scale: float, how: Numbers | None) -> tuple[object, ...]:
    """Return what all cells of a matrix depend on."""
    return (
        block.shape, round(block.rect.width * scale), round(block.rect.height * scale), how,
        block.quantity, block.vmax, block.faint_zeros, _past(block),
    )  # fmt: skip


def _past(block: MatrixBlock) -> tuple[object, ...] | None:
    """Return what the marks of changed cells depend on."""
    if block.former is UNCHANGED:
        return None
    tints = block.former_tints()
    former = block.former
    if former.quiet:
        return former.quiet, tints.tobytes()
    values = np.where(tints, former.values, 0.0)
    return former.struck, tints.tobytes(), values.tobytes()


def _one_by_one(block: MatrixBlock, scale: float, how: Numbers) -> bool:
    cell = block.cell_rect(0, 0)
    return how.decimals is not None or min(cell.width, cell.height) * scale >= ROUNDED_PX


def _all(block: MatrixBlock) -> list[Cell]:
    rows, cols = block.shape
    return [(row, col) for row in range(rows) for col in range(cols)]


def _cells_of(part: Part) -> list[Cell]:
    rows, cols = part.rows, part.cols
    return [(r, c) for r in range(rows.start, rows.stop) for c in range(cols.start, cols.stop)]
