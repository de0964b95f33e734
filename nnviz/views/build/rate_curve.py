"""The learning rate over the updates to come, as a small drawn curve."""

import math

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.engine.message import Message, message
from nnviz.engine.spec import ScheduleSpec
from nnviz.scene.numbers import decimals_for, format_value, grouped
from nnviz.scene.primitives import Rect, Role, Run
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.painting import rich_text

_HEIGHT, _EDGE, _WORDS, _POINTS = 64, 4.0, 16.0, 240
_SHORTEST, _FALLS, _LONGEST = 40, 4, 100_000


class RateCurve(QWidget):
    """Shows η after each update by the engine's own schedule; hidden where η stays the same."""

    def __init__(self, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tr = tr
        self._theme: Theme | None = None
        self._points: tuple[tuple[int, float], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def points(self) -> tuple[tuple[int, float], ...]:
        """What is drawn: (update, η)."""
        return self._points

    def show_schedule(self, spec: ScheduleSpec, rate: float) -> None:
        """Show the schedule of an optimizer whose learning rate is ``rate``."""
        schedule = spec.make()
        last = horizon(spec)
        steps = sorted({round(k * last / _POINTS) for k in range(_POINTS + 1)})
        self._points = tuple((step, rate * schedule.factor(step)) for step in steps)
        self.setVisible(not schedule.is_constant)
        self.setAccessibleName(self._tr(self._said()))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.update()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._tr = tr
        if self._points:
            self.setAccessibleName(tr(self._said()))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the curve and a line of words."""
        return QSize(200, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the curve over a line for η = 0, and what its ends are."""
        del event
        if self._theme is None or len(self._points) < 2:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            top = max(rate for _, rate in self._points) or 1.0
            last = self._points[-1][0]
            floor = self.height() - _WORDS - _EDGE

            def place(step: int, rate: float) -> QPointF:
                across = (self.width() - 2 * _EDGE) * step / last
                return QPointF(_EDGE + across, floor - rate / top * (floor - _EDGE))

            painter.setPen(QPen(self._theme.color(Role.OUTLINE), 1.0))
            painter.drawLine(place(0, 0.0), place(last, 0.0))
            painter.setPen(QPen(self._theme.color(Role.UPDATE), 1.8))
            painter.drawPolyline(QPolygonF([place(*point) for point in self._points]))
            box = Rect(0.0, self.height() - _WORDS, float(self.width()), _WORDS)
            rich_text.draw_runs(
                painter, (Run(self._said()),), box, 11.0, self._theme.color, self._tr, Role.MUTED
            )

    def _said(self) -> Message:
        rates = [rate for _, rate in self._points]
        low, high = min(rates), max(rates)
        decimals = decimals_for([low, high], 3)
        return message(
            "η from {low} to {high}, updates 0–{last}",
            low=format_value(low, decimals),
            high=format_value(high, decimals),
            last=grouped(self._points[-1][0]),
        )


def horizon(spec: ScheduleSpec) -> int:
    """Return so many updates that what is special about a schedule is seen in them."""
    options = spec.options
    warmup = int(options.get("warmup", 0))
    if "step_size" in options:
        seen = _FALLS * int(options["step_size"])
    elif "T_max" in options:
        seen = int(options["T_max"])
    elif "total_iters" in options:
        seen = 2 * int(options["total_iters"])
    else:
        gamma = float(options.get("gamma", 1.0))
        seen = math.ceil(-3.0 / math.log(gamma)) if 0.0 < gamma < 1.0 else 0
    return min(max(warmup + seen, _SHORTEST), _LONGEST)
