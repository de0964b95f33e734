"""Joins a window to the others of the program."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication

from nnviz.app.session import Session
from nnviz.app.view_state import ViewState
from nnviz.views.several.placing import keep_on_screen
from nnviz.views.window.feature import Feature

if TYPE_CHECKING:
    from nnviz.views.several.windows import Windows
    from nnviz.views.window.main_window import MainWindow


class SeveralWindows(Feature):
    """Lists the windows in the menu, passes on what concerns them all, stays on a screen.

    Signals:
        moved_home: the window was brought back onto a screen that is left.
    """

    moved_home = Signal()

    def __init__(self, session: Session, window: "MainWindow") -> None:
        super().__init__(session, window)
        self._windows: Windows | None = None
        self._menu = window.menus.submenu("windows")
        self._group = QActionGroup(self)
        self._listed: list[QAction] = []
        self._menu.aboutToShow.connect(self.list_windows)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)  # there is a window
        application.screenRemoved.connect(self._come_home)

    def join(self, windows: "Windows") -> None:
        """Belong to the windows of the program."""
        self._windows = windows

    def start(self, state: ViewState) -> None:
        """Stand where one can be seen, whatever screens were there last time."""
        keep_on_screen(self._window)

    def new(self) -> None:
        """Open a new document in a window of its own."""
        if self._windows is not None:
            self._windows.new(self._window)

    def next(self) -> None:
        """Go on to the next window."""
        if self._windows is not None:
            self._windows.show_next(self._window)

    def quit(self) -> None:
        """Close all windows, or this one if it is alone."""
        if self._windows is None:
            self._window.close()
        else:
            self._windows.quit()

    def list_windows(self) -> None:
        """Put a line for each window into the menu; the one of this window is ticked."""
        for action in self._listed:
            self._menu.removeAction(action)
            action.deleteLater()
        self._listed = []
        windows = (self._window,) if self._windows is None else self._windows.all
        self._listed.append(self._menu.addSeparator())
        for window in windows:
            self._listed.append(self._line(window))

    def _line(self, window: "MainWindow") -> QAction:
        mark = "*" if window.isWindowModified() else ""
        action = self._menu.addAction(window.windowTitle().replace("[*]", mark).replace("&", "&&"))
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.setCheckable(True)
        action.setChecked(window is self._window)
        self._group.addAction(action)
        action.triggered.connect(lambda: come_forward(window))
        return action

    def _come_home(self) -> None:
        if self._window.isVisible():
            keep_on_screen(self._window)
            self.moved_home.emit()


def come_forward(window: "MainWindow") -> None:
    """Bring a window before the others."""
    if window.isMinimized():
        window.showNormal()
    window.raise_()
    window.activateWindow()
