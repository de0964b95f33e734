"""Where the speaker's view is shown: full on a second screen, else as a window of its own."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QScreen

from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message
from nnviz.views.look.theme import Theme
from nnviz.views.painting.painter import Translator
from nnviz.views.presenting.speaker import SpeakerView

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow


class SecondScreen(QObject):
    """Opens and closes the speaker's view.

    Signals:
        closed: the person has closed it.
    """

    closed = Signal()

    def __init__(self, window: "MainWindow", is_wanted: bool) -> None:
        super().__init__(window)
        self._window = window
        self._view: SpeakerView | None = None
        self.is_wanted = is_wanted  # as soon as there is a second screen

    @property
    def view(self) -> SpeakerView | None:
        """The speaker's view while it is open."""
        return self._view

    @property
    def is_there(self) -> bool:
        """Say whether there is a second screen on which the view is wanted."""
        return self.is_wanted and self._screen() is not None

    def open(self, theme: Theme, catalogue: Translator) -> None:
        """Show the view."""
        if self._view is not None:
            return
        self._view = SpeakerView(theme, catalogue, self._window.presenter.show_on)
        self._view.closed.connect(self._on_closed)
        screen = self._screen()
        if screen is None:
            self._view.show()
        else:
            self.is_wanted = True
            self._view.setGeometry(screen.geometry())
            self._view.showFullScreen()
        self._window.activateWindow()

    def close(self) -> None:
        """Close the view."""
        view, self._view = self._view, None
        if view is not None:
            view.close()
            view.deleteLater()

    def show_state(self, state: ViewState) -> None:
        """Show another moment."""
        if self._view is not None:
            self._view.show_state(state)

    def show_aside(self, aside: Message | None) -> None:
        """Say that the hall sees something else."""
        if self._view is not None:
            self._view.show_aside(aside)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        if self._view is not None:
            self._view.set_theme(theme)

    def set_catalogue(self, catalogue: Translator) -> None:
        """Speak another language."""
        if self._view is not None:
            self._view.set_catalogue(catalogue)

    def _screen(self) -> QScreen | None:
        """Return a screen on which the window is not."""
        own = self._window.screen()
        return next((one for one in QGuiApplication.screens() if one is not own), None)

    def _on_closed(self) -> None:
        if self._view is not None:
            self.is_wanted = self._screen() is None  # whoever closes it there wants it no more
            view, self._view = self._view, None
            view.deleteLater()
            self.closed.emit()
