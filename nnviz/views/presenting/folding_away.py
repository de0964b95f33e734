"""Everything but the stage is put aside, and comes back as it was."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QWidget

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow

_STRIPS = ("map", "symptoms", "code")
_VERSION = 1
_PATIENCE_MS = 200  # of a window manager, to fill the screen


class FoldingAway:
    """Remembers how a window was when everything else was put aside.

    A panel in a window of its own stays where it is: it may be on another screen.
    """

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._docks = QByteArray()
        self._strips: tuple[str, ...] = ()
        self._bars: list[QWidget] = []
        self._was_full = False
        self._place: QRect | None = None  # of a window that had to fill the screen by itself
        self._wait = QTimer(window)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PATIENCE_MS)
        self._wait.timeout.connect(self._fill)

    def fold(self) -> None:
        """Put everything but the stage aside and fill the screen."""
        window = self._window
        window.arrangement.hold(True)
        self._docks = window.saveState(_VERSION)
        self._strips = tuple(name for name in _STRIPS if window.is_panel_open(name))
        self._was_full = window.isFullScreen()
        views = window.views
        bars = (window.menuWidget(), views.timeline, views.transport, views.level, window.welcome)
        self._bars = [bar for bar in bars if bar is not None and not bar.isHidden()]
        for bar in self._bars:
            bar.hide()
        for dock in window.findChildren(
            QDockWidget, options=Qt.FindChildOption.FindDirectChildrenOnly
        ):
            if not dock.isFloating():
                dock.hide()
        for name in self._strips:
            window.set_panel_open(name, False)
        window.set_full_screen(True)
        self._wait.start()

    def keep(self) -> None:
        """Put the bars aside again that have come back because of what they show."""
        for bar in self._bars:
            bar.hide()

    def unfold(self) -> None:
        """Let everything be as it was."""
        window = self._window
        self._wait.stop()
        if not self._was_full:
            window.set_full_screen(False)
        if self._place is not None:
            window.setGeometry(self._place)
            self._place = None
        for bar in self._bars:
            bar.show()
        window.restoreState(self._docks, _VERSION)
        for name in _STRIPS:
            if window.is_panel_open(name) != (name in self._strips):
                window.set_panel_open(name, name in self._strips)
        window.arrangement.hold(False)

    def _fill(self) -> None:
        """Fill the screen where there is no window manager that does: on a bare X server."""
        window, screen = self._window, self._window.screen().geometry()
        if QGuiApplication.platformName() == "xcb" and window.geometry() != screen:
            self._place = window.geometry()
            window.setGeometry(screen)
