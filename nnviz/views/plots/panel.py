"""The plots panel: one page at a time, chosen from a list; copied, saved, put in its own window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.app.view_state import ViewState
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message, message
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts, icons
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words, decimal_sign
from nnviz.views.plots import saving
from nnviz.views.plots.overview import Overview
from nnviz.views.plots.page import PageTools, PlotPage
from nnviz.views.plots.pages import PAGES

_EVERY_MS = 100  # between two pictures while a run is trained
_KINDS = "PNG (*.png);;SVG (*.svg);;CSV (*.csv)"


class PlotsPanel(QWidget):
    """Tells the page that is seen what has changed; the others are told when they are seen.

    Signals:
        float_wanted: to stand in a window of its own, or back.
        refused: why something could not be done.
    """

    float_wanted = Signal()
    refused = Signal(object)

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._words = Words(tools.tr)
        self._state: ViewState | None = None
        self._seen = False
        self.pages: list[PlotPage] = [make(tools) for make in PAGES]
        self.chooser = QComboBox()
        self._stack = QStackedWidget()
        self._float, self._export = QToolButton(), QToolButton()
        self._menu = QMenu(self)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_EVERY_MS)
        self._late = False
        self._fill()
        self._lay_out()
        self.set_theme(tools.theme)

    @property
    def page(self) -> PlotPage:
        """The page that is chosen."""
        return self.pages[self._stack.currentIndex()]

    def choose(self, number: int) -> None:
        """See another page."""
        self.chooser.setCurrentIndex(number)

    def set_seen(self, seen: bool) -> None:
        """Say whether the panel is seen; while it is not, its pages compute nothing."""
        if seen != self._seen:
            self._seen = seen
            self.page.set_active(seen)
            self._show_now()

    def show_state(self, state: ViewState) -> None:
        """Show a state: at once, or soon while a run is trained."""
        self._state = state
        if not self._seen:
            return
        if self._wait.isActive():
            self._late = True
            return
        self._show_now()
        if self._tools.is_training():
            self._wait.start()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        for number, page in enumerate(self.pages):
            page.retranslate(tr)
            self.chooser.setItemText(number, tr(page.name))

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        ink, side = theme.color(Role.TEXT), fonts.scaled(16)
        for button in (self._float, self._export):
            button.setIconSize(QSize(side, side))
        self._float.setIcon(icons.icon("swap", ink))
        self._export.setIcon(icons.icon("export", ink))
        for page in self.pages:
            page.set_theme(theme)

    def copy(self) -> None:
        """Put what is seen on the clipboard as a picture."""
        QGuiApplication.clipboard().setImage(saving.picture(self.page.widget))

    def copy_numbers(self) -> None:
        """Put the numbers on the clipboard as a table, as spreadsheets take it."""
        text = saving.table(self.page.columns(), decimal_sign(self._words.tr), "\t")
        QGuiApplication.clipboard().setText(text)

    def ask_where(self) -> None:
        """Let the person choose a file to save to."""
        title = self._words.tr(message("Save plot"))
        name = self._words.tr(self.page.name)
        chosen, kind = QFileDialog.getSaveFileName(self, title, f"{name}.png", _KINDS)
        if chosen:
            path = Path(chosen)
            self.save(path if path.suffix else path.with_suffix(f".{kind[:3].lower()}"))

    def save(self, path: Path) -> None:
        """Write what is seen, or its numbers, as the name of the file says."""
        page = self.page
        columns = page.columns()
        if path.suffix.lower() == ".csv" and not columns:
            self.refused.emit(message("This page has no table of numbers; save it as a picture."))
            return
        try:
            tr = self._words.tr
            saving.save(path, page.widget, columns, tr(page.name), decimal_sign(tr))
        except NnvizError as error:
            self.refused.emit(error.message)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the picture; everything else is for the window."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def _show_now(self) -> None:
        self._late = False
        if self._state is not None and self._seen:
            self.page.show(self._state)

    def _on_wait(self) -> None:
        if self._late and self._state is not None:
            self.show_state(self._state)

    def _on_page(self, number: int) -> None:
        if self._seen:
            self.page.set_active(False)
        self._stack.setCurrentIndex(number)
        if self._seen:
            self.page.set_active(True)
            self._show_now()
        self._numbers.setEnabled(not isinstance(self.page, Overview))

    def _fill(self) -> None:
        for page in self.pages:
            self._stack.addWidget(page.widget)
            self.chooser.addItem(self._words.tr(page.name))
            if isinstance(page, Overview):
                page.opened.connect(self.choose)
        self._item(message("Copy as picture"), self.copy)
        self._numbers = self._item(message("Copy numbers"), self.copy_numbers)
        self._item(message("Save as PNG, SVG or CSV…"), self.ask_where)
        self.chooser.currentIndexChanged.connect(self._on_page)
        self._wait.timeout.connect(self._on_wait)

    def _item(self, text: Message, do: Callable[[], None]) -> QAction:
        action = self._menu.addAction("")
        self._words.put(action.setText, text)
        action.triggered.connect(do)
        return action

    def _lay_out(self) -> None:
        for button, text in (
            (self._float, message("In a window of its own, or back")),
            (self._export, message("Copy or save this plot")),
        ):
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._words.put(button.setToolTip, text)
            self._words.put(button.setAccessibleName, text)
        self._words.put(self.chooser.setAccessibleName, message("Which plot"))
        self._float.clicked.connect(self.float_wanted)
        self._export.setMenu(self._menu)
        self._export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        head = QHBoxLayout()
        head.setContentsMargins(6, 4, 4, 0)
        head.addWidget(self.chooser, 1)
        head.addWidget(self._export)
        head.addWidget(self._float)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self.setMinimumSize(280, 300)
