"""Draws shutters over cells that are kept from going on."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.scene.gates import Gates
from nnviz.scene.primitives import Rect, Role
from nnviz.views.look.theme import Theme

_COVER = 0.74  # what is beneath can still be guessed
# Before a hall it can be read: the cover is thin, but the cell is shut above and below as well.
_THIN, _SHUT = 0.25, 0.12
_INSET = 0.5
_FEW = 400  # more shutters are drawn as one picture


def paint_gates(painter: QPainter, item: Gates, theme: Theme) -> None:
    """Cover the closed cells with the ground of the stage, the moving one from both sides."""
    color = QColor(theme.color(Role.SURFACE))
    far = theme.name == "projector"
    color.setAlphaF(_THIN if far else _COVER)
    closed = np.argwhere(item.closed)
    if len(closed) > _FEW:
        _as_picture(painter, item, color)
    else:
        for row, col in closed.tolist():
            cell = _inside(_cell(item, row, col))
            painter.fillRect(cell, color)
            if far:
                _shut(painter, cell, theme.color(Role.SURFACE))
    if item.moving is not None:
        whole = _inside(_cell(item, *item.moving))
        wing = whole.width() / 2 * item.fraction
        painter.fillRect(QRectF(whole.x(), whole.y(), wing, whole.height()), color)
        painter.fillRect(QRectF(whole.right() - wing, whole.y(), wing, whole.height()), color)


def _shut(painter: QPainter, cell: QRectF, color: QColor) -> None:
    """Close a cell from above and from below, as far as its number lets it."""
    tall = _SHUT * cell.height()
    painter.fillRect(QRectF(cell.x(), cell.y(), cell.width(), tall), color)
    painter.fillRect(QRectF(cell.x(), cell.bottom() - tall, cell.width(), tall), color)


def _as_picture(painter: QPainter, item: Gates, color: QColor) -> None:
    rows, cols = item.closed.shape
    # Premultiplied: a pixel of alpha 0 is 0.
    tone = [round(part * color.alphaF()) for part in (color.blue(), color.green(), color.red())]
    pixels = np.zeros((rows, cols, 4), np.uint8)
    pixels[item.closed] = (*tone, color.alpha())
    data = pixels.tobytes()
    image = QImage(data, cols, rows, 4 * cols, QImage.Format.Format_ARGB32_Premultiplied)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(QRectF(item.rect.x, item.rect.y, item.rect.width, item.rect.height), image)
    painter.restore()


def _cell(item: Gates, row: int, col: int) -> Rect:
    rows, cols = item.closed.shape
    wide, tall = item.rect.width / cols, item.rect.height / rows
    return Rect(item.rect.x + col * wide, item.rect.y + row * tall, wide, tall)


def _inside(cell: Rect) -> QRectF:
    inset = min(_INSET, 0.1 * cell.width, 0.1 * cell.height)
    return QRectF(cell.x + inset, cell.y + inset, cell.width - 2 * inset, cell.height - 2 * inset)
