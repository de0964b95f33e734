"""Draws a matrix that turns over its diagonal: each cell on its own way, numbers upright."""

from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QTransform

from nnviz.scene.geometry import STANDING, Rect
from nnviz.scene.primitives import MatrixBlock
from nnviz.views.look.theme import Theme
from nnviz.views.painting.brackets import draw_brackets
from nnviz.views.painting.cells import LENS_PX, TALLEST, CellPainter, Numbers, numbers_of
from nnviz.views.painting.heat import heat_map

_SINGLE_CELLS = 300  # more turn as one picture
_SMALLEST_NUMBER = LENS_PX * 0.8


def draw_turning(
    painter: QPainter, block: MatrixBlock, cells: CellPainter, theme: Theme, digits: int, *,
    scale: float, vector: bool = False,
) -> None:  # fmt: skip
    """Draw the cells where they are now, and brackets before they set out and near the end."""
    painter.setOpacity(block.strength)
    if block.values.size > _SINGLE_CELLS:
        _as_picture(painter, block, theme)
    else:
        _one_by_one(painter, block, cells, digits, scale, vector=vector)
    turned = block.turn.fraction
    near = max(1.0 - 5.0 * min(turned, 1.0 - turned), 0.0)
    if near:
        painter.setOpacity(block.strength * near)
        rect = block.turn.start if turned < 0.5 else block.rect
        draw_brackets(painter, replace(block, rect=rect), theme)
    painter.setOpacity(1.0)


def _one_by_one(
    painter: QPainter, block: MatrixBlock, cells: CellPainter, digits: int, scale: float, *,
    vector: bool,
) -> None:  # fmt: skip
    rows, cols = block.shape
    rest = replace(block, turn=STANDING)
    settled = numbers_of(rest, scale, digits)
    full = rest.cell_rect(0, 0)
    # The lower half passes beneath the upper one.
    order = sorted(((r, c) for r in range(rows) for c in range(cols)), key=_from_below)
    moved = [((row, col), block.cell_rect(row, col)) for row, col in order]
    cells.apart(
        painter,
        rest,
        [(place, box, _shrunk(settled, box, full, block.least_px)) for place, box in moved],
        scale,
        vector=vector,
    )


def _from_below(place: tuple[int, int]) -> int:
    return place[1] - place[0]


def _shrunk(settled: Numbers, cell: Rect, full: Rect, least_px: float) -> Numbers:
    """Return the numbers as large as the cell allows now; none where nobody could read them."""
    if settled.decimals is None:
        return settled
    # In steps of half a pixel: a face of every size would have to be made anew.
    size = round(2 * settled.font_px * min(cell.width / full.width, 1.0)) / 2
    size = min(size, cell.height * TALLEST)
    small = size < max(_SMALLEST_NUMBER, least_px)
    return Numbers(None, 0.0) if small else Numbers(settled.decimals, size)


def _as_picture(painter: QPainter, block: MatrixBlock, theme: Theme) -> None:
    """Draw a large matrix as a sheet that is turned over its diagonal."""
    rows, cols = block.shape
    u = block.turn.fraction
    u = u * u * (3.0 - 2.0 * u)
    start, end = block.turn.start, block.rect
    w0, h0 = start.width / rows, start.height / cols
    w1, h1 = end.width / cols, end.height / rows
    # A cell at (row, col) of the end goes from (row · w0, col · h0) to (col · w1, row · h1).
    turn = QTransform(
        u * w1, (1 - u) * h0, (1 - u) * w0, u * h1,
        start.x + (end.x - start.x) * u, start.y + (end.y - start.y) * u,
    )  # fmt: skip
    painter.save()
    painter.setTransform(turn, True)
    image = heat_map(replace(block, turn=STANDING), theme.heat)
    painter.drawImage(QRectF(0, 0, cols, rows), image)
    painter.restore()
