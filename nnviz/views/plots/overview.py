"""All plots over iterations in little, side by side; each can be seen large."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message, message
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.plots.page import Column, PageTools
from nnviz.views.plots.recipes import Recipe
from nnviz.views.plots.run_page import RunPage

_WIDE, _LOW = 300, 170  # pixels that a small plot wants


class _Grid(QWidget):
    """Puts its plots into as many columns as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._parts: list[QWidget] = []
        self._columns = 0

    def add(self, part: QWidget) -> None:
        """Add a plot."""
        part.setMinimumHeight(_LOW)
        self._parts.append(part)
        self._grid.addWidget(part, len(self._parts), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the rows anew."""
        super().resizeEvent(event)
        columns = max(1, min(self.width() // _WIDE, len(self._parts)))
        if columns != self._columns:
            self._columns = columns
            for place, part in enumerate(self._parts):
                self._grid.addWidget(part, *divmod(place, columns))
            for column in range(len(self._parts)):
                self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def sizeHint(self) -> QSize:
        """Return room for one column."""
        return QSize(_WIDE, _LOW * len(self._parts))


class Overview(QObject):
    """A page of small plots: their marks and their parts of the run are one.

    Signals:
        opened: the number of the plot that is to be seen large.
    """

    opened = Signal(int)

    def __init__(
        self, tools: PageTools, plots: Sequence[tuple[Message, Recipe, bool | None]]
    ) -> None:
        super().__init__()
        self._grid = _Grid()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidget(self._grid)
        self.plots = [
            RunPage(tools, name, recipe, log=log, small=True) for name, recipe, log in plots
        ]
        for number, plot in enumerate(self.plots):
            self._grid.add(plot.widget)
            plot.opened.connect(lambda n=number: self.opened.emit(n))

    @property
    def name(self) -> Message:
        """What it is called."""
        return message("Overview")

    @property
    def widget(self) -> QWidget:
        """What is seen."""
        return self._scroll

    def set_active(self, active: bool) -> None:
        """Say whether it is seen."""
        for plot in self.plots:
            plot.set_active(active)

    def show(self, state: ViewState) -> None:
        """Show a state."""
        for plot in self.plots:
            plot.show(state)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        for plot in self.plots:
            plot.retranslate(tr)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        for plot in self.plots:
            plot.set_theme(theme)

    def columns(self) -> Sequence[Column]:
        """Return nothing: each plot has a table of its own."""
        return ()
