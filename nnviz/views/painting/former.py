"""Draws other numbers of a matrix: beneath its own or as a ring of light, and a tint."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from nnviz.engine.writing import PLAIN, argument, number
from nnviz.scene.numbers import widest
from nnviz.scene.primitives import Delta, MatrixBlock, Role
from nnviz.scene.what_if.former import TINTS
from nnviz.scene.what_if.numbers import FormerForm, former_form, told_apart
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.painting.cells import Numbers
from nnviz.views.painting.glyphs import DIGIT, DIGIT_HEIGHT, Text, draw_glyphs
from nnviz.views.painting.grid import Cell

_PALEST, _DEEPEST = 0.14, 0.46  # of the role's colour in a tint
_VEIL_LEAST, _VEIL_MOST, _QUIET_MOST = 0.25, 0.8, 0.6
_CORNER_SHARE, _CORNER_MOST = 0.3, 9.0
_ROUND = 4.0
_PALEST_RING, _EDGE_PX = 0.25, 0.5
_MARGIN, _HEAT_RING = 0.6, 1.9  # of the edge that is lit in a heat map
# Smaller cells of a heat map have a dot, still smaller ones, or more of them, a tint.
_RING_LEAST, _DOT_LEAST, _MOST_MARKED = 8.0, 3.5, 600_000


class FormerPainter:
    """Draws the marks of changed cells; the painter's origin is the matrix's corner."""

    def __init__(self, theme: Theme) -> None:
        self.notation = PLAIN
        self._theme = theme
        self._tints = [theme.blend(Role.CHANGED, _amount(n), over=Role.CARD) for n in _depths()]
        self._inks = [theme.ink_on(tint) for tint in self._tints]

    def draw(
        self, painter: QPainter, block: MatrixBlock, cells: Sequence[Cell], how: Numbers, *,
        as_text: bool = False,
    ) -> list[Cell]:  # fmt: skip
        """Mark the changed ones of some cells; return those whose number is still to be written."""
        tints = block.former_tints()
        form = None if block.former.quiet else _form(block, how)
        left: list[Cell] = []
        texts: list[tuple[Text, float]] = []
        for cell in cells:
            depth = int(tints[cell])
            written = None if not depth or form is None else self._both(block, cell, how, form)
            if written is None or form is None:
                left.append(cell)
                if depth and block.former.quiet:
                    self._ring(painter, block, cell, depth)
                elif depth:
                    self._corner(painter, block, cell, depth)
                continue
            self._pill(painter, block, cell, form, depth, len(written[0]))
            texts += self._placed(block, cell, written, how, form, depth)
        for size in dict.fromkeys(size for _, size in texts):
            _write(painter, [text for text, px in texts if px == size], size, as_text=as_text)
        return left

    def veil(self, painter: QPainter, block: MatrixBlock) -> None:
        """Lay the tints of all differences over a heat map.

        In a comparison nearly all cells differ: the smallest differences are not lit there.
        """
        tints, most = block.former_tints(), _VEIL_MOST
        if block.former.quiet:
            tints, most = np.where(np.abs(tints) > 1, tints, np.int8(0)), _QUIET_MOST
        depth = np.abs(tints) / TINTS
        marks = _marks(block) if block.former.quiet else None
        if marks is None:
            alpha = np.where(depth > 0, _VEIL_LEAST + (most - _VEIL_LEAST) * depth, 0.0)
        else:
            (rows, cols), shape = marks
            alpha = np.where(depth > 0, _PALEST_RING + (1.0 - _PALEST_RING) * depth, 0.0)
            alpha = alpha[rows[:, None], cols] * shape
        self._lay(painter, block, alpha)

    def _lay(self, painter: QPainter, block: MatrixBlock, alpha: npt.NDArray[np.floating]) -> None:
        """Lay the colour of a difference over a matrix, ``alpha`` (height, width) deep."""
        height, width = alpha.shape
        color = self._theme.color(Role.CHANGED)
        pixels = np.empty((height, width, 4), np.uint8)
        parts = (color.blue(), color.green(), color.red(), 255)
        for place, part in enumerate(parts):
            pixels[..., place] = np.rint(alpha * part)
        form = QImage.Format.Format_ARGB32_Premultiplied
        view = QImage(pixels.data, width, height, width * 4, form)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(QRectF(0, 0, block.rect.width, block.rect.height), view.copy())
        painter.restore()

    def delta(self, painter: QPainter, item: Delta) -> None:
        """Draw the sign of a change, and the old value struck through beside it."""
        old = argument(item.text, self.notation)
        text = len(old) * item.size_px * DIGIT
        tall = item.size_px * 1.3
        wide = item.size_px * 1.3 + (text + 5.0 if item.text else 0.0)
        ground, ink = self._tints[abs(item.depth) - 1], self._inks[abs(item.depth) - 1]
        left = item.x - tall / 2
        painter.setPen(QPen(self._theme.color(Role.CARD), 1.0))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(left, item.y - tall / 2, wide, tall), _ROUND, _ROUND)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        side = 0.8 * item.size_px
        painter.drawPolygon(_triangle(item.x - side / 2, item.y, side, rises=item.depth > 0))
        if item.text:
            start = left + 1.3 * item.size_px
            base = item.y + item.size_px * DIGIT_HEIGHT / 2
            draw_glyphs(painter, [(ink.name(), old, start, base)], item.size_px)
            painter.setPen(QPen(self._faded(ink), 1.0))
            painter.drawLine(QLineF(start - 1.0, item.y, start + text + 1.0, item.y))

    @staticmethod
    def _faded(ink: QColor) -> QColor:
        """Return the ink of a line through digits, which stay readable beneath it."""
        color = QColor(ink)
        color.setAlphaF(0.6)
        return color

    def _both(
        self, block: MatrixBlock, cell: Cell, how: Numbers, form: FormerForm
    ) -> tuple[str, str] | None:
        old, new = float(block.former.values[cell]), float(block.values[cell])
        texts = told_apart(old, new, how.decimals or 0, form)
        if texts is None:
            return None
        return number(texts[0], old, self.notation), number(texts[1], new, self.notation)

    def _placed(
        self, block: MatrixBlock, cell: Cell, written: tuple[str, str], how: Numbers,
        form: FormerForm, depth: int,
    ) -> list[tuple[Text, float]]:  # fmt: skip
        """Return both numbers with their ink and place, each with its size."""
        box = block.cell_rect(0, 0)
        left, top = cell[1] * box.width, cell[0] * box.height
        old, new = written
        ground = self._theme.cell_color(float(block.values[cell]), block.vmax)
        x = left + (box.width - len(new) * how.font_px * DIGIT) / 2
        y = top + form.middle + how.font_px * DIGIT_HEIGHT / 2
        pill = form.pill
        taken = form.sign_px + len(old) * form.old_px * DIGIT
        old_x = left + pill.x + (pill.width - taken) / 2 + form.sign_px
        old_y = top + pill.y + (pill.height + form.old_px * DIGIT_HEIGHT) / 2
        return [
            ((self._theme.ink_on(ground).name(), new, x, y), how.font_px),
            ((self._inks[abs(depth) - 1].name(), old, old_x, old_y), form.old_px),
        ]

    def _pill(
        self, painter: QPainter, block: MatrixBlock, cell: Cell, form: FormerForm, depth: int,
        chars: int,
    ) -> None:  # fmt: skip
        """Draw the ground of an old number, the sign of its change and the line through it."""
        box, pill = block.cell_rect(0, 0), form.pill
        x, y = cell[1] * box.width + pill.x, cell[0] * box.height + pill.y
        ink = self._inks[abs(depth) - 1]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._tints[abs(depth) - 1])
        painter.drawRoundedRect(QRectF(x, y, pill.width, pill.height), _ROUND, _ROUND)
        text = chars * form.old_px * DIGIT
        start = x + (pill.width - form.sign_px - text) / 2
        side = 0.72 * form.sign_px
        painter.setBrush(ink)
        painter.drawPolygon(_triangle(start, y + pill.height / 2, side, rises=depth > 0))
        if not block.former.struck:
            return
        line = QPen(self._faded(ink), max(1.0, 0.08 * form.old_px))
        painter.setPen(line)
        middle = y + pill.height / 2
        left = start + form.sign_px - 1.0
        painter.drawLine(QLineF(left, middle, left + text + 2.0, middle))

    def _ring(self, painter: QPainter, block: MatrixBlock, cell: Cell, depth: int) -> None:
        """Light the edge of a cell, the stronger the further its number is from the other one."""
        box, part = block.cell_rect(0, 0), abs(depth) / TINTS
        wide = 1.0 + 1.2 * part
        inner = QRectF(cell[1] * box.width, cell[0] * box.height, box.width, box.height)
        edge = _EDGE_PX + wide / 2
        painter.setPen(QPen(self._lit(part), wide))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inner.adjusted(edge, edge, -edge, -edge), _ROUND, _ROUND)

    def _lit(self, part: float) -> QColor:
        color = QColor(self._theme.color(Role.CHANGED))
        color.setAlphaF(_PALEST_RING + (1.0 - _PALEST_RING) * part)
        return color

    def _corner(self, painter: QPainter, block: MatrixBlock, cell: Cell, depth: int) -> None:
        """Mark a cell that has no room for its old number."""
        box = block.cell_rect(0, 0)
        side = min(_CORNER_SHARE * min(box.width, box.height), _CORNER_MOST)
        x = (cell[1] + 1) * box.width - side - 2.5
        y = cell[0] * box.height + 2.5 + side / 2
        painter.setPen(QPen(self._theme.color(Role.CARD), 1.0))
        painter.setBrush(self._theme.blend(Role.CHANGED, 0.4 + 0.6 * abs(depth) / TINTS))
        painter.drawPolygon(_triangle(x, y, side, rises=depth > 0))


def _marks(
    block: MatrixBlock,
) -> tuple[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]], npt.NDArray[np.bool_]] | None:
    """Return the row and column of each pixel of a heat map, and where a mark covers its cell.

    A mark is the edge of the cell, and a dot in the middle of a small one, so that the cell's own
    colour stays to be seen. None where cells are smaller still.
    """
    box = block.cell_rect(0, 0)
    least, most = min(box.width, box.height), block.rect.width * block.rect.height
    if least < _DOT_LEAST or most > _MOST_MARKED:
        return None
    down = _across(block.rect.height, block.shape[0], dot=least < _RING_LEAST)
    right = _across(block.rect.width, block.shape[1], dot=least < _RING_LEAST)
    whole = down[1][:, None] & right[1]
    return (down[0], right[0]), whole & ~(down[2][:, None] & right[2])


def _across(
    length: float, count: int, *, dot: bool
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return for the pixels along a side their cell, and if they are in the mark or its hollow."""
    size, pixels = length / count, max(round(length), 1)
    middles = (np.arange(pixels) + 0.5) * (length / pixels)
    cells = np.minimum((middles / size).astype(np.intp), count - 1)
    inside = middles - cells * size
    edge = np.minimum(inside, size - inside)
    if dot:
        return cells, edge >= size / 3.5, np.zeros(pixels, bool)
    return cells, edge >= _MARGIN, edge >= _MARGIN + _HEAT_RING


