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
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate(tr)
        self.hide()

    @property
    def points(self) -> Points:
        """What is shown."""
        return self._points

    def show_points(self, points: Points, now: int) -> None:
        """Show values by iteration; ``now`` is the iteration on the stage."""
        self._points, self._now = points, now
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
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        values = np.array([value for _, value in drawn])
        finite = values[np.isfinite(values)]
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
        first, last = drawn[0][0], drawn[-1][0]

        def place(iteration: int, value: float) -> QPointF:
            across = (self.width() - 2 * _EDGE) * (iteration - first) / max(last - first, 1)
            part = (value - low) / ((high - low) or 1.0) if np.isfinite(value) else 0.0
            return QPointF(_EDGE + across, self.height() - _WORDS - _EDGE - part * (
                self.height() - _WORDS - 2 * _EDGE))  # fmt: skip

        painter.setPen(QPen(theme.color(Role.MUTED), 1.4))
        painter.drawPolyline(QPolygonF([place(*point) for point in drawn]))
        known = dict(self._points)
        if self._now in known:
            painter.setPen(QPen(theme.color(Role.CARD), 1.5))
            painter.setBrush(theme.color(Role.FOCUS))
            painter.drawEllipse(place(self._now, known[self._now]), 4.0, 4.0)
        self._words(painter, theme, (low, high), (first, last))
        painter.end()

    def _words(
        self, painter: QPainter, theme: Theme, span: tuple[float, float], ends: tuple[int, int]
    ) -> None:
        decimals = decimals_for(list(span), 3)
        text: Message = message(
            "{low} to {high}, iterations {first}–{last}",
            low=format_value(span[0], decimals),
            high=format_value(span[1], decimals),
            first=grouped(ends[0]),
            last=grouped(ends[1]),
        )
        box = Rect(0.0, self.height() - _WORDS, float(self.width()), _WORDS)
        rich_text.draw_runs(painter, (Run(text),), box, 11.0, theme.color, self._tr, Role.MUTED)


def thinned(points: Points, most: int) -> Points:
    """Return at most about ``most`` of the points: of each group the least and the greatest."""
    if len(points) <= most:
        return points
    found: list[tuple[int, float]] = [points[0]]
    for group in np.array_split(np.arange(len(points)), most // 2):
        part = sorted((points[int(i)] for i in group), key=lambda point: point[1])
        found += sorted({part[0], part[-1]})
    return (*found, points[-1])
