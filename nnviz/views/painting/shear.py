"""Draws a vector whose cells still stand apart: a diagonal on its way out of its matrix."""

from dataclasses import replace

from PySide6.QtGui import QPainter, QTransform

from nnviz.scene.primitives import MatrixBlock
from nnviz.views.look.theme import Theme
from nnviz.views.painting.brackets import draw_brackets
from nnviz.views.painting.cells import CellPainter, numbers_of

_SINGLE_CELLS = 64  # more are drawn as one slanted strip
_NEAR = 1.0  # a vector that leans by less cells than this has its brackets


def draw_sheared(
    painter: QPainter, block: MatrixBlock, cells: CellPainter, theme: Theme, digits: int, *,
    scale: float, vector: bool = False,
) -> None:  # fmt: skip
    """Draw the cells where they stand, and brackets when they have nearly arrived."""
    painter.setOpacity(block.strength)
    if block.values.size > _SINGLE_CELLS:
        _strip(painter, block, cells, scale)
    else:
        _one_by_one(painter, block, cells, digits, scale, vector=vector)
    cell = block.cell_rect(0, 0)
    rows, cols = block.shape
    lean = max(block.shear[0] * rows / cell.width, block.shear[1] * cols / cell.height)
    apart = lean / _NEAR
    if apart < 1.0:
        painter.setOpacity(block.strength * (1.0 - apart))
        draw_brackets(painter, block, theme)
    painter.setOpacity(1.0)


def _one_by_one(
    painter: QPainter, block: MatrixBlock, cells: CellPainter, digits: int, scale: float, *,
    vector: bool,
) -> None:  # fmt: skip
    how = numbers_of(block, scale, digits)
    rows, cols = block.shape
    for row, col in ((r, c) for r in range(rows) for c in range(cols)):
        rect = block.cell_rect(row, col)
        values = block.values[row : row + 1, col : col + 1]
        one = replace(block, rect=rect, values=values, revealed=1, shear=(0.0, 0.0))
        painter.save()
        painter.translate(rect.x, rect.y)
        shown = cells.rounded(painter, one, [(0, 0)], scale)
        if vector:
            cells.numbers_as_text(painter, one, shown, how)
        else:
            cells.numbers(painter, one, shown, how)
        painter.restore()


def _strip(painter: QPainter, block: MatrixBlock, cells: CellPainter, scale: float) -> None:
    """Draw the whole vector as a heat map that leans as its cells do."""
    cell = block.cell_rect(0, 0)
    painter.save()
    painter.translate(block.rect.x, block.rect.y)
    right, down = block.shear[0] / cell.height, block.shear[1] / cell.width
    painter.setTransform(QTransform(1.0, down, right, 1.0, 0.0, 0.0), True)
    cells.heat(painter, replace(block, shear=(0.0, 0.0)), scale)
    painter.restore()
