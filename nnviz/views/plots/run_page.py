"""A plot over iterations as a page: its head, its legend and what is missing."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nnviz.app.measures.meter import View
from nnviz.app.measures.outline import Floats
from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message, message
from nnviz.engine.notation import plain
from nnviz.scene.numbers import decimals_for, epochs_text, format_value, grouped, more_digits
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words, spoken
from nnviz.views.panels.check_field import CheckField
from nnviz.views.plots.breaking import Breaking
from nnviz.views.plots.legend import Entry, Legend
from nnviz.views.plots.page import Column, PageTools
from nnviz.views.plots.plotted import Key, Plotted
from nnviz.views.plots.recipes import Ask, Recipe
from nnviz.views.plots.run_plot import RunPlot

_WIDE = "−0.00000"  # as wide as any value
_MANY = 12  # names in a legend; of more lines the nearest to the pointer is named
_HINT = message(
    "Click or drag to go to an iteration; the wheel looks closer, Shift and a drag at a part, "
    "a double click at everything. Arrow keys move the mark."
)


class RunPage(QObject):
    """A :class:`nnviz.views.plots.page.PlotPage` about iterations.

    ``log`` says whether a switch for logarithms is there and how it stands at first (None: none).
    ``chooses`` says whether a parameter can be chosen. A ``small`` one has a title and no switches.

    Signals:
        opened: a small one is to be seen large.
    """

    opened = Signal()

    def __init__(
        self,
        tools: PageTools,
        name: Message,
        recipe: Recipe,
        *,
        log: bool | None = None,
        chooses: bool = False,
        small: bool = False,
    ) -> None:
        super().__init__()
        self._name = name
        self._widget = QWidget()
        self._tools, self._metering, self._recipe = tools, tools.metering, recipe
        self._words = Words(tools.tr)
        self._state: ViewState | None = None
        self._plotted: Plotted | None = None
        self._pointed: int | None = None
        self._active = False
        self._digits = 3
        self._log, self._small = log, small
        self.plot = RunPlot(tools.theme, tools.tr)
        self.legend = Legend(tools.theme)
        self.log = CheckField()
        self.epochs = CheckField()
        self.choice = QComboBox() if chooses else None
        self.note = QLabel()
        self.way = QPushButton()
        self._caption = QLabel()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(30)
        self._lay_out()
        self._connect()

    @property
    def name(self) -> Message:
        """What it is called."""
        return self._name

    @property
    def widget(self) -> QWidget:
        """What is seen."""
        return self._widget

    def set_active(self, active: bool) -> None:
        """Say whether it is seen."""
        self._active = active
        if active:
            self._metering.look(self, None)
            if self._state is not None:
                self.show(self._state)
        else:
            self._again.stop()
            self._metering.look_away(self)

    def show(self, state: ViewState) -> None:
        """Show a state."""
        self._state, self._digits = state, state.digits
        if self._active:
            self._metering.show(state)
            self._redraw()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self.plot.retranslate(tr)
        self._write()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.plot.set_theme(theme)
        self.legend.set_theme(theme)

    def columns(self) -> Sequence[Column]:
        """Return iterations, epochs and what is read off each line, over all of the run."""
        if self._state is None or self._state.course is None:
            return ()
        course = self._state.course
        last = self._state.last_iteration
        plotted = self._recipe(self._ask(course.run.first_iteration, last, 100_000))
        keys = [key for key in plotted.keys if len(key.x)]
        if not keys:
            return ()
        x = np.unique(np.concatenate([key.x for key in keys]))
        found: list[Column] = [("iteration", x), ("epoch", course.epochs(x))]
        return [*found, *((key.column, _spread(key, x)) for key in keys)]

    # Inside

    def _ask(self, start: int, stop: int, most: int) -> Ask:
        assert self._state is not None
        assert self._state.course is not None
        choice = "" if self.choice is None else str(self.choice.currentData() or "")
        course, rival = self._state.course, self._state.rival
        return Ask(course, self._metering.measures, start, stop, most, choice, rival)

    def _redraw(self) -> None:
        state = self._state
        if state is None or state.course is None or not self._active:
            return
        course = state.course
        self._offer_parameters()
        self.plot.set_run(course.run.first_iteration, state.last_iteration, state.iteration)
        self.plot.set_marks(tuple(mark.iteration for mark in course.marks))
        self.plot.count_epochs(course if self.epochs.isChecked() else None)
        start, stop = self.plot.span
        self._plotted = self._recipe(self._ask(start, stop, max(self.plot.width(), 200)))
        self.plot.set_plotted(self._plotted)
        self._write()

    def _offer_parameters(self) -> None:
        if self.choice is None or self._state is None or self._state.course is None:
            return
        names = list(self._state.course.run.spec.parameter_shapes)
        known = [self.choice.itemData(k) for k in range(self.choice.count())]
        if known == names:
            for place, name in enumerate(names):
                self.choice.setItemText(place, spoken(self._words.tr, plain(name)))
            return
        now = self.choice.currentData()
        self.choice.blockSignals(True)
        self.choice.clear()
        for name in names:
            self.choice.addItem(spoken(self._words.tr, plain(name)), name)
        self.choice.setCurrentIndex(max(names.index(now) if now in names else 0, 0))
        self.choice.blockSignals(False)

    def _write(self) -> None:
        """Write what is read off the lines at the iteration asked about."""
        if self._plotted is None or self._state is None:
            return
        iteration = self._state.iteration if self._pointed is None else self._pointed
        keys: Sequence[Key] = self._plotted.keys
        if len(keys) > _MANY:
            keys = self._nearest(keys, iteration)
        tr = self._words.tr
        last = self._state.last_iteration
        self.legend.set_entries(
            tuple(_entry(key, iteration, last, self._digits, tr) for key in keys)
        )
        self._words.put(self._caption.setText, self._place(iteration))
        self._write_note()

    def _write_note(self) -> None:
        plotted = self._plotted
        assert plotted is not None
        note = self._metering.problem or plotted.note
        hidden = self.plot.hidden_values
        if hidden and note is None:
            note = Message(
                "{number} value is 0 or less and has no place on a log axis.",
                {"number": grouped(hidden)},
                plural="{number} values are 0 or less and have no place on a log axis.",
                count=hidden,
            )
        self.note.setVisible(note is not None and not self._small)
        self.way.setVisible(plotted.way is not None and not self._small)
        if note is not None:
            self._words.put(self.note.setText, note)
        if plotted.way is not None:
            self._words.put(self.way.setText, plotted.way.text)
            self._words.put(self.way.setToolTip, plotted.way.text)

    def _nearest(self, keys: Sequence[Key], iteration: int) -> Sequence[Key]:
        """Return the few lines that are nearest to the pointer, else the first ones."""
        height = self.plot.pointed_height
        if height is None or self._pointed is None:
            return keys[:4]
        known = [(key, key.at(iteration)) for key in keys]
        good = [(abs(at[1] - height), place) for place, (_, at) in enumerate(known)
                if at is not None and np.isfinite(at[1])]  # fmt: skip
        return [keys[place] for _, place in sorted(good)[:4]]

    def _place(self, iteration: int) -> Message:
        assert self._state is not None
        assert self._state.course is not None
        course = self._state.course
        epoch = float(course.epochs([iteration])[0])
        near = next((mark for mark in course.marks if mark.iteration == iteration), None)
        counts = {"number": grouped(iteration), "epoch": epochs_text(epoch, 2)}
        if near is not None:
            return message("Iteration {number} · epoch {epoch} · edit: {edit}", edit=near.name,
                           **counts)  # fmt: skip
        return message("Iteration {number} · epoch {epoch}", **counts)

    def _on_pointed(self, iteration: int) -> None:
        self._pointed = None if iteration < 0 else iteration
        self._write()

    def _on_span(self) -> None:
        start, stop = self.plot.span
        self._metering.look(self, View(start, stop) if self.plot.is_zoomed else None)
        self._again.start()

    def _on_known(self) -> None:
        if self._active:
            self._again.start()

    def _connect(self) -> None:
        self.plot.iteration_chosen.connect(self._tools.session.seek_iteration)
        self.plot.pointed.connect(self._on_pointed)
        self.plot.span_changed.connect(self._on_span)
        self._metering.known.connect(self._on_known)
        self._again.timeout.connect(self._redraw)
        self.log.toggled.connect(self.plot.set_log)
        self.log.toggled.connect(self._write)
        self.epochs.toggled.connect(self._redraw)
        self.way.clicked.connect(self._on_way)
        if self.choice is not None:
            self.choice.currentIndexChanged.connect(self._redraw)
        if self._log is not None:
            self.log.setChecked(self._log)

    def _on_way(self) -> None:
        if self._plotted is not None and self._plotted.way is not None:
            self._tools.run_action(self._plotted.way.action)

    def _lay_out(self) -> None:
        put = self._words.put
        put(self.log.setText, message("log scale"))
        put(self.epochs.setText, message("epochs"))
        put(self.epochs.setToolTip, message("Count epochs along the axis instead of iterations"))
        put(self.plot.setAccessibleName, self.name)
        put(self.plot.setAccessibleDescription, _HINT)
        put(self.plot.setToolTip, _HINT)
        self._caption.setFont(fonts.text_font(12))
        self.note.setFont(fonts.text_font(12))
        self.way.setFont(fonts.text_font(12))
        self.note.setWordWrap(True)
        self.note.hide()
        self.way.hide()
        column = QVBoxLayout(self._widget)
        margin = 4 if self._small else 10
        column.setContentsMargins(margin, 4, margin, 6)
        column.setSpacing(4)
        column.addWidget(self._head())
        column.addWidget(self.legend)
        below = QHBoxLayout()
        below.addWidget(self.note, 1)
        below.addWidget(self.way)
        column.addLayout(below)
        column.addWidget(self.plot, 1)

    def _head(self) -> QWidget:
        if self._small:
            title = QPushButton()
            title.setFlat(True)
            title.setStyleSheet("text-align: left; padding: 2px 4px;")
            title.setFont(fonts.text_font(12, bold=True))
            self._words.put(title.setText, self.name)
            self._words.put(title.setToolTip, message("Show this plot large"))
            title.clicked.connect(self.opened)
            return title
        switches = QHBoxLayout()
        if self.choice is not None:
            self._words.put(self.choice.setAccessibleName, message("Weights or biases"))
            switches.addWidget(self.choice)
        if self._log is None:
            self.log.hide()
        switches.addWidget(self.log)
        switches.addWidget(self.epochs)
        switches.addStretch(1)
        return Breaking(self._caption, switches)


def page(
    name: Message, recipe: Recipe, *, log: bool | None = None, chooses: bool = False
) -> Callable[[PageTools], RunPage]:
    """Return what makes a page of a recipe."""

    def make(tools: PageTools) -> RunPage:
        return RunPage(tools, name, recipe, log=log, chooses=chooses)

    return make


def _entry(key: Key, iteration: int, last: int, digits: int, tr: Translate) -> Entry:
    at, room = key.at(iteration), _WIDE
    if key.each and len(key.x) <= last:
        room = tr(message("{value} @{number}", value=room, number=grouped(last)))
    if at is None or not np.isfinite(at[1]):
        return Entry(key.ink, tr(key.name), "–", room)
    value = format_value(at[1], decimals_for([at[1]], more_digits(digits)))
    text = message("{name}", name=value)
    if key.each and at[0] != iteration:
        text = message("{value} @{number}", value=value, number=grouped(at[0]))
    return Entry(key.ink, tr(key.name), tr(text), room)


def _spread(key: Key, x: Floats) -> Floats:
    """Return the values of a line at all iterations of the table; NaN where it has none."""
    found = np.full(len(x), np.nan)
    found[np.searchsorted(x, key.x)] = key.y
    return found
