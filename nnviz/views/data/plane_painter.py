"""How a plane of points is drawn: its grid, its points and its cursor."""

from typing import TYPE_CHECKING

from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTransform

from nnviz.engine.orientation import HostArray
from nnviz.scene.numbers import short_value
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.class_marks import color_of, glyph_of

if TYPE_CHECKING:
    from nnviz.views.data.points_plane import PointsPlane

_SIZE_PX, _LARGE_PX = 11.0, 16.0
_MANY = 2000  # more points than this are drawn smaller and without an edge
_TEXT_PX, _LARGE_TEXT_PX = 11, 15


class PlanePainter:
    """Draws a plane with a painter that is already open."""

    def ground(self, painter: QPainter, plane: "PointsPlane") -> None:
        """Draw the card, the grid and its numbers."""
        theme, axes = plane.theme, plane.axes
        painter.fillRect(axes.area, theme.color(Role.CARD))
        large = theme.name == "projector"
        painter.setFont(fonts.number_font(_LARGE_TEXT_PX if large else _TEXT_PX))
        for axis in (0, 1):
            for value in axes.lines(axis):
                self._line(painter, plane, axis, value)
        painter.setPen(QPen(theme.color(Role.OUTLINE), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(axes.area)
        painter.setPen(theme.color(Role.TEXT))
        name_x, name_y = plane.axis_names
        corner = QRectF(axes.area.right() - 120, axes.area.bottom() - 20, 114, 18)
        painter.drawText(corner, Qt.AlignmentFlag.AlignRight, f"{name_x} →")
        painter.drawText(
            QRectF(axes.area.left() + 6, axes.area.top() + 3, 120, 18), 0, f"{name_y} ↑"
        )

    def points(
        self, painter: QPainter, plane: "PointsPlane", places: HostArray, labels: HostArray
    ) -> None:
        """Draw points, each with the colour and the glyph of its class."""
        theme, axes = plane.theme, plane.axes
        size = _LARGE_PX if theme.name == "projector" else _SIZE_PX
        many = len(places) > _MANY
        size = size / 2.0 if many else size
        edge = QPen(theme.color(Role.CARD), 1.0)
        painter.setClipRect(axes.area.adjusted(-size, -size, size, size))
        for label in sorted({int(k) for k in labels}):
            color, path = color_of(theme, label), Symbols[glyph_of(label)]
            shape = QTransform.fromScale(size, size).map(path)
            painter.setBrush(color)
            painter.setPen(Qt.PenStyle.NoPen if many else edge)
            if glyph_of(label) in {"+", "x"}:
                painter.setPen(QPen(color, 1.0))
            for x, y in places[labels == label]:
                at = axes.to_pixels(float(x), float(y))
                painter.translate(at)
                painter.drawPath(shape)
                painter.translate(-at)
        painter.setClipping(False)

    def cursor(self, painter: QPainter, plane: "PointsPlane") -> None:
        """Draw a cross at the cursor of the keyboard."""
        at = plane.axes.to_pixels(*plane.cursor_at)
        painter.setPen(QPen(plane.theme.color(Role.FOCUS), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, 9.0, 9.0)
        for dx, dy in ((13, 0), (-13, 0), (0, 13), (0, -13)):
            painter.drawLine(at + QPointF(dx / 2.2, dy / 2.2), at + QPointF(dx, dy))

    def _line(self, painter: QPainter, plane: "PointsPlane", axis: int, value: float) -> None:
        theme, axes = plane.theme, plane.axes
        left, bottom, right, top = axes.bounds
        ends = ((value, bottom), (value, top)) if axis == 0 else ((left, value), (right, value))
        first, last = (axes.to_pixels(*end) for end in ends)
        role = Role.MUTED if value == 0 else Role.OUTLINE
        painter.setPen(QPen(theme.color(role), 1.0))
        painter.drawLine(first, last)
        painter.setPen(theme.color(Role.MUTED))
        text = short_value(value).replace(".", plane.decimal_sign)
        if axis == 0:
            place = QRectF(first.x() - 30, axes.area.bottom() + 4, 60, 20)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, text)
        else:
            place = QRectF(0, first.y() - 10, axes.area.left() - 5, 20)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, flags, text)
