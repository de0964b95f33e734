"""A matrix's brackets: their form and colour say what kind of number stands between them."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from nnviz.scene.primitives import MatrixBlock, Quantity, Rect, Role
from nnviz.views.look.theme import Theme

FORMS = {
    Quantity.DATA: "square",
    Quantity.WEIGHT: "heavy",
    Quantity.ACTIVATION: "round",
    Quantity.GRADIENT: "double",
    Quantity.MASK: "dotted",
    Quantity.LOSS: "bar",
    Quantity.STATE: "dashed",
}
REACH = 16.0  # so far outside its cells a matrix may have marks
_PATTERNS = {"dotted": [0.5, 2.2], "dashed": [4.0, 2.5]}


def draw_brackets(painter: QPainter, block: MatrixBlock, theme: Theme) -> None:
    """Draw the brackets of a matrix, just outside its cells."""
    if block.picture:
        painter.setPen(QPen(theme.color(Role.OUTLINE), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(block.rect.x, block.rect.y, block.rect.width, block.rect.height))
    if not block.brackets:
        return
    form = FORMS[block.quantity]
    thin = min(1.0, max(0.45, block.rect.height / 160))
    pen = QPen(theme.tint(block.quantity), thin * (3.4 if form == "heavy" else 2.4))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if form in _PATTERNS else Qt.PenCapStyle.SquareCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if form in _PATTERNS:
        pen.setDashPattern(_PATTERNS[form])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_path(form, block.rect, thin))


def _path(form: str, rect: Rect, thin: float) -> QPainterPath:
    path = QPainterPath()
    reach, out, over = 9.0 * thin, 11.0 * thin, 7.0 * thin
    top, bottom = rect.y - over, rect.bottom + over
    for edge, inward in ((rect.x - out, 1.0), (rect.right + out, -1.0)):
        if form == "bar":
            path.moveTo(edge, top)
            path.lineTo(edge, bottom)
        elif form == "round":
            _round(path, edge, inward * reach, top, bottom)
        elif form in _PATTERNS:
            _feet(path, edge, inward * reach, top, bottom)
        else:
            _square(path, edge, inward * reach, top, bottom)
        if form == "double":
            inner = edge + inward * reach * 0.5
            path.moveTo(inner, top)
            path.lineTo(inner, bottom)
    return path


def _square(path: QPainterPath, x: float, reach: float, top: float, bottom: float) -> None:
    path.moveTo(x + reach, top)
    path.lineTo(x, top)
    path.lineTo(x, bottom)
    path.lineTo(x + reach, bottom)


def _feet(path: QPainterPath, x: float, reach: float, top: float, bottom: float) -> None:
    # Each stroke begins its dashes at the corner, or a foot could fall into a gap.
    for y in (top, bottom):
        path.moveTo(x, y)
        path.lineTo(x + reach, y)
    path.moveTo(x, top)
    path.lineTo(x, (top + bottom) / 2)
    path.moveTo(x, bottom)
    path.lineTo(x, (top + bottom) / 2)


def _round(path: QPainterPath, x: float, reach: float, top: float, bottom: float) -> None:
    bend = min((bottom - top) / 2, abs(reach) * 2.2)
    path.moveTo(x + reach, top)
    path.quadTo(QPointF(x, top), QPointF(x, top + bend))
    path.lineTo(x, bottom - bend)
    path.quadTo(QPointF(x, bottom), QPointF(x + reach, bottom))
