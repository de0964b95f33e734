"""Draws the board of a batch: a tab for each sample, with its number or its picture."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from nnviz.scene.primitives import FloatArray, Rect, Role, Run, SampleTabs
from nnviz.views.look.theme import Theme
from nnviz.views.painting import rich_text

_GAP = 1.5
_UNDERLINE = 2.5


def paint_tabs(painter: QPainter, tabs: SampleTabs, theme: Theme) -> None:
    """Draw every tab; the chosen one is framed, a wrong one is underlined."""
    # All pictures in one image, one below the other: a numpy call for each would cost a frame.
    sheet = None if tabs.pictures is None else pictures_image(tabs.pictures, tabs.vmax, theme)
    for sample in range(tabs.first, tabs.first + tabs.count):
        tab = tabs.tab(sample).inset(_GAP)
        chosen = sample == tabs.chosen
        if tabs.pictures is None or sheet is None:
            _number(painter, tab, sample, chosen, theme)
        else:
            _, height, width = tabs.pictures.shape
            place = QRectF(0.0, (sample - tabs.first) * height, width, height)
            _picture(painter, tab, sheet, place, chosen, theme)
        if sample in tabs.wrong:
            _underline(painter, tab, theme)


def pictures_image(pictures: FloatArray, vmax: float, theme: Theme) -> QImage:
    """Return pictures (n, height, width) one below the other, one pixel a number."""
    count, rows, width = pictures.shape
    values, height = pictures.reshape(count * rows, width), count * rows
    pixels = np.empty((height, width, 4), np.uint8)
    colors = theme.cells
    pixels[..., :3] = colors.table[colors.indices(values, vmax)][..., ::-1]
    pixels[..., 3] = 255
    view = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return view.copy()  # the copy owns its memory; the view does not


def _number(painter: QPainter, tab: Rect, sample: int, chosen: bool, theme: Theme) -> None:
    ground = theme.color(Role.TEXT if chosen else Role.CARD)
    painter.setPen(QPen(theme.color(Role.TEXT if chosen else Role.OUTLINE), 1.2))
    painter.setBrush(ground)
    painter.drawRoundedRect(_qrect(tab), 5.0, 5.0)
    ink = theme.ink_on(ground)
    runs = (Run(str(sample + 1), style="number"),)
    size = min(14.0, tab.height * 0.62)
    rich_text.draw_runs(
        painter, runs, tab, size, lambda _role: ink, lambda m: m.english(), align="center"
    )


def _picture(
    painter: QPainter, tab: Rect, sheet: QImage, place: QRectF, chosen: bool, theme: Theme
) -> None:
    painter.setPen(
        QPen(theme.color(Role.FOCUS if chosen else Role.OUTLINE), 2.6 if chosen else 1.0)
    )
    painter.setBrush(theme.color(Role.CARD))
    painter.drawRoundedRect(_qrect(tab), 3.0, 3.0)
    pixel = min((tab.width - 4.0) / place.width(), (tab.height - 4.0) / place.height())
    wide, tall = pixel * place.width(), pixel * place.height()
    box = QRectF(tab.x + (tab.width - wide) / 2, tab.y + (tab.height - tall) / 2, wide, tall)
    smooth = QPainter.RenderHint.SmoothPixmapTransform
    painter.setRenderHint(smooth, False)
    painter.setOpacity(1.0 if chosen else 0.85)
    painter.drawImage(box, sheet, place)
    painter.setOpacity(1.0)
    painter.setRenderHint(smooth, True)


def _underline(painter: QPainter, tab: Rect, theme: Theme) -> None:
    pen = QPen(QColor(theme.color(Role.WARNING)), _UNDERLINE)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    y = tab.bottom + _GAP - _UNDERLINE / 2
    painter.drawLine(QPointF(tab.x + 2, y), QPointF(tab.right - 2, y))


def _qrect(rect: Rect) -> QRectF:
    return QRectF(rect.x, rect.y, rect.width, rect.height)