def _depths() -> range:
    return range(1, TINTS + 1)


def _amount(depth: int) -> float:
    return _PALEST + (_DEEPEST - _PALEST) * (depth - 1) / (TINTS - 1)


def _form(block: MatrixBlock, how: Numbers) -> FormerForm | None:
    if how.decimals is None:
        return None
    box = block.cell_rect(0, 0)
    most = widest(block.former.values, how.decimals)
    form = former_form(round(box.width, 2), round(box.height, 2), round(how.font_px, 2), most)
    return None if form is None or form.old_px < block.least_px else form


def _triangle(x: float, middle: float, side: float, *, rises: bool) -> QPolygonF:
    """Return ▲ or ▼ with its left edge at ``x``."""
    half = 0.43 * side
    tip, base = (middle - half, middle + half) if rises else (middle + half, middle - half)
    corners = ((x, base), (x + side, base), (x + side / 2, tip))
    return QPolygonF([QPointF(*corner) for corner in corners])


def _write(painter: QPainter, texts: Iterable[Text], size: float, *, as_text: bool) -> None:
    if not as_text:
        draw_glyphs(painter, texts, size)
        return
    painter.setFont(fonts.drawn_number(max(1, int(size))))
    for ink, text, x, y in texts:
        painter.setPen(QColor(ink))
        painter.drawText(QPointF(x, y), text)
