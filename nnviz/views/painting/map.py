"""Draws the network map: units as circles, connections as lines.

Antialiased lines are the dearest thing on the stage, so the pale connections are drawn once into
a picture that is kept, and where there are very many only the strongest are drawn.
"""

import math
from collections import OrderedDict

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from nnviz.engine.writing import PLAIN, argument
from nnviz.scene.primitives import Edges, Node, Rect, Role, Run
from nnviz.views.look.theme import Theme
from nnviz.views.painting import rich_text
from nnviz.views.painting.device import blit, device_scale
from nnviz.views.painting.marks import light_pen

MOST_LINES = 600  # of one kind in one layer; the strongest are drawn
MOST_SMOOTH = 150  # more lines than this are drawn without antialiasing
_KEPT_BYTES = 16 * 2**20
_LARGEST_PX = 4_000_000  # a larger picture (a strong zoom) is not kept; its lines are drawn
_BUCKETS = 6
_THINNEST, _THICKEST = 1.2, 7.0
_PALE = 0.32


class MapPainter:
    """Draws units and connections of one theme and keeps pictures of the connections."""

    def __init__(self, theme: Theme) -> None:
        self.notation = PLAIN
        self._theme = theme
        self._kept: OrderedDict[tuple[object, ...], QImage] = OrderedDict()

    def edges(self, painter: QPainter, item: Edges) -> None:
        """Draw connections from a kept picture: pale ones beneath, lit ones above."""
        if not len(item.segments):
            return
        if item.role is not Role.TEXT:
            self.edges_vector(painter, item)
            return
        scale = device_scale(painter)
        area = _area(item)
        if area.width * area.height * scale * scale > _LARGEST_PX:
            self.edges_vector(painter, item)
            return
        key = (
            scale, item.vmax, item.segments.tobytes(), item.values.tobytes(), item.lit.tobytes(),
        )  # fmt: skip
        if key not in self._kept:
            self._kept[key] = self._picture(item, scale, area)
            held = sum(image.sizeInBytes() for image in self._kept.values())
            while held > _KEPT_BYTES and len(self._kept) > 1:
                held -= self._kept.popitem(last=False)[1].sizeInBytes()
        self._kept.move_to_end(key)
        blit(painter, QPointF(area.x, area.y), self._kept[key])

    def edges_vector(self, painter: QPainter, item: Edges) -> None:
        """Draw connections as lines."""
        if item.role is not Role.TEXT:
            self._light(painter, item)
            return
        for lit in (False, True):
            chosen = np.flatnonzero(item.lit == lit)
            chosen = chosen[np.argsort(-np.abs(item.values[chosen]), kind="stable")][:MOST_LINES]
            smooth = len(chosen) <= MOST_SMOOTH
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
            for pen, lines in self._batches(item, chosen, lit, _thickest(len(chosen))):
                painter.setPen(pen)
                painter.drawLines(lines)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _light(self, painter: QPainter, item: Edges) -> None:
        """Draw lines of light: told apart by their dashes, as the frames on the stage are."""
        painter.setPen(light_pen(item.role, self._theme.color(item.role), len(item.segments)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawLines([QLineF(*segment) for segment in item.segments[:MOST_LINES].tolist()])

    def _picture(self, item: Edges, scale: float, area: Rect) -> QImage:
        size = (round(area.width * scale) + 1, round(area.height * scale) + 1)
        image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(scale)
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-area.x, -area.y)
        self.edges_vector(painter, item)
        painter.end()
        return image

    def _batches(
        self, item: Edges, chosen: npt.NDArray[np.intp], lit: bool, thickest: float
    ) -> list[tuple[QPen, list[QLineF]]]:
        """Group lines of one colour and about one width: one call draws a whole group."""
        values = item.values[chosen]
        part = np.clip(np.abs(values) / (item.vmax or 1.0), 0.0, 1.0)
        bucket = np.rint(np.nan_to_num(part) * (_BUCKETS - 1)).astype(int)
        batches: list[tuple[QPen, list[QLineF]]] = []
        for number in range(_BUCKETS):
            for positive in (False, True):
                group = chosen[(bucket == number) & ((values >= 0) == positive)]
                if len(group):
                    pen = self._pen(number / (_BUCKETS - 1), positive, lit, thickest)
                    lines = [QLineF(*segment) for segment in item.segments[group].tolist()]
                    batches.append((pen, lines))
        return batches

    def _pen(self, strength: float, positive: bool, lit: bool, thickest: float) -> QPen:
        role = Role.POSITIVE if positive else Role.NEGATIVE
        # Where lines are many and thin, their colour has to say how strong they are as well.
        told_by_color = 1.0 - (thickest - _THINNEST) / (_THICKEST - _THINNEST)
        amount = (1.0 - told_by_color * 0.75 * (1.0 - strength)) * (1.0 if lit else _PALE)
        # Opaque: a line with alpha costs twice as much.
        color = self._theme.blend(role, amount, over=Role.CARD)
        pen = QPen(color, _THINNEST + (thickest - _THINNEST) * strength)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen

    def node(self, painter: QPainter, item: Node) -> None:
        """Draw a unit: its ground says its value, a ring that it is at work."""
        theme = self._theme
        ground = (
            theme.color(Role.CARD)
            if item.value is None
            else theme.cell_color(item.value, item.vmax)
        )
        pen = QPen(theme.color(Role.MUTED if item.value is None else Role.TEXT), 1.6)
        if item.value is None:
            pen.setStyle(Qt.PenStyle.DashLine)
        if item.lit:
            pen = QPen(theme.color(item.role), min(4.5, 0.3 * item.radius))
        painter.setPen(pen)
        painter.setBrush(ground)
        painter.drawEllipse(QPointF(item.x, item.y), item.radius, item.radius)
        self._node_text(painter, item, theme.ink_on(ground))

    def _node_text(self, painter: QPainter, item: Node, ink: QColor) -> None:
        half = item.radius * 0.86
        box = Rect(item.x - half, item.y - half / 2, 2 * half, half)
        text = argument(item.text, self.notation)
        words = rich_text.words((Run(text, style="number"),), lambda m: m.english())
        line = rich_text.fit(words, item.radius * 0.78, box.width, box.height * 1.4)
        if line.pieces and line.pieces[0].font.pixelSize() >= 6:
            rich_text.draw(painter, line, rich_text.place(line, box, "center"), [ink])


def _area(item: Edges) -> Rect:
    """Return the room that connections take."""
    xs, ys = item.segments[:, 0::2], item.segments[:, 1::2]
    around = Rect(float(xs.min()), float(ys.min()), float(np.ptp(xs)), float(np.ptp(ys)))
    return around.inset(-_THICKEST)


def _thickest(count: int) -> float:
    """Return the width of the strongest of ``count`` lines: many must leave room between them."""
    return min(_THICKEST, max(2.0, _THICKEST * math.sqrt(24 / max(count, 1))))
