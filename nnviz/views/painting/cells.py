"""How the cells of a matrix are drawn: rounded grounds with numbers, or a heat map."""

import math
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from nnviz.engine.writing import PLAIN
from nnviz.scene.figures import figures, longest
from nnviz.scene.numbers import in_cell
from nnviz.scene.primitives import MatrixBlock, Quantity, Rect, Role
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme, best_ink
from nnviz.views.painting.glyphs import DIGIT, DIGIT_HEIGHT, Text, draw_glyphs
from nnviz.views.painting.grid import (
    Cell,
    Marks,
    Part,
    Seen,
    edges_of,
    gap_of,
    outline_px,
    snap,
)
from nnviz.views.painting.heat import heat_map

ROUNDED_PX = 20.0  # cells at least this large (in device pixels) are drawn one by one
GAPS_PX = 5.0  # smaller heat-map cells have no room for a gap
SIGNS_PX = 12.0  # from here on a negative cell of a heat map has a minus
LENS_PX = 9.0  # a zoomed-in heat map shows numbers once they would be this tall
TALLEST = 0.9  # of the height of a cell is its number
_NEARLY = 0.999  # what is rounded on its way is no smaller
_MARGIN = 3.0  # between a number and the edge of its cell
_MINUS, _MINUS_WIDTH = 0.44, 0.1  # of the smaller side of a cell
_MOST_SIGNS = 4000  # more are only a texture, and take a frame
_STAMPS_BYTES = 8 * 2**20  # grounds of cells that are kept

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

Look: TypeAlias = tuple[int | None, bool]  # the shade of a ground (below 0: none); a whole edge


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
        written = _fitting(block, block.decimals, block.font_px)
        return Numbers(None if written < block.least_px * _NEARLY else block.decimals, written)
    # A picture is to be looked at: its numbers come only when it is magnified a good deal.
    least = (5 if block.picture else 2) * LENS_PX
    if min(cell.width, cell.height) * scale < least:
        return Numbers(None, 0.0)
    decimals = figures(block.values, digits).decimals
    size = _fitting(block, decimals, cell.height * 0.5)
    small = size * scale < LENS_PX or size < block.least_px
    return Numbers(None if small else decimals, size)


def _fitting(block: MatrixBlock, decimals: int, wanted: float) -> float:
    """Return the size at which the longest number of the matrix stays inside its cell."""
    cell = block.cell_rect(0, 0)
    margin = min(_MARGIN, cell.width * 0.08)
    across = (cell.width - 2 * margin) / (longest(block.values, decimals) * DIGIT)
    return float(min(wanted, across, cell.height * TALLEST))


@lru_cache(maxsize=16)
def _brushes(names: tuple[str, ...]) -> tuple[QBrush, ...]:
    return tuple(QBrush(QColor(name)) for name in names)


@lru_cache(maxsize=32)
def _inks(names: tuple[str, ...], text: str, inverse: str) -> tuple[str, ...]:
    """Return the ink for each colour of cells; every view of a window asks for the same."""
    return tuple(best_ink(name, text, inverse) for name in names)


