"""A plot over iterations: drawn by pyqtgraph, told everything, computing nothing."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPen
from PySide6.QtWidgets import QWidget

from nnviz.app.measures import Course
from nnviz.app.measures.outline import Floats
from nnviz.scene.primitives import Role
from nnviz.views.look.axis_room import dress_axis
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.plots.axes import IterationAxis, ValueAxis
from nnviz.views.plots.legend import DASHES
from nnviz.views.plots.plotted import Band, Ink, Line, Plotted
from nnviz.views.plots.view_box import RunViewBox

_FEWEST = 10.0  # iterations that are seen at least
_CLOSEST = 4.0
_PAD = 0.06  # of the height, above and below the lines
_STEP = 100.0  # a step with Ctrl is this part of what is seen
_MOST_MARKS = 40


class RunPlot(pg.PlotWidget):  # type: ignore[misc]
    """Lines and bands over iterations, with a mark at the one on the stage.

    Arrows move the mark, + and − show less and more, 0 everything.

    Signals:
        iteration_chosen: the iteration that is wanted on the stage.
        pointed: the iteration under the pointer, -1 for none.
        span_changed: another part of the run is seen.
    """

    iteration_chosen = Signal(int)
    pointed = Signal(int)
    span_changed = Signal()

    def __init__(self, theme: Theme, tr: Translate, parent: QWidget | None = None) -> None:
        self.box = RunViewBox()
        self._bottom, self._left = IterationAxis("bottom", tr), ValueAxis("left", tr)
        super().__init__(
            parent, viewBox=self.box, axisItems={"bottom": self._bottom, "left": self._left}
        )
        self.installEventFilter(self)
        self._theme = theme
        self._plotted: Plotted | None = None
        self._first, self._last, self._now = 0, 0, 0
        self._span: tuple[float, float] | None = None
        self._log = False
        self._wanted: int | None = None
        self._curves: list[pg.PlotDataItem] = []
        self._fills: list[tuple[pg.PlotDataItem, pg.PlotDataItem, pg.FillBetweenItem]] = []
        self._marks: list[pg.InfiniteLine] = []
        self._mark = pg.InfiniteLine(angle=90, movable=False)
        self._hair = pg.InfiniteLine(angle=90, movable=False)
        self._height: float | None = None
        self.hidden_values = 0  # finite values that a logarithmic axis has no place for
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._prepare()
        self.set_theme(theme)

    # What it is told

    @property
    def span(self) -> tuple[int, int]:
        """The iterations seen, from the first to the last."""
        low, high = self._range()
        return max(int(np.floor(low)), self._first), min(int(np.ceil(high)), self._last)

    @property
    def is_zoomed(self) -> bool:
        """Whether only a part of the run is seen."""
        return self._span is not None

    @property
    def curves(self) -> list[pg.PlotDataItem]:
        """The lines drawn now."""
        return self._curves

    @property
    def pointed_height(self) -> float | None:
        """The value under the pointer, None while it points at nothing."""
        if self._height is None:
            return None
        return float(10.0**self._height) if self._log else self._height

    def set_run(self, first: int, last: int, now: int) -> None:
        """Show this run; ``now`` is the iteration on the stage."""
        if (first, last) != (self._first, self._last):
            self._first, self._last = first, last
            if self._span is not None and (self._span[1] > last + _FEWEST or last < first):
                self._span = None
            self._fit_x()
        self._now = now
        self._mark.setValue(now)

    def set_marks(self, marks: tuple[int, ...]) -> None:
        """Show where edits were made."""
        shown = marks[-_MOST_MARKS:]
        if [int(line.value()) for line in self._marks] == list(shown):
            return
        for line in self._marks:
            self.removeItem(line)
        self._marks = []
        for place in shown:
            line = pg.InfiniteLine(place, angle=90, movable=False)
            self.addItem(line, ignoreBounds=True)
            self._marks.append(line)
        self._dress_marks()

    def set_plotted(self, plotted: Plotted) -> None:
        """Draw this; what is drawn already is drawn over."""
        self._plotted = plotted
        self._draw()

    def set_log(self, log: bool) -> None:
        """Show logarithms of the values, or the values."""
        if log != self._log:
            self._log = log
            self._left.setLogMode(log)
            self._draw()

    def count_epochs(self, course: Course | None) -> None:
        """Count epochs along the axis, or iterations."""
        self._bottom.count_epochs(course)

    def retranslate(self, tr: Translate) -> None:
        """Write the numbers of the axes with another translator."""
        self._bottom.retranslate(tr)
        self._left.retranslate(tr)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.setBackground(theme.color(Role.CARD))
        for axis, room in ((self._left, 58), (self._bottom, 22)):
            dress_axis(axis, room)
            axis.setPen(theme.color(Role.OUTLINE))
            axis.setTextPen(theme.color(Role.MUTED))
        focus = theme.color(Role.FOCUS)
        self._mark.setPen(pg.mkPen(focus, width=1.4))
        self._hair.setPen(pg.mkPen(theme.color(Role.FAINT), width=1, style=Qt.PenStyle.DashLine))
        self.box.set_ink(theme.color(Role.FORWARD))
        self._dress_marks()
        self._draw()

    def show_everything(self) -> None:
        """See the whole run again."""
        self._look_at(None)

    # What a person does

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the keys that move the mark, while this has the focus."""
        asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if asked and isinstance(event, QKeyEvent) and self._move(event) is not None:
            event.accept()
            return True
        return bool(super().eventFilter(watched, event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the mark, or look closer."""
        move = self._move(event)
        if move is None:
            event.ignore()
        else:
            move()
            event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self._hair.hide()
        self._height = None
        self.pointed.emit(-1)

    def _move(self, event: QKeyEvent) -> Callable[[], None] | None:
        low, high = self._range()
        big = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        step = max(1, round((high - low) / _STEP)) if big else 1
        middle = float(min(max(self._now, low), high))
        return {
            Qt.Key.Key_Left: lambda: self._want(self._now - step),
            Qt.Key.Key_Right: lambda: self._want(self._now + step),
            Qt.Key.Key_Home: lambda: self._want(self._first),
            Qt.Key.Key_End: lambda: self._want(self._last),
            Qt.Key.Key_Plus: lambda: self._zoom(middle, 0.8),
            Qt.Key.Key_Equal: lambda: self._zoom(middle, 0.8),
            Qt.Key.Key_Minus: lambda: self._zoom(middle, 1.25),
            Qt.Key.Key_0: self.show_everything,
        }.get(Qt.Key(event.key()))

    def _want(self, iteration: float) -> None:
        """Ask for an iteration, once in each turn of the event loop."""
        if self._last < self._first:
            return
        self._wanted = int(min(max(round(iteration), self._first), self._last))
        if not self._soon.isActive():
            self._soon.start()

    def _ask(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted != self._now:
            self.iteration_chosen.emit(wanted)

    def _zoom(self, around: float, factor: float) -> None:
        low, high = self._range()
        self._look_at((around - (around - low) * factor, around + (high - around) * factor))

    def _pan(self, by: float) -> None:
        low, high = self._range()
        by = min(max(by, self._first - low), max(self._last, self._first + _FEWEST) - high)
        self._look_at((low + by, high + by))

    def _look_at(self, span: tuple[float, float] | None) -> None:
        """See a part of the run, or all of it where that is no less."""
        if span is not None:
            low, high = max(span[0], self._first), min(span[1], float(self._last))
            if high - low < _CLOSEST:
                middle = min(max((low + high) / 2, self._first), self._last)
                low, high = middle - _CLOSEST / 2, middle + _CLOSEST / 2
            whole = low <= self._first and high >= self._last
            span = None if whole else (low, high)
        self._span = span
        self._fit_x()
        self.span_changed.emit()

    def _on_moved(self, place: QPointF) -> None:
        if not self.plotItem.vb.sceneBoundingRect().contains(place):
            return
        at = self.box.mapSceneToView(place)
        x, self._height = float(at.x()), float(at.y())
        iteration = int(min(max(round(x), self._first), max(self._last, self._first)))
        self._hair.setValue(iteration)
        self._hair.show()
        self.pointed.emit(iteration)

    # How it is drawn

    def _prepare(self) -> None:
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        for line in (self._mark, self._hair):
            item.addItem(line, ignoreBounds=True)
        self._hair.hide()
        self.box.disableAutoRange()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 90)
        item.layout.setContentsMargins(0, 8, 12, 0)
        for axis in (self._left, self._bottom):
            axis.enableAutoSIPrefix(False)
        self._soon.timeout.connect(self._ask)
        self.box.chosen.connect(self._want)
        self.box.zoomed.connect(self._zoom)
        self.box.moved.connect(self._pan)
        self.box.parted.connect(lambda low, high: self._look_at((low, high)))
        self.box.reset.connect(self.show_everything)
        self.scene().sigMouseMoved.connect(self._on_moved)
        self._fit_x()

    def _range(self) -> tuple[float, float]:
        if self._span is not None:
            return self._span
        return float(self._first), max(float(self._last), self._first + _FEWEST)

    def _fit_x(self) -> None:
        low, high = self._range()
        pad = 0.02 * (high - low)
        self.box.setXRange(low - pad, high + pad, padding=0)

    def _draw(self) -> None:
        if self._plotted is None:
            return
        self.hidden_values = 0
        lines, bands = self._plotted.lines, self._plotted.bands
        self._keep_curves(len(lines))
        for curve, line in zip(self._curves, lines, strict=True):
            self._draw_line(curve, line)
        self._keep_fills(len(bands))
        for fill, band in zip(self._fills, bands, strict=True):
            self._draw_band(fill, band)
        self._fit_y(self._plotted)

    def _keep_curves(self, count: int) -> None:
        while len(self._curves) > count:
            self.removeItem(self._curves.pop())
        while len(self._curves) < count:
            curve = pg.PlotDataItem(connect="finite", skipFiniteCheck=False)
            self.addItem(curve)
            self._curves.append(curve)

    def _keep_fills(self, count: int) -> None:
        while len(self._fills) > count:
            for item in self._fills.pop():
                self.removeItem(item)
        while len(self._fills) < count:
            low, high = pg.PlotDataItem(pen=None), pg.PlotDataItem(pen=None)
            fill = pg.FillBetweenItem(low, high)
            fill.setZValue(-10)
            for item in (low, high, fill):
                self.addItem(item)
            self._fills.append((low, high, fill))

    def _draw_line(self, curve: pg.PlotDataItem, line: Line) -> None:
        y = self._shown(line.y)
        color = self._color(line.ink)
        # A line of one point is nothing: it has a dot, as those have that are measured.
        dots = (line.ink.dots and len(y) <= 60) or np.isfinite(y).sum() == 1
        curve.setData(
            line.x,
            y,
            pen=pg.mkPen(color, width=line.ink.width, style=DASHES[line.ink.dash]),
            symbol="o" if dots else None,
            symbolSize=5,
            symbolBrush=color,
            symbolPen=None,
        )

    def _draw_band(
        self, fill: tuple[pg.PlotDataItem, pg.PlotDataItem, pg.FillBetweenItem], band: Band
    ) -> None:
        low, high, between = fill
        low.setData(band.x, self._shown(band.low))
        high.setData(band.x, self._shown(band.high))
        between.setBrush(self._color(band.ink))

    def _shown(self, values: Floats) -> Floats:
        """Return the heights of values; a logarithm knows no zero, so that is left out."""
        good = np.isfinite(values)
        if self._log:
            usable = good & (values > 0)
            self.hidden_values += int(good.sum() - usable.sum())
            return np.log10(values, out=np.full(len(values), np.nan), where=usable)
        return np.where(good, values, np.nan)

    def _fit_y(self, plotted: Plotted) -> None:
        low, high = self._range()
        ends: list[float] = []
        for line in plotted.lines:
            ends += self._ends(line.x, line.y, low, high)
        for band in plotted.bands:
            ends += self._ends(band.x, band.low, low, high)
            ends += self._ends(band.x, band.high, low, high)
        if not self._log:
            ends += [end for end in (plotted.floor, plotted.ceiling) if end is not None]
        bottom, top = (min(ends), max(ends)) if ends else (0.0, 1.0)
        if top - bottom < 1e-12 * max(abs(top), abs(bottom), 1e-300):
            size = 0.5 if self._log else 0.5 * abs(top) or 0.5
            bottom, top = bottom - size, top + size
        pad = _PAD * (top - bottom)
        self.box.setYRange(bottom - pad, top + pad, padding=0)

    def _ends(self, x: Floats, y: Floats, low: float, high: float) -> list[float]:
        seen = y[(x >= low) & (x <= high)] if self._span is not None else y
        seen = seen[np.isfinite(seen)]
        if self._log:
            seen = np.log10(seen[seen > 0])
        return [float(seen.min()), float(seen.max())] if len(seen) else []

    def _color(self, look: Ink) -> QColor:
        color = QColor(self._theme.color(look.tone))
        color.setAlphaF(look.strength)
        return color

    def _dress_marks(self) -> None:
        pen = QPen(self._theme.color(Role.CHANGED), 0)
        pen.setStyle(Qt.PenStyle.DotLine)
        for line in self._marks:
            line.setPen(pen)
