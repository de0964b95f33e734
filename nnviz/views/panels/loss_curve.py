"""The loss of every iteration so far, with a mark at the one on the stage."""

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnviz.app.measures.outline import Outline, outlined, zigzag
from nnviz.engine.message import message
from nnviz.scene.numbers import decimals_for, format_value
from nnviz.scene.primitives import Role
from nnviz.views.look.axis_room import dress_axis
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.check_field import CheckField
from nnviz.views.plots.axes import IterationAxis, ValueAxis

_FEWEST = 10  # iterations that the axis shows at least
_MOST = 500  # blocks of iterations that are told apart
_ROOMS = {"left": 46, "bottom": 22}  # pixels that the numbers along an axis have


class LossCurve(QWidget):
    """A curve over iterations; a click asks for the iteration beneath it.

    Signals:
        iteration_chosen: the number of the iteration clicked.
        log_changed: the axis of the losses has become logarithmic, or plain.
    """

    iteration_chosen = Signal(int)
    log_changed = Signal()

    def __init__(self, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(tr)
        self._losses: npt.NDArray[np.float64] = np.empty(0)
        self._outline = Outline()
        self._iteration = 0
        self._digits = 3
        self._axes = (ValueAxis("left", tr), IterationAxis("bottom", tr))
        self.plot = pg.PlotWidget(axisItems=dict(zip(("left", "bottom"), self._axes, strict=True)))
        self._curve = self.plot.plot([], [])
        self._mark = pg.InfiniteLine(angle=90, movable=False)
        self._point = pg.ScatterPlotItem(size=8, pxMode=True)
        self._caption = QLabel()
        self._log = CheckField()
        self._prepare_plot()
        self._lay_out()

    @property
    def shown(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """The curve's points: iterations and losses (their logarithms on a log axis)."""
        x, y = self._curve.getData()
        empty = np.empty(0)
        return (empty, empty) if x is None else (x, y)

    def set_losses(
        self,
        losses: npt.NDArray[np.float64],
        iteration: int,
        digits: int,
        outline: Outline | None = None,
    ) -> None:
        """Show ``losses`` (n,), the iteration on the stage marked.

        ``outline`` is of these losses; without one they are all looked at.
        """
        self._iteration, self._digits = iteration, digits
        if losses is not self._losses:
            self._losses = losses
            self._outline = outline or outlined(losses)
            self._draw_curve()
        self._draw_mark()

    @property
    def is_log(self) -> bool:
        """Whether the axis of the losses is logarithmic."""
        return self._log.isChecked()

    def set_log(self, log: bool) -> None:
        """Show the losses on a logarithmic axis, or on a plain one."""
        self._log.setChecked(log)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.plot.setBackground(theme.color(Role.CARD))
        for side, room in _ROOMS.items():
            axis = self.plot.getAxis(side)
            dress_axis(axis, room)
            axis.setPen(theme.color(Role.OUTLINE))
            axis.setTextPen(theme.color(Role.MUTED))
        loss = theme.color(Role.LOSS)
        self._curve.setPen(pg.mkPen(loss, width=2))
        self._curve.setSymbolBrush(loss)
        self._mark.setPen(pg.mkPen(theme.color(Role.FOCUS), width=1, style=Qt.PenStyle.DashLine))
        self._point.setBrush(theme.color(Role.FOCUS))
        self._point.setPen(theme.color(Role.CARD))

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        for axis in self._axes:
            axis.retranslate(tr)

    def _prepare_plot(self) -> None:
        item = self.plot.getPlotItem()
        item.setMenuEnabled(False)  # pyqtgraph's menu speaks English only
        item.hideButtons()
        item.addItem(self._mark, ignoreBounds=True)
        item.addItem(self._point)
        self.plot.setMouseEnabled(False, False)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setMinimumHeight(90)
        # Half a number stands above the highest tick and beside the last one.
        item.layout.setContentsMargins(0, 8, 10, 0)
        for side in _ROOMS:
            self.plot.getAxis(side).enableAutoSIPrefix(False)
        self.plot.scene().sigMouseClicked.connect(self._on_clicked)

    def _lay_out(self) -> None:
        self._words.put(self._log.setText, message("log scale"))
        purpose = message("Loss of every iteration; click to go there")
        self._words.put(self.plot.setAccessibleName, purpose)
        self._words.put(self.plot.setToolTip, purpose)
        self._log.toggled.connect(self._on_log)
        head = QHBoxLayout()
        head.addWidget(self._caption, 1)
        head.addWidget(self._log)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 10)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.plot, 1)

    def _draw_curve(self) -> None:
        count = len(self._losses)
        # A long run has more points than the plot has pixels: their extremes are drawn.
        x, values = zigzag(self._outline.stretch(0, count, _MOST))
        # A logarithm knows no zero and no infinity: such points are left out, not faked.
        usable = np.isfinite(values) & ((values > 0) | (not self._log.isChecked()))
        self._curve.setData(x[usable], values[usable], symbol="o" if usable.sum() < 2 else None,
                            symbolSize=6)  # fmt: skip
        self.plot.setXRange(0, max(count - 1, _FEWEST), padding=0.03)

    def _draw_mark(self) -> None:
        self._mark.setValue(self._iteration)
        known = self._iteration < len(self._losses)
        value = float(self._losses[self._iteration]) if known else float("nan")
        shown = np.isfinite(value) and (value > 0 or not self._log.isChecked())
        height = np.log10(value) if shown and self._log.isChecked() else value
        self._point.setData([self._iteration] if shown else [], [height] if shown else [])
        self._show_caption(value if known else None)

    def _show_caption(self, value: float | None) -> None:
        if value is None:
            text = message("Loss L")
        else:
            written = format_value(value, decimals_for([value], self._digits))
            text = message("Loss L = {value}", value=written)
        self._words.put(self._caption.setText, text)

    def _on_log(self, log: bool) -> None:
        self.plot.setLogMode(x=False, y=log)
        self._draw_curve()
        self._draw_mark()
        self.log_changed.emit()

    def _on_clicked(self, event: object) -> None:
        position = event.scenePos()  # type: ignore[attr-defined]
        if len(self._losses):
            self.choose_at(position)

    def choose_at(self, position: QPointF) -> None:
        """Ask for the iteration beneath a point of the plot's scene."""
        x = self.plot.getPlotItem().vb.mapSceneToView(position).x()
        self.iteration_chosen.emit(int(min(max(round(x), 0), len(self._losses) - 1)))
