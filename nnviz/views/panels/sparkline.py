"""A tiny curve: the kept cell over the iterations that were looked at."""

import numpy as np
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.engine.message import Message, message
from nnviz.scene.numbers import decimals_for, format_value, grouped
from nnviz.scene.primitives import Rect, Role, Run
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.painting import rich_text

Points = tuple[tuple[int, float], ...]
_HEIGHT, _EDGE, _WORDS = 58, 4.0, 16.0
_PURPOSE = message("This cell over the iterations you have looked at")


class Sparkline(QWidget):
    """Shows points (iteration, value), the present one marked; hidden while there is only one."""

    def __init__(self, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tr = tr
        self._theme: Theme | None = None
        self._points: Points = ()
        self._now = 0
        self._supposed: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate(tr)
        self.hide()

    @property
    def points(self) -> Points:
        """What is shown."""
        return self._points

    def show_points(self, points: Points, now: int, supposed: float | None = None) -> None:
        """Show values by iteration; ``now`` is the iteration on the stage.

        ``supposed`` is the value that a what-if gives it there.
        """
        self._points, self._now, self._supposed = points, now, supposed
        self.setVisible(len(points) > 1)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.update()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._tr = tr
        self.setToolTip(tr(_PURPOSE))
        self.setAccessibleName(tr(_PURPOSE))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the curve and a line of words."""
        return QSize(200, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the curve, the point of this iteration, and what its ends are."""
        del event
        theme = self._theme
        drawn = thinned(self._points, max(self.width(), 2))
        if theme is None or len(drawn) < 2:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            values = np.array([value for _, value in drawn])
            finite = values[np.isfinite(values)]
            other = self._supposed
            if other is not None and np.isfinite(other):
                finite = np.append(finite, other)
            low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
            first, last = drawn[0][0], drawn[-1][0]

            def place(iteration: int, value: float) -> QPointF:
                across = (self.width() - 2 * _EDGE) * (iteration - first) / max(last - first, 1)
                # A value that never changes is a line in the middle, neither high nor low.
                part = (value - low) / (high - low) if np.isfinite(value) and high > low else 0.5
                return QPointF(_EDGE + across, self.height() - _WORDS - _EDGE - part * (
                    self.height() - _WORDS - 2 * _EDGE))  # fmt: skip

            painter.setPen(QPen(theme.color(Role.MUTED), 1.4))
            painter.drawPolyline(QPolygonF([place(*point) for point in drawn]))
            known = dict(self._points)
            if other is not None and np.isfinite(other) and first <= self._now <= last:
                painter.setPen(QPen(theme.color(Role.CHANGED), 2.0))
                painter.setBrush(theme.color(Role.CARD))
                painter.drawEllipse(place(self._now, other), 4.0, 4.0)
            if self._now in known:
                painter.setPen(QPen(theme.color(Role.CARD), 1.5))
                painter.setBrush(theme.color(Role.FOCUS))
                painter.drawEllipse(place(self._now, known[self._now]), 4.0, 4.0)
            runs = (Run(self.said(low, high, first, last)),)
            box = Rect(0.0, self.height() - _WORDS, float(self.width()), _WORDS)
            rich_text.draw_runs(painter, runs, box, 11.0, theme.color, self._tr, Role.MUTED)

    def said(self, low: float, high: float, first: int, last: int) -> Message:
        """Return the line under the curve: the values that it spans, and where."""
        decimals = decimals_for([low, high], 3)
        where = {"first": grouped(first), "last": grouped(last)}
        if self._supposed is not None:
            now = format_value(self._supposed, decimals_for([self._supposed], 3))
            return Message("With the what-if {value} (the ring)", {"value": now})
        if low == high:
            value = format_value(low, decimals)
            return Message("{value} in all iterations {first}–{last}", {"value": value, **where})
        ends = {"low": format_value(low, decimals), "high": format_value(high, decimals)}
        return Message("{low} to {high}, iterations {first}–{last}", {**ends, **where})


def thinned(points: Points, most: int) -> Points:
    """Return at most about ``most`` of the points: of each group the least and the greatest."""
    if len(points) <= most:
        return points
    found: list[tuple[int, float]] = [points[0]]
    for group in np.array_split(np.arange(len(points)), most // 2):
        part = sorted((points[int(i)] for i in group), key=lambda point: point[1])
        found += sorted({part[0], part[-1]})
    return (*found, points[-1])
