"""How the cells of a matrix are drawn: rounded grounds with numbers, or a heat map."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QGlyphRun,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QRawFont,
)

from nnviz.scene.numbers import decimals_for, format_value
from nnviz.scene.primitives import MatrixBlock, Quantity, Rect, Role
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme, best_ink
from nnviz.views.painting.heat import heat_map

ROUNDED_PX = 20.0  # cells at least this large (in device pixels) are drawn one by one
GAPS_PX = 5.0  # smaller heat-map cells have no room for a gap
LENS_PX = 9.0  # a zoomed-in heat map shows numbers once they would be this tall
_MARGIN = 3.0  # between a number and the edge of its cell
_DIGIT = 0.6  # advance of every character of the number face, in sizes
_DIGIT_HEIGHT = 0.73

# Corner radius as a part of the smaller side, so that kinds differ without their colours.
_ROUNDING = {
    Quantity.DATA: 0.10,
    Quantity.WEIGHT: 0.04,
    Quantity.ACTIVATION: 0.24,
    Quantity.MASK: 0.50,
    Quantity.LOSS: 0.10,
    Quantity.STATE: 0.04,
}
_CUT = 0.20  # gradients: two corners cut off

Cell: TypeAlias = tuple[int, int]
Look: TypeAlias = tuple[int | None, bool]  # the shade of a ground, and whether its edge is whole
Text: TypeAlias = tuple[str, str, float, float]  # ink, digits, left end of the baseline


@dataclass(frozen=True, slots=True)
class Numbers:
    """How the numbers of one matrix are written; None as ``decimals`` draws no number."""

    decimals: int | None
    font_px: float


def numbers_of(block: MatrixBlock, scale: float, digits: int) -> Numbers:
    """Say how a matrix writes its numbers at ``scale`` device pixels a logical pixel.

    A heat map under a strong zoom (a lens) shows its numbers too.
    """
    cell = block.cell_rect(0, 0)
    if block.decimals is not None:
        return Numbers(block.decimals, _fitting(block, block.decimals, block.font_px))
    # A picture is to be looked at: its numbers come only when it is magnified a good deal.
    least = (5 if block.picture else 2) * LENS_PX
    if min(cell.width, cell.height) * scale < least:
        return Numbers(None, 0.0)
    decimals = decimals_for(block.values, digits)
    size = _fitting(block, decimals, cell.height * 0.5)
    return Numbers(decimals if size * scale >= LENS_PX else None, size)


def _fitting(block: MatrixBlock, decimals: int, wanted: float) -> float:
    """Return the size at which the longest number of the matrix stays inside its cell."""
    cell = block.cell_rect(0, 0)
    longest = max((len(format_value(v, decimals)) for v in _extremes(block.values)), default=1)
    margin = min(_MARGIN, cell.width * 0.08)
    return float(min(wanted, (cell.width - 2 * margin) / (longest * _DIGIT), cell.height * 0.8))


def _extremes(values: npt.NDArray[np.floating]) -> list[float]:
    """Return the values that can have the longest digits: the ends, and a not-a-number."""
    finite = values[np.isfinite(values)]
    ends = [float(finite.min()), float(finite.max())] if finite.size else []
    # In scientific form the smallest magnitude has the longest exponent.
    small = np.abs(finite[finite != 0])
    ends += [-float(small.min())] if small.size and (finite < 0).any() else []
    return ends + [float("nan")] * (finite.size != values.size)


class CellPainter:
    """Draws cells of one theme; the painter's origin is the matrix's upper left corner."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._brushes = [QBrush(QColor(name)) for name in theme.cells.names]
        text, inverse = theme.roles[Role.TEXT], theme.roles[Role.SURFACE]
        self._inks = [best_ink(name, text, inverse) for name in theme.cells.names]
        self._outline = QPen(theme.color(Role.OUTLINE), 1.0)
        self._empty = QPen(theme.blend(Role.FAINT, 0.45), 1.0, Qt.PenStyle.CustomDashLine)
        self._empty.setDashPattern([3.0, 3.0])
        self._faint = theme.roles[Role.FAINT]
        self._no_fill = QBrush(Qt.BrushStyle.NoBrush)

    def rounded(
        self,
        painter: QPainter,
        block: MatrixBlock,
        cells: Iterable[Cell],
        scale: float,
        kept: bool = False,
    ) -> list[Cell]:
        """Draw the grounds of some cells and return those that have a value.

        In a ``kept`` picture cells are stamped, which is ten times as fast as drawing each, and a
        cell stays inside its own pixels: Qt's round corners reach over the edge by a trace, which
        would grow every time the cell is drawn anew.
        """
        cell = block.cell_rect(0, 0)
        gap = _gap(cell, scale)
        shape = _shape(block.quantity, cell.width - gap, cell.height - gap)
        index = self._theme.cells.indices(block.values, block.vmax)
        shown: list[Cell] = []
        stamps: dict[Look, QImage] = {}
        self._outline.setWidthF(_outline_px(scale) / scale)
        self._empty.setWidthF(_outline_px(scale) / scale)
        painter.save()
        origin = painter.worldTransform()
        if kept:
            painter.resetTransform()
        for row, col in cells:
            known = block.is_known(row, col)
            filled = known and not (block.faint_zeros and block.values[row, col] == 0)
            settled = not block.unsettled or block.is_settled(row, col)
            look = (int(index[row, col]) if filled else None, known and settled)
            if kept:
                stamp = stamps.get(look)
                if stamp is None:
                    stamp = stamps[look] = self._stamp(look, shape, cell, scale)
                box = cell_pixels(block, row, col, scale)
                painter.drawImage(box.topLeft(), stamp, QRect(QPoint(0, 0), box.size()))
            else:
                painter.setWorldTransform(origin)
                painter.translate(
                    _snap(col * cell.width + gap / 2, scale),
                    _snap(row * cell.height + gap / 2, scale),
                )
                self._ground(painter, look, shape)
            if known:
                shown.append((row, col))
        painter.restore()
        return shown

    def _ground(self, painter: QPainter, look: Look, shape: QPainterPath) -> None:
        """Draw the ground of one cell at the painter's origin."""
        shade, outlined = look
        painter.setPen(self._outline if outlined else self._empty)
        painter.setBrush(self._no_fill if shade is None else self._brushes[shade])
        painter.drawPath(shape)

    def _stamp(self, look: Look, shape: QPainterPath, cell: Rect, scale: float) -> QImage:
        """Return the picture of one cell's ground, a pixel larger than any cell that looks so."""
        width, height = (math.ceil(side * scale) + 1 for side in (cell.width, cell.height))
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        painter.translate(_snap(0.0, scale), _snap(0.0, scale))
        self._ground(painter, look, shape)
        painter.end()
        return image

    def apart(
        self, painter: QPainter, block: MatrixBlock, places: Iterable[tuple[Cell, Rect, Numbers]],
        scale: float, *, vector: bool,
    ) -> None:  # fmt: skip
        """Draw cells that have left their matrix, each with its number, over those before."""
        index = self._theme.cells.indices(block.values, block.vmax).tolist()
        self._outline.setWidthF(_outline_px(scale) / scale)
        painter.save()
        origin = painter.worldTransform()
        for (row, col), box, how in places:
            value, shade = float(block.values[row, col]), index[row][col]
            faint = block.faint_zeros and value == 0
            gap = _gap(box, scale)
            inset = _snap(gap / 2, scale)
            painter.setPen(self._outline)
            painter.setBrush(self._no_fill if faint else self._brushes[shade])
            painter.setWorldTransform(origin)
            painter.translate(box.x, box.y)
            painter.translate(inset, inset)
            painter.drawPath(_shape(block.quantity, box.width - gap, box.height - gap))
            painter.translate(-inset, -inset)
            self._alone(painter, (value, self._faint if faint else self._inks[shade]), box, how,
                        vector=vector)  # fmt: skip
        painter.restore()

    def _alone(
        self, painter: QPainter, shown: tuple[float, str], box: Rect, how: Numbers, *, vector: bool
    ) -> None:
        """Write the number of one cell, whose corner is the painter's origin, in its ink."""
        if how.decimals is None:
            return
        value, ink = shown
        # Text of an SVG has whole pixel sizes only, so it is laid a little smaller than its place.
        size = max(1, int(how.font_px)) if vector else how.font_px
        text = format_value(value, how.decimals)
        x = (box.width - len(text) * size * _DIGIT) / 2
        base = (box.height + size * _DIGIT_HEIGHT) / 2
        if vector:
            painter.setFont(fonts.number_font(int(size)))
            painter.setPen(QColor(ink))
            painter.drawText(QPointF(x, base), text)
        else:
            draw_glyphs(painter, ((ink, text, x, base),), size)

    def heat(self, painter: QPainter, block: MatrixBlock, scale: float) -> None:
        """Draw the whole matrix as a heat map with a dashed frame around what is still empty."""
        target = QRectF(0, 0, block.rect.width, block.rect.height)
        rows, cols = block.shape
        if block.revealed < rows * cols:
            painter.setPen(self._empty)
            painter.setBrush(self._no_fill)
            painter.drawRect(target.adjusted(0.5, 0.5, -0.5, -0.5))
        # Fewer pixels than cells: average; more: keep the cells' edges sharp.
        coarse = block.rect.width * scale < cols or block.rect.height * scale < rows
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, coarse)
        painter.drawImage(target, heat_map(block, self._theme.cells))
        if min(target.width() / cols, target.height() / rows) * scale >= GAPS_PX:
            self._gaps(painter, block)

    def _gaps(self, painter: QPainter, block: MatrixBlock) -> None:
        cell, rect = block.cell_rect(0, 0), block.rect
        rows, cols = block.shape
        lines = [QLineF(c * cell.width, 0, c * cell.width, rect.height) for c in range(1, cols)] + [
            QLineF(0, r * cell.height, rect.width, r * cell.height) for r in range(1, rows)
        ]
        painter.setPen(QPen(self._theme.color(Role.SURFACE), 1.0))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawLines(lines)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def numbers(
        self, painter: QPainter, block: MatrixBlock, cells: Sequence[Cell], how: Numbers
    ) -> None:
        """Write the numbers of some cells, one glyph run for each ink."""
        if how.decimals is not None:
            draw_glyphs(painter, self._placed(block, cells, how), how.font_px)

    def numbers_as_text(
        self, painter: QPainter, block: MatrixBlock, cells: Sequence[Cell], how: Numbers
    ) -> None:
        """Write the numbers so that they stay text in an SVG or a PDF."""
        if how.decimals is None:
            return
        # Whole pixel sizes only, so every number is laid a little smaller than its place.
        size = max(1, int(how.font_px))
        painter.setFont(fonts.number_font(size))
        whole = Numbers(how.decimals, size)
        for ink, text, x, y in self._placed(block, cells, whole):
            painter.setPen(QColor(ink))
            painter.drawText(QPointF(x, y), text)

    def _placed(self, block: MatrixBlock, cells: Sequence[Cell], how: Numbers) -> Iterator[Text]:
        """Yield ink, digits and left end of the baseline of each number."""
        cell = block.cell_rect(0, 0)
        base = (cell.height + how.font_px * _DIGIT_HEIGHT) / 2
        index = self._theme.cells.indices(block.values, block.vmax)
        for row, col in cells:
            value = float(block.values[row, col])
            faint = block.faint_zeros and value == 0
            text = format_value(value, how.decimals or 0)
            x = col * cell.width + (cell.width - len(text) * how.font_px * _DIGIT) / 2
            yield (
                self._faint if faint else self._inks[index[row, col]],
                text,
                x,
                (row * cell.height + base),
            )


