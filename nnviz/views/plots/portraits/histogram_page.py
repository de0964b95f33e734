"""Histograms: which values a layer's arrays have, in this iteration's batch."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from nnviz.app.portraits.histograms import QUANTITIES, Histogram, Quantity, histograms
from nnviz.app.portraits.moment import Moment
from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message, message
from nnviz.engine.notation import plain
from nnviz.scene.numbers import decimals_for, format_value, grouped
from nnviz.scene.primitives import Role
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.check_field import CheckField
from nnviz.views.panels.fields import ChoiceField
from nnviz.views.plots.page import Column, PageTools
from nnviz.views.plots.portraits.boundary_words import written
from nnviz.views.plots.portraits.key_plot import KeyPlot
from nnviz.views.plots.portraits.portrait_page import Ask, PortraitPage
from nnviz.views.plots.portraits.sample_words import share

_NAMES: Final[dict[Quantity, Message]] = {
    "A": message("activations A"),
    "Z": message("pre-activations Z"),
    "dZ": message("error signals δ"),
    "dW": message("gradients ∂L/∂W"),
    "W": message("weights W"),
}
_ROLES: Final[dict[Quantity, Role]] = {
    "A": Role.FORWARD,
    "Z": Role.FORWARD,
    "dZ": Role.BACKWARD,
    "dW": Role.BACKWARD,
    "W": Role.TEXT,
}
_WIDE_PX = 560  # from here on two stand side by side
_LOW_PX = 150


@dataclass(frozen=True, slots=True, eq=False)
class HistogramPicture:
    """The histograms of all layers, of one quantity and iteration."""

    quantity: Quantity
    shared: bool
    iteration: int
    n_samples: int
    found: tuple[Histogram, ...]


class HistogramCell(QWidget):
    """One layer: its name and how its values lie, the bars, and what is conspicuous."""

    def __init__(self, tr: Translate) -> None:
        super().__init__()
        self._words = Words(tr)
        self._shown: Histogram | None = None
        self._digits = 3
        self.title, self.note = QLabel(), QLabel()
        self.plot = KeyPlot(tr)
        self.plot.setFixedHeight(_LOW_PX)
        self.bars = pg.BarGraphItem(x0=[0.0], x1=[1.0], height=[0.0])
        self.plot.addItem(self.bars)
        self.plot.hovered.connect(self._on_hovered)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(2)
        for part in (self.title, self.plot, self.note):
            column.addWidget(part)
        for label in (self.title, self.note):
            label.setWordWrap(True)

    @property
    def heights(self) -> list[float]:
        """The bars' heights, in percent."""
        return [float(height) for height in self.bars.opts["height"]]

    def show_histogram(
        self, shown: Histogram, top: float | None, ink: Role, theme: Theme, digits: int,
        tr: Translate,
    ) -> None:  # fmt: skip
        """Show a layer; ``top`` is where the common height axis ends, None: its own."""
        self._words.tr = tr
        self.plot.retranslate(tr)
        self._shown, self._digits = shown, digits
        heights = 100.0 * shown.counts / shown.total
        self.plot.set_theme(theme)
        fill = theme.blend(ink, 0.75, over=Role.CARD)
        self.bars.setOpts(x0=shown.edges[:-1], x1=shown.edges[1:], height=heights,
                          brush=fill, pen=pg.mkPen(theme.color(Role.CARD), width=1))  # fmt: skip
        highest = float(heights.max()) if top is None else top
        room = 0.03 * float(shown.edges[-1] - shown.edges[0])
        self.plot.set_window(
            float(shown.edges[0]) - room, 0.0, float(shown.edges[-1]) + room, 1.06 * highest
        )
        self.plot.set_axis_texts("", tr(message("share in %")))
        self._words.put(self.title.setText, _title(shown, digits))
        self._words.put(self.plot.setAccessibleName, _title(shown, digits))
        self._on_hovered(None)

    def _on_hovered(self, place: QPointF | None) -> None:
        shown = self._shown
        if shown is None:
            return
        here = None if place is None else int(np.searchsorted(shown.edges, place.x())) - 1
        if here is None or not 0 <= here < len(shown.counts):
            self._words.put(self.note.setText, _about(shown))
            return
        decimals = decimals_for(shown.edges, self._digits)
        low, high = (format_value(float(shown.edges[k]), decimals) for k in (here, here + 1))
        count = int(shown.counts[here])
        self._words.put(
            self.note.setText,
            message(
                "From {low} to {high}: {count} of {total} ({share} %)",
                low=low, high=high, count=grouped(count), total=grouped(shown.total),
                share=share(count, shown.total),
            ),
        )  # fmt: skip


