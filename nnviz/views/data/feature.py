"""The data in the window: choose them, see them as a table, draw them."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QTabBar, QTabWidget, QToolButton, QWidget

from nnviz.app import data, points, supposing
from nnviz.app.batch_rows import batch_rows
from nnviz.app.edits import Edit, SetTable
from nnviz.app.session import Session
from nnviz.app.table import Table
from nnviz.app.view_state import ViewState
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message, message
from nnviz.engine.orientation import HostArray
from nnviz.views.data.data_form import DataForm
from nnviz.views.data.files import DataFiles
from nnviz.views.data.points_panel import PointsPanel
from nnviz.views.data.table_panel import TablePanel
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.window.feature import Feature

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow

PANEL = "data"
_TABS = (
    ("data_form", message("Choose")),
    ("data", message("Table")),
    ("points", message("Draw")),
)


class DataFeature(Feature):
    """One panel with three leaves; what is done in any of them is one edit of the session."""

    def __init__(self, session: Session, window: "MainWindow") -> None:
        super().__init__(session, window)
        tr, theme = window.tr_message, window.theme
        self.form = DataForm(theme, tr)
        self.table = TablePanel(theme, tr)
        self.points = PointsPanel(theme, tr)
        self.tabs = QTabWidget()
        self._leaves: dict[str, QWidget] = {
            "data_form": self.form, "data": self.table, "points": self.points,
        }  # fmt: skip
        self._words = Words(tr)
        self.tabs.setDocumentMode(True)
        for bar in (self.tabs, self.tabs.tabBar()):
            self._words.put(bar.setAccessibleName, message("Data"))
        self._name_arrows(self.tabs.tabBar())
        for place, (name, words) in enumerate(_TABS):
            self.tabs.addTab(self._leaves[name], "")
            self._words.put(partial(self.tabs.setTabText, place), words)
        area = Qt.DockWidgetArea.LeftDockWidgetArea
        self.dock = window.arrangement.add_panel(PANEL, message("Data"), area, self.tabs)
        build = window.findChild(QDockWidget, "build")
        if isinstance(build, QDockWidget):
            window.tabifyDockWidget(build, self.dock)
        self.files = DataFiles(window, lambda: window.tr_message, self._table_now, window.refuse)
        self._stale = True
        self._connect()

    def start(self, state: ViewState) -> None:
        """Show the data if the panel was left open."""
        self._name_dock_tabs()
        self._show(state)

    def apply(self, old: ViewState, new: ViewState) -> None:
        """Follow the data and the sample on the stage."""
        if old.experiment is not new.experiment:
            self._stale = True
        if self._stale or old.sample != new.sample or old.trace is not new.trace:
            self._show(new)

    def refresh(self) -> None:
        """Show the data when the panel has been opened."""
        self._name_dock_tabs()
        self._show(self._session.state)

    def toggle(self, leaf: str) -> None:
        """Open a leaf of the panel and go into it, or close the panel if one is there already."""
        here = self.tabs.currentWidget() is self._leaves[leaf]
        seen = not self.tabs.visibleRegion().isEmpty()
        if self._window.is_panel_open(PANEL) and here and seen:
            self._close()
            return
        self.open(leaf)

    def open(self, leaf: str) -> None:
        """Open a leaf of the panel and go into it."""
        self.tabs.setCurrentWidget(self._leaves[leaf])
        self._window.set_panel_open(PANEL, True)
        self.dock.raise_()
        self._show(self._session.state)
        if leaf == "data" and not self.table.view.currentIndex().isValid():
            self.table.view.go_to(max(self.table.model.sample_row, 0), 0)
        inside = {"data": self.table.view, "points": self.points.plane}
        inside.get(leaf, self.form.choice).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        for leaf in (self.form, self.table, self.points):
            leaf.set_theme(theme)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self._name_dock_tabs()
        for leaf in (self.form, self.table, self.points):
            leaf.retranslate(tr)

    def close(self) -> None:
        """Let a file under way be finished."""
        self.files.close()

    def _connect(self) -> None:
        self.form.edited.connect(self._on_edited)
        self.form.csv_wanted.connect(self._window.ask_for_csv)
        self.form.export_wanted.connect(self.files.ask_to_export)
        self.table.edited.connect(self._on_table)
        self.table.export_wanted.connect(self.files.ask_to_export)
        self.table.row_chosen.connect(self._on_row)
        self.table.left.connect(self._window.stage.setFocus)
        self.points.edited.connect(self._on_points)
        self.points.left.connect(self._window.stage.setFocus)
        self.tabs.currentChanged.connect(lambda _: self._show(self._session.state))

    def _name_arrows(self, bar: QTabBar) -> None:
        """Name the arrows that Qt shows where the tabs have no room, once and in English only."""
        for name, words in (
            ("ScrollLeftButton", message("Tabs further left")),
            ("ScrollRightButton", message("Tabs further right")),
        ):
            arrow = bar.findChild(QToolButton, name)
            if isinstance(arrow, QToolButton):
                self._words.put(arrow.setAccessibleName, words)

    def _name_dock_tabs(self) -> None:
        """Name the bars that Qt makes for panels in one place, for those who hear the window."""
        only = Qt.FindChildOption.FindDirectChildrenOnly
        for bar in self._window.findChildren(QTabBar, "", only):
            if isinstance(bar, QTabBar):
                bar.setAccessibleName(self._words.tr(message("Panels")))
                self._name_arrows(bar)

    def _show(self, state: ViewState) -> None:
        """Show the data in the leaf that is seen; the others follow when they are."""
        if not self._window.is_panel_open(PANEL):
            return
        self._stale = False
        spec = state.experiment.data
        leaf = self.tabs.currentWidget()
        if leaf is self.form:
            self.form.show_data(spec)
            return
        try:
            table, held = data.as_table(spec), data.parts(spec).validation_rows
        except NnvizError as error:
            self._window.refuse(error.message)
            return
        if leaf is self.points:
            self.points.set_table(table)
            return
        self.table.set_table(table, held)
        self._show_sample(state, held)

    def _show_sample(self, state: ViewState, held: HostArray) -> None:
        rows = batch_rows(state.experiment, supposing.before(state), state.iteration)
        row = -1 if rows is None else int(rows[state.sample])
        self.table.model.set_marks(row, rows, held)
        self.table.view.bring_row(row)

    def _on_row(self, row: int) -> None:
        """Show the sample of a row on the stage, if it is in the batch."""
        state = self._session.state
        rows = batch_rows(state.experiment, supposing.before(state), state.iteration)
        if rows is not None and row in rows:
            self._session.select_sample(int(np.flatnonzero(rows == row)[0]))

    def _on_table(self, table: Table, what: Message, own: str) -> None:
        reason = self._edit(SetTable(self._settled(table), what, own=own or None))
        if reason is not None:
            self.table.refuse(reason)

    def _on_points(self, table: Table, what: Message, fresh: bool) -> None:
        edit = SetTable(table, what, own=points.OWN) if fresh else SetTable(table, what)
        reason = self._edit(edit)
        if reason is not None:
            self.points.refuse(reason)

    def _on_edited(self, edit: Edit) -> None:
        reason = self._edit(edit)
        if reason is not None:
            self.form.show_data(self._session.state.experiment.data)

    def _edit(self, edit: Edit) -> Message | None:
        """Do an edit; return why it did not come about, None if it did."""
        before = self._session.state.experiment
        self._window.edit(edit)
        state = self._session.state
        if state.experiment is before:
            return state.notice
        self._show(state)  # the next key may come before the window has been told
        return None

    def _settled(self, table: Table) -> Table:
        """Return a table from a sheet; one of another number of samples is divided anew."""
        spec = self._session.state.experiment.data
        same = table.held_out is not None and table.held_for == (spec.validation, spec.seed)
        return table if same else replace(table, held_out=None, held_for=None)

    def _table_now(self) -> Table:
        return data.as_table(self._session.state.experiment.data)

    def _close(self) -> None:
        self._window.set_panel_open(PANEL, False)
        self._window.stage.setFocus(Qt.FocusReason.OtherFocusReason)
