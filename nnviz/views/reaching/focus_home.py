"""The way home for the focus, when what had it goes away."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget
from shiboken6 import isValid


class FocusHome(QObject):
    """Gives the focus to the stage when the widget that had it is hidden.

    Qt gives it to whatever comes next in the order of Tab, which is anywhere in the window. Inside
    a panel that stays open the next one is near, and right.
    """

    def __init__(self, window: QWidget, stage: QWidget) -> None:
        super().__init__(window)
        self._window, self._stage = window, stage
        self._old: QWidget | None = None
        self._panel: QDockWidget | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._look)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # there is a window
        app.focusChanged.connect(self._on_focus)

    def close(self) -> None:
        """Look no more: the window is going."""
        self._soon.stop()

    def _on_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is None or now is None or now.window() is not self._window:
            return
        if old.window() is self._window:
            self._old, self._panel = old, _panel_of(old)
            self._soon.start()  # it is told before the old one is hidden altogether

    def _look(self) -> None:
        now = QApplication.focusWidget()
        gone = self._old is None or not isValid(self._old) or not self._old.isVisible()
        self._old = None
        if not gone or now is None or now.window() is not self._window:
            return
        panel = self._panel
        if panel is None or not isValid(panel) or _panel_of(now) is not panel:
            self._stage.setFocus(Qt.FocusReason.OtherFocusReason)


def _panel_of(widget: QWidget) -> QDockWidget | None:
    at: QWidget | None = widget
    while at is not None and not isinstance(at, QDockWidget):
        at = at.parentWidget()
    return at