class HistogramPage(PortraitPage):
    """Small multiples, one per layer; on one axis if that is wanted."""

    topic: ClassVar = "histograms"
    title: ClassVar = message("Histograms")

    def __init__(self, tools: PageTools) -> None:
        super().__init__(tools)
        self.quantity = ChoiceField()
        self.quantity.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
        self.quantity.set_choices([(q, _NAMES[q]) for q in QUANTITIES], tools.tr)
        self.shared = CheckField()
        self.head.addWidget(self.quantity)
        self.head.addWidget(self.shared)
        self.head.addStretch(1)
        self.cells: list[HistogramCell] = []
        self._across = 0
        self._board = QWidget()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 4, 0)
        self._grid.setSpacing(8)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._board)
        tall = QVBoxLayout(self._board)
        tall.setContentsMargins(0, 0, 0, 0)
        tall.addLayout(self._grid)
        tall.addStretch(1)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        put = self.words.put
        put(self.quantity.setAccessibleName, message("Which values"))
        put(self.shared.setText, message("same axes"))
        put(
            self.shared.setToolTip,
            message("All layers with the same bins and the same heights, to be compared"),
        )
        self.quantity.chosen.connect(lambda _key: self.renew())
        self.shared.toggled.connect(lambda _on: self.renew())

    def depends(self, state: ViewState) -> tuple[Hashable, ...]:
        """Return which values, on which axes."""
        del state
        return (self.quantity.value, self.shared.isChecked())

    def ask(self, state: ViewState, stage: int) -> Ask:
        """Return the way to the counts; they are of one iteration's batch."""
        del stage
        del state
        shared = self.shared.isChecked()
        quantity = next(q for q in QUANTITIES if q == self.quantity.value)
        return lambda moment: _picture(moment, quantity, shared)

    def draw(self, result: HistogramPicture) -> None:
        """Show one cell for each layer that has the values."""
        assert self.state is not None
        self._have(len(result.found))
        top = None
        if result.shared:
            top = max(float((100.0 * h.counts / h.total).max()) for h in result.found)
        for cell, shown in zip(self.cells, result.found, strict=True):
            cell.show_histogram(
                shown, top, _ROLES[result.quantity], self.theme, self.state.digits, self.words.tr
            )
        self.words.put(self.caption.setText, _caption(result))

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self.quantity.retranslate(tr)
        super().retranslate(tr)

    def columns(self) -> Sequence[Column]:
        """Return lower edges, upper edges and counts, layer by layer."""
        result: HistogramPicture | None = self.result
        made: list[Column] = []
        for shown in () if result is None else result.found:
            made += [
                (f"{shown.name} from", shown.edges[:-1]),
                (f"{shown.name} to", shown.edges[1:]),
                (f"{shown.name} count", shown.counts.astype(np.float64)),
            ]
        return made

    def _have(self, count: int) -> None:
        across = 2 if self.widget.width() >= _WIDE_PX else 1
        if len(self.cells) == count and self._across == across:
            return
        self._across = across
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, across - 1)
        for cell in self.cells[count:]:
            cell.deleteLater()
        self.cells = self.cells[:count]
        while len(self.cells) < count:
            self.cells.append(HistogramCell(self.words.tr))
        for place, cell in enumerate(self.cells):
            self._grid.addWidget(cell, *divmod(place, across))


def _picture(moment: Moment, quantity: Quantity, shared: bool) -> HistogramPicture:
    trace = moment.record()
    found = histograms(trace, quantity, shared)
    return HistogramPicture(quantity, shared, moment.subject.iteration, trace.n_samples, found)


def _title(shown: Histogram, digits: int) -> Message:
    return Message(
        "{name}: {number} value from {least} to {most}",
        {
            "name": plain(shown.name), "number": grouped(shown.total),
            "least": written(shown.least, digits), "most": written(shown.most, digits),
        },
        plural="{name}: {number} values from {least} to {most}",
        count=shown.total,
    )  # fmt: skip


def _about(shown: Histogram) -> Message:
    said = message("{share} % are exactly 0.", share=share(shown.zeros, shown.total))
    if shown.dead:
        dead = Message(
            "{count} unit is 0 for every sample.",
            plural="{count} units are 0 for every sample.",
            count=len(shown.dead),
        )
        said = message("{first} {second}", first=said, second=dead)
    if shown.saturated is not None:
        flat = message(
            "{share} % are saturated: the slope there is below 1 % of the steepest.",
            share=format_value(100.0 * shown.saturated, 1),
        )
        said = message("{first} {second}", first=said, second=flat)
    return said


def _caption(result: HistogramPicture) -> Message:
    bins = message(
        "Bars hold the share of the values; as many as Sturges or Freedman and Diaconis ask for, "
        "whichever are more, at most 60."
    )
    if result.quantity == "W":
        first = message("Before update {iteration}.", iteration=grouped(result.iteration))
    else:
        first = Message(
            "The batch of iteration {iteration}, {count} sample.",
            {"iteration": grouped(result.iteration)},
            plural="The batch of iteration {iteration}, {count} samples.",
            count=result.n_samples,
        )
    return message("{first} {second}", first=first, second=bins)