def _gap(cell: Rect, scale: float) -> float:
    """Return the room between two cells; a device pixel more than an outline keeps them apart."""
    return max((_outline_px(scale) + 1) / scale, min(3.0, 0.06 * min(cell.width, cell.height)))


def cell_pixels(block: MatrixBlock, row: int, col: int, scale: float) -> QRect:
    """Return the device pixels that belong to a cell, counted from the matrix's corner."""
    cell = block.cell_rect(0, 0)
    half = _gap(cell, scale) / 2
    left, right = ((c * cell.width + half) * scale for c in (col, col + 1))
    top, bottom = ((r * cell.height + half) * scale for r in (row, row + 1))
    x, y = math.floor(left), math.floor(top)
    return QRect(x, y, math.floor(right) - x, math.floor(bottom) - y)


def _outline_px(scale: float) -> int:
    """Return how many device pixels the outline of a cell is wide."""
    return max(1, round(scale))


def _snap(place: float, scale: float) -> float:
    """Move an edge so that its outline covers whole device pixels and is sharp."""
    return (math.floor(place * scale) + _outline_px(scale) / 2) / scale


def draw_glyphs(painter: QPainter, texts: Iterable[Text], px: float) -> None:
    """Write numbers of one size, one glyph run for each ink."""
    runs: dict[str, tuple[list[int], list[QPointF]]] = {}
    for ink, text, x, y in texts:
        ids, places = runs.setdefault(ink, ([], []))
        for place, char in enumerate(text):
            ids.append(_glyph(char))
            places.append(QPointF(x + place * px * _DIGIT, y))
    for ink, (ids, places) in runs.items():
        run = QGlyphRun()
        run.setRawFont(raw_font(px))
        run.setGlyphIndexes(ids)
        run.setPositions(places)
        painter.setPen(QColor(ink))
        painter.drawGlyphRun(QPointF(0, 0), run)


@lru_cache(maxsize=256)
def raw_font(px: float) -> QRawFont:
    """Return the number face at any size, also between whole pixels."""
    raw = QRawFont.fromFont(fonts.number_font(64))
    raw.setPixelSize(px)
    return raw


@cache
def _glyph(char: str) -> int:
    return raw_font(64.0).glyphIndexesForString(char)[0]


@lru_cache(maxsize=256)
def _shape(quantity: Quantity, width: float, height: float) -> QPainterPath:
    path = QPainterPath()
    side = min(width, height)
    if quantity is Quantity.GRADIENT:
        cut = min(_CUT * side, 9.0)
        right, bottom = width - cut, height - cut
        corners = (
            (cut, 0), (width, 0), (width, bottom), (right, height), (0, height), (0, cut),
        )  # fmt: skip
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        path.closeSubpath()
        return path
    radius = min(_ROUNDING[quantity] * side, 14.0 if quantity is not Quantity.MASK else side)
    path.addRoundedRect(QRectF(0, 0, width, height), radius, radius)
    return path
