"""The losses of both runs in one plot, and whose is which."""

from html import escape

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout

from nnviz.app.comparing.facts import Fact, listed
from nnviz.app.comparing.rival import Rival, Side
from nnviz.engine.message import Message, message
from nnviz.scene.numbers import decimals_for, format_value
from nnviz.views.comparing.caption import ROLES
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.panels.loss_curve import LossCurve

_LINES: dict[Side, str] = {"a": "—", "b": "– –"}
_NAMES: dict[Side, Message] = {"a": message("A: {facts}"), "b": message("B: {facts}")}


class RivalCurve(QObject):
    """Adds run B's losses to the curve of run A's, with a legend of two lines."""

    def __init__(self, curve: LossCurve, theme: Theme, tr: Translate) -> None:
        super().__init__(curve)
        self._owner, self._theme, self._tr = curve, theme, tr
        self._losses: npt.NDArray[np.float64] | None = None
        self._facts: dict[Side, tuple[Fact, ...]] = {}
        self._loss: float | None = None
        self._first, self._digits = 0, 3
        self._curve = pg.PlotDataItem([], [])
        self._curve.setDownsampling(auto=True, method="peak")
        curve.plot.addItem(self._curve)
        self.legend = QLabel()
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setFont(fonts.text_font(12))
        self.legend.setWordWrap(True)
        self.legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = curve.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1, self.legend)
        curve.log_changed.connect(self._draw)
        self.set_theme(theme)
        self.legend.hide()

    @property
    def shown(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """The points of run B: iterations and losses (their logarithms on a log axis)."""
        x, y = self._curve.getData()
        empty = np.empty(0)
        return (empty, empty) if x is None else (x, y)

    def show_rival(
        self, rival: Rival | None, facts: dict[Side, tuple[Fact, ...]], iteration: int, digits: int
    ) -> None:
        """Show run B's losses, what both runs are and B's loss in an iteration.

        None takes it all away. The curves begin with iteration 0; run B may begin later.
        """
        losses = None if rival is None else rival.losses
        first = 0 if rival is None else rival.first_iteration
        if losses is not self._losses:
            self._losses, self._first = losses, first
            self._draw()
        known = losses is not None and 0 <= iteration - first < len(losses)
        loss = float(losses[iteration - first]) if losses is not None and known else None
        if (facts, loss, digits) != (self._facts, self._loss, self._digits):
            self._facts, self._loss, self._digits = facts, loss, digits
            self._show_legend()
        self.legend.setVisible(losses is not None)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        pen = pg.mkPen(theme.color(ROLES["b"]), width=2, style=Qt.PenStyle.DashLine)
        self._curve.setPen(pen)
        self._show_legend()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._tr = tr
        self._show_legend()

    def _draw(self) -> None:
        values = np.empty(0) if self._losses is None else self._losses
        # As in the curve of run A: a logarithm knows no zero and no infinity.
        usable = np.isfinite(values) & ((values > 0) | (not self._owner.is_log))
        where = self._first + np.flatnonzero(usable)
        self._curve.setData(where.astype(np.float64), values[usable])

    def _show_legend(self) -> None:
        lines = [self._line(side, facts) for side, facts in self._facts.items()]
        self.legend.setText("<br>".join(lines))

    def _line(self, side: Side, facts: tuple[Fact, ...]) -> str:
        said = listed(facts)
        color = self._theme.color(ROLES[side]).name()
        text = message(_NAMES[side].text, facts=said)
        if side == "b" and self._loss is not None:
            loss = format_value(self._loss, decimals_for([self._loss], self._digits))
            text = message("B: {facts}, L = {loss}", facts=said, loss=loss)
        words = escape(self._tr(text))
        return f'<b style="color:{color}">{_LINES[side]}</b> {words}'
