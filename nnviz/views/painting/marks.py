"""Draws what is not a matrix: cards, frames, bands, arrows, labels, formulas and curves."""

import math
from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from nnviz.engine.writing import PLAIN, formula
from nnviz.scene.primitives import Arrow, Card, Curve, Formula, Highlight, Label, Rect, Role, Run
from nnviz.scene.writing import in_notation
from nnviz.views.look.theme import Theme
from nnviz.views.painting import formulas, rich_text
from nnviz.views.painting.device import blit, device_scale
from nnviz.views.painting.rich_text import Translate

_CARD_RADIUS = 14.0
_FRAME_PX = 4.0
_BAND_ALPHA = 0.16
_DOT_PX, _DOT_SHARE = 8.0, 0.13
_MARK_PX = 4.0
_FEW_LINES = 6
# Frames are told apart by their line as well as by their colour.
_FRAME_LINES = {
    Role.SOURCE: (3.0, [3.0, 1.6]),
    Role.TARGET: (3.0, [1.0, 1.4]),
    Role.PINNED: (2.5, []),
    Role.CHANGED: (2.2, [5.0, 1.5, 1.0, 1.5]),
}


class MarkPainter:
    """Draws the marks of one theme in one language."""

    def __init__(self, theme: Theme, translate: Translate) -> None:
        self._theme = theme
        self.translate = translate
        self.notation = PLAIN

    def card(self, painter: QPainter, item: Card) -> None:
        """Draw a rounded surface with a fine outline."""
        painter.setPen(QPen(self._theme.color(Role.OUTLINE), 1.2))
        painter.setBrush(self._theme.color(item.role))
        rect = qrect(item.rect)
        radius = min(_CARD_RADIUS, rect.height() / 2)
        painter.drawRoundedRect(rect, radius, radius)

    def highlight(self, painter: QPainter, item: Highlight) -> None:
        """Draw a frame, or a band of light that lets what is beneath it be read."""
        color = QColor(self._theme.color(item.role))
        if item.style == "band":
            color.setAlphaF(_BAND_ALPHA * item.strength)
            painter.fillRect(qrect(item.rect), color)
            return
        color.setAlphaF(item.strength)
        painter.setPen(_frame_pen(item.role, color, min(item.rect.width, item.rect.height)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = min(7.0, 0.2 * min(item.rect.width, item.rect.height))
        painter.drawRoundedRect(qrect(item.rect), radius, radius)

    def arrow(self, painter: QPainter, item: Arrow) -> None:
        """Draw a straight arrow with an open head."""
        line = QLineF(QPointF(*item.start), QPointF(*item.end))
        if line.length() < 1.0:
            return
        painter.setOpacity(item.strength)
        painter.setPen(_round_pen(self._theme.color(item.role), item.width_px))
        head = min(4.5 * item.width_px, 0.45 * line.length())
        painter.drawLine(line)
        for turn in (150.0, -150.0):
            barb = QLineF.fromPolar(head, line.angle() + turn)
            painter.drawLine(barb.translated(line.p2()))
        painter.setOpacity(1.0)

    def label(self, painter: QPainter, item: Label) -> None:
        """Draw a line of text, smaller if its box asks for it."""
        painter.setOpacity(item.strength)
        rich_text.draw_runs(
            painter, in_notation(item.runs, self.notation), item.box, item.size_px,
            self._theme.color, self.translate,
            item.role, item.align, item.bold,
        )  # fmt: skip
        painter.setOpacity(1.0)

    def formula(self, painter: QPainter, item: Formula, vector: bool) -> None:
        """Draw a typeset formula, or its source in plain letters where it cannot be typeset."""
        latex = formula(item.latex, self.notation)
        size = formulas.size(latex, item.size_px, item.box.width, item.box.height)
        if size is None:
            runs = (Run(latex, style="math"),)
            plain = Label(item.id, item.box, runs, item.size_px * 0.8, item.role, item.align)
            self.label(painter, plain)
            return
        spare = item.box.width - size[0]
        x = item.box.x + {"left": 0.0, "center": spare / 2, "right": spare}[item.align]
        rect = QRectF(x, item.box.y + (item.box.height - size[1]) / 2, *size)
        color = self._theme.color(item.role)
        if vector:
            formulas.draw_vector(painter, latex, color, rect)
            return
        scale = device_scale(painter)
        made = formulas.image(
            latex, color.name(), round(rect.width() * scale), round(rect.height() * scale)
        )
        if made is None:
            formulas.draw_vector(painter, latex, color, rect)
        else:
            blit(painter, rect.topLeft(), made)

    def curve(self, painter: QPainter, item: Curve) -> None:
        """Draw a graph with its axes, its moving point and its tangent."""
        place = _placer(item)
        painter.save()
        painter.setClipRect(qrect(item.rect), Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(self._theme.color(Role.MUTED), 1.3))
        for line in (*_axes(item, place), *_marks(item, place)):
            painter.drawLine(line)
        self._tangent(painter, item, place)
        painter.setPen(_round_pen(self._theme.color(item.role), 3.4))
        points = zip(item.xs.tolist(), item.ys.tolist(), strict=True)
        painter.drawPolyline(QPolygonF([place(x, y) for x, y in points]))
        painter.restore()
        if item.point is not None:
            painter.setPen(QPen(self._theme.color(Role.CARD), 2.0))
            painter.setBrush(QBrush(self._theme.color(Role.FOCUS)))
            radius = min(_DOT_PX, _DOT_SHARE * item.rect.height)
            painter.drawEllipse(_inside(place(*item.point), item.rect, radius), radius, radius)

    def _tangent(
        self, painter: QPainter, item: Curve, place: Callable[[float, float], QPointF]
    ) -> None:
        if item.point is None or item.tangent_slope is None:
            return
        (x, y), slope = item.point, item.tangent_slope
        pen = _round_pen(self._theme.color(Role.BACKWARD), 2.4)
        pen.setDashPattern([2.5, 2.2])
        painter.setPen(pen)
        left, right = item.x_range
        painter.drawLine(place(left, y + slope * (left - x)), place(right, y + slope * (right - x)))


def qrect(rect: Rect) -> QRectF:
    """Return a rectangle as Qt knows it."""
    return QRectF(rect.x, rect.y, rect.width, rect.height)


def _round_pen(color: QColor, width: float) -> QPen:
    return QPen(
        color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )


def _frame_pen(role: Role, color: QColor, side: float) -> QPen:
    width, dashes = _FRAME_LINES.get(role, (_FRAME_PX, []))
    # On a matrix of tiny cells a full frame would hide what it frames.
    pen = QPen(color, max(1.2, min(width, 0.18 * side)))
    if dashes:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(dashes)
    return pen


def light_pen(role: Role, color: QColor, lines: int = 1) -> QPen:
    """Return the pen of light that is no frame: with the dashes of the frames of its role.

    It is finer where there are many ``lines``, or they would run into one.
    """
    width, dashes = _FRAME_LINES.get(role, (_FRAME_PX, []))
    pen = QPen(color, max(1.0, min(width, 3.0) * min(1.0, math.sqrt(_FEW_LINES / lines))))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashes:
        pen.setDashPattern(dashes)
    return pen


def _placer(item: Curve) -> Callable[[float, float], QPointF]:
    (left, right), (low, high) = item.x_range, item.y_range
    across = item.rect.width / ((right - left) or 1.0)
    up = item.rect.height / ((high - low) or 1.0)
    return lambda x, y: QPointF(
        item.rect.x + (x - left) * across, item.rect.bottom - (y - low) * up
    )


def _axes(item: Curve, place: Callable[[float, float], QPointF]) -> list[QLineF]:
    (left, right), (low, high) = item.x_range, item.y_range
    x0, y0 = min(max(0.0, left), right), min(max(0.0, low), high)
    return [QLineF(place(left, y0), place(right, y0)), QLineF(place(x0, low), place(x0, high))]


def _marks(item: Curve, place: Callable[[float, float], QPointF]) -> list[QLineF]:
    """Return short strokes on the x axis, where else there are points."""
    y0 = min(max(0.0, item.y_range[0]), item.y_range[1])
    feet = [place(x, y0) for x in item.marks]
    return [QLineF(at.x(), at.y() - _MARK_PX, at.x(), at.y() + _MARK_PX) for at in feet]


def _inside(point: QPointF, rect: Rect, margin: float) -> QPointF:
    """Keep a point in its rectangle: a value beyond the graph stays at its edge."""
    x = min(max(point.x(), rect.x + margin), rect.right - margin)
    return QPointF(x, min(max(point.y(), rect.y + margin), rect.bottom - margin))
