"""Enter presses what has the focus; Space, everywhere, plays."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QWidget


class FocusPress(QObject):
    """Gives Enter its meaning in a window whose Space is taken by the playback.

    A button is clicked, a list opens, a number field is done (and the keys play again);
    everything else gets the key as ever.
    """

    def __init__(self, window: QWidget, home: QWidget) -> None:
        super().__init__(window)
        self._home = home
        self._shortcuts: list[QShortcut] = []
        for key in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.press)
            self._shortcuts.append(shortcut)

    def press(self) -> None:
        """Press what has the focus."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton):
            focused.click()
        elif isinstance(focused, QComboBox):
            focused.showPopup()
        elif isinstance(focused, QAbstractSpinBox):
            focused.interpretText()
            self._home.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._pass_on(self._home if focused is None else focused)

    def _pass_on(self, focused: QWidget) -> None:
        """Give the key itself to a widget; Qt would look for a shortcut first, and find ours."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(focused, key)
        for shortcut in self._shortcuts:
            shortcut.setEnabled(True)