class CellPainter:
    """Draws cells of one theme; the painter's origin is the matrix's upper left corner."""

    def __init__(self, theme: Theme) -> None:
        self.notation = PLAIN
        self._theme = theme
        self._brushes = _brushes(theme.cells.names)
        text, inverse = theme.roles[Role.TEXT], theme.roles[Role.SURFACE]
        self._inks = _inks(theme.cells.names, text, inverse)
        self._heat_inks = _inks(theme.heat.names, text, inverse)
        self._outline = QPen(theme.color(Role.OUTLINE), 1.0)
        self._empty = QPen(theme.blend(Role.FAINT, 0.45), 1.0, Qt.PenStyle.CustomDashLine)
        self._empty.setDashPattern([3.0, 3.0])
        self._faint = theme.roles[Role.FAINT]
        self._no_fill = QBrush(Qt.BrushStyle.NoBrush)
        self._stamped: OrderedDict[tuple[object, ...], dict[Look, QImage]] = OrderedDict()

    def rounded(
        self, painter: QPainter, block: MatrixBlock, cells: Iterable[Cell], scale: float
    ) -> list[Cell]:
        """Draw the grounds of some cells as shapes and return those that have a value."""
        cell = block.cell_rect(0, 0)
        gap = gap_of(cell, scale)
        shape = _shape(block.quantity, cell.width - gap, cell.height - gap)
        index = self._theme.cells.indices(block.values, block.vmax)
        shown: list[Cell] = []
        self._set_outlines(scale)
        painter.save()
        origin = painter.worldTransform()
        for row, col in cells:
            known = block.is_known(row, col)
            filled = known and not (block.faint_zeros and block.values[row, col] == 0)
            settled = not block.unsettled or block.is_settled(row, col)
            painter.setWorldTransform(origin)
            painter.translate(
                snap(col * cell.width + gap / 2, scale), snap(row * cell.height + gap / 2, scale)
            )
            look = (int(index[row, col]) if filled else None, known and settled)
            self._ground(painter, look, shape)
            if known:
                shown.append((row, col))
        painter.restore()
        return shown

    def stamped(
        self, painter: QPainter, block: MatrixBlock, part: Part, stale: Marks, marks: Seen,
        scale: float,
    ) -> int:  # fmt: skip
        """Draw the grounds of the ``stale`` cells of a part; return how many stamps it made.

        They are stamped, which is ten times as fast as drawing each.
        The painter's origin is the device pixel of the matrix's corner. A cell stays inside its own
        pixels and replaces what was there: Qt's round corners reach over the edge by a trace, which
        would grow every time the cell is drawn anew.
        """
        values, edges = block.values[part.rows, part.cols], edges_of(block, scale)
        index = self._theme.cells.indices(values, block.vmax)
        filled = marks.known & (values != 0) if block.faint_zeros else marks.known
        looks = np.where(filled, index, -1).tolist()
        whole = (marks.known & marks.settled).tolist()
        cell = block.cell_rect(0, 0)
        stamps = self._stamps(block.quantity, cell, scale)
        lefts, tops = edges.lefts[part.cols.start :], edges.tops[part.rows.start :]
        before = len(stamps)
        painter.save()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        for row, col in np.argwhere(stale).tolist():
            look = looks[row][col], whole[row][col]
            stamp = stamps.get(look)
            if stamp is None:
                stamp = stamps[look] = self._stamp(look, block.quantity, cell, scale)
            x, y = lefts[col], tops[row]
            painter.drawImage(x, y, stamp, 0, 0, lefts[col + 1] - x, tops[row + 1] - y)
        painter.restore()
        return len(stamps) - before

    def _stamps(self, quantity: Quantity, cell: Rect, scale: float) -> dict[Look, QImage]:
        """Return the pictures of grounds of one form and size, those made so far."""
        key = quantity, round(cell.width * scale, 3), round(cell.height * scale, 3), scale
        made = self._stamped.setdefault(key, {})
        self._stamped.move_to_end(key)
        size = [(k, sum(i.sizeInBytes() for i in m.values())) for k, m in self._stamped.items()]
        total = sum(n_bytes for _, n_bytes in size)
        for old, n_bytes in size[:-1]:
            if total <= _STAMPS_BYTES:
                break
            total -= n_bytes
            del self._stamped[old]
        if total > _STAMPS_BYTES:
            made.clear()
        return made

    def _set_outlines(self, scale: float) -> None:
        self._outline.setWidthF(outline_px(scale) / scale)
        self._empty.setWidthF(outline_px(scale) / scale)

    def _ground(self, painter: QPainter, look: Look, shape: QPainterPath) -> None:
        """Draw the ground of one cell at the painter's origin."""
        shade, outlined = look
        painter.setPen(self._outline if outlined else self._empty)
        painter.setBrush(self._no_fill if shade is None or shade < 0 else self._brushes[shade])
        painter.drawPath(shape)

    def _stamp(self, look: Look, quantity: Quantity, cell: Rect, scale: float) -> QImage:
        """Return the picture of one cell's ground, a pixel larger than any cell that looks so."""
        gap = gap_of(cell, scale)
        shape = _shape(quantity, cell.width - gap, cell.height - gap)
        self._set_outlines(scale)
        width, height = (math.ceil(side * scale) + 1 for side in (cell.width, cell.height))
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        painter.translate(snap(0.0, scale), snap(0.0, scale))
        self._ground(painter, look, shape)
        painter.end()
        return image

    def apart(
        self, painter: QPainter, block: MatrixBlock, places: Iterable[tuple[Cell, Rect, Numbers]],
        scale: float, *, vector: bool,
    ) -> None:  # fmt: skip
        """Draw cells that have left their matrix, each with its number, over those before."""
        index = self._theme.cells.indices(block.values, block.vmax).tolist()
        self._outline.setWidthF(outline_px(scale) / scale)
        painter.save()
        origin = painter.worldTransform()
        for (row, col), box, how in places:
            value, shade = float(block.values[row, col]), index[row][col]
            faint = block.faint_zeros and value == 0
            gap = gap_of(box, scale)
            inset = snap(gap / 2, scale)
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
        text = in_cell(value, how.decimals, self.notation, box.width / (size * DIGIT))
        x = (box.width - len(text) * size * DIGIT) / 2
        base = (box.height + size * DIGIT_HEIGHT) / 2
        if vector:
            painter.setFont(fonts.drawn_number(int(size)))
            painter.setPen(QColor(ink))
            painter.drawText(QPointF(x, base), text)
        else:
            draw_glyphs(painter, ((ink, text, x, base),), size)

    def heat(
        self, painter: QPainter, block: MatrixBlock, scale: float, part: Part | None = None,
        *, passing: bool = False,
    ) -> None:  # fmt: skip
        """Draw a matrix, or a part of it, as a heat map.

        A dashed frame is around what is still empty; what is negative has a minus where there is
        room. One that is ``passing`` has the colours of the numbers that come in a moment.
        """
        rows, cols = block.shape
        cell = block.cell_rect(0, 0)
        if block.revealed < rows * cols:
            painter.setPen(self._empty)
            painter.setBrush(self._no_fill)
            whole = QRectF(0, 0, block.rect.width, block.rect.height)
            painter.drawRect(whole.adjusted(0.5, 0.5, -0.5, -0.5))
        part = part or Part(slice(0, rows), slice(0, cols))
        # Fewer pixels than cells: average; more: keep the cells' edges sharp.
        coarse = cell.width * scale < 1.0 or cell.height * scale < 1.0
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, coarse)
        target = QRectF(
            part.cols.start * cell.width, part.rows.start * cell.height,
            (part.cols.stop - part.cols.start) * cell.width,
            (part.rows.stop - part.rows.start) * cell.height,
        )  # fmt: skip
        colors = self._theme.cells if passing else self._theme.heat
        painter.drawImage(target, heat_map(block, colors, part.rows, part.cols))
        side = min(cell.width, cell.height) * scale
        if side >= GAPS_PX:
            self._gaps(painter, cell, part, target)
        if side >= SIGNS_PX and not (passing or block.picture):
            self._signs(painter, block, part)

    def _signs(self, painter: QPainter, block: MatrixBlock, part: Part) -> None:
        """Draw a minus in each negative cell: hues alone do not tell it to every eye."""
        with np.errstate(invalid="ignore"):
            negative = np.argwhere(block.values[part.rows, part.cols] < 0)
        if negative.shape[0] > _MOST_SIGNS:
            return
        cell = block.cell_rect(0, 0)
        index = self._theme.cells.indices(block.values, block.vmax)
        half = _MINUS / 2 * min(cell.width, cell.height)
        lines: dict[str, list[QLineF]] = {}
        for row, col in np.add(negative, (part.rows.start, part.cols.start)).tolist():
            if block.is_known(row, col):
                x, y = (col + 0.5) * cell.width, (row + 0.5) * cell.height
                ink = self._heat_inks[index[row, col]]
                lines.setdefault(ink, []).append(QLineF(x - half, y, x + half, y))
        for ink, drawn in lines.items():
            painter.setPen(QPen(QColor(ink), _MINUS_WIDTH * min(cell.width, cell.height)))
            painter.drawLines(drawn)

    def _gaps(self, painter: QPainter, cell: Rect, part: Part, target: QRectF) -> None:
        xs = (c * cell.width for c in range(part.cols.start + 1, part.cols.stop))
        ys = (r * cell.height for r in range(part.rows.start + 1, part.rows.stop))
        lines = [QLineF(x, target.top(), x, target.bottom()) for x in xs]
        lines += [QLineF(target.left(), y, target.right(), y) for y in ys]
        painter.setPen(QPen(self._theme.color(Role.SURFACE), 1.0))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawLines(lines)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def numbers(
        self, painter: QPainter, block: MatrixBlock, cells: Sequence[Cell], how: Numbers
    ) -> None:
        """Write the numbers of some cells, one glyph run for each ink."""
        if how.decimals is not None and how.font_px > 0:  # in a sliver there is no room for any
            draw_glyphs(painter, self._placed(block, cells, how), how.font_px)

    def numbers_as_text(
        self, painter: QPainter, block: MatrixBlock, cells: Sequence[Cell], how: Numbers
    ) -> None:
        """Write the numbers so that they stay text in an SVG or a PDF."""
        if how.decimals is None:
            return
        # Whole pixel sizes only, so every number is laid a little smaller than its place.
        size = max(1, int(how.font_px))
        painter.setFont(fonts.drawn_number(size))
        whole = Numbers(how.decimals, size)
        for ink, text, x, y in self._placed(block, cells, whole):
            painter.setPen(QColor(ink))
            painter.drawText(QPointF(x, y), text)

    def _placed(self, block: MatrixBlock, cells: Sequence[Cell], how: Numbers) -> Iterator[Text]:
        """Yield ink, digits and left end of the baseline of each number."""
        cell = block.cell_rect(0, 0)
        base = (cell.height + how.font_px * DIGIT_HEIGHT) / 2
        index = self._theme.cells.indices(block.values, block.vmax)
        room = cell.width / (how.font_px * DIGIT)
        for row, col in cells:
            value = float(block.values[row, col])
            faint = block.faint_zeros and value == 0
            text = in_cell(value, how.decimals or 0, self.notation, room)
            x = col * cell.width + (cell.width - len(text) * how.font_px * DIGIT) / 2
            yield (
                self._faint if faint else self._inks[index[row, col]],
                text,
                x,
                (row * cell.height + base),
            )


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
