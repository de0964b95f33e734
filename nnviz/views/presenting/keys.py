"""The keys of a presenter, taken before the window's own get them; and the pointer's moves."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow

_TYPED_IN = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)
_MODIFIERS = {
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock,
}  # fmt: skip
_PLAIN = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


class PresenterKeys(QObject):
    """Watches the whole program while one presents.

    ``take`` is asked about each key with no Ctrl, Alt or Meta, its text and whether Shift is held;
    it says whether it wants the key. Fields in which one types, and dialogs, keep theirs.

    Signals:
        pointed: where the pointer is, in pixels of the screen.
    """

    pointed = Signal(QPointF)

    def __init__(self, window: "MainWindow", take: Callable[[int, str, bool], bool]) -> None:
        super().__init__(window)
        self._window = window
        self._take = take
        self._others: list[QWidget] = []
        self._is_watching = False
        self._taken = -1

    def watch(self) -> None:
        """Begin to take keys."""
        if not self._is_watching:
            self._is_watching = True
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def stop(self) -> None:
        """Leave all keys to the window again."""
        if self._is_watching:
            self._is_watching = False
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]

    def include(self, other: QWidget | None) -> None:
        """Take the keys of another window too, or of none besides."""
        self._others = [] if other is None else [other]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a presenter's keys, before Qt looks for a shortcut; note where the pointer is."""
        kind = event.type()
        if kind is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._on_override(watched, event)
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_press(event)
        if (
            kind is QEvent.Type.MouseMove
            and isinstance(event, QMouseEvent)
            and (isinstance(watched, QWidget) and watched.window() is self._window)
        ):
            self.pointed.emit(event.globalPosition())
        return False

    def _on_override(self, watched: QObject, event: QKeyEvent) -> bool:
        """Take the key now: what is taken here comes again as a press, which then does nothing."""
        self._taken = -1
        if not self._is_ours(watched) or event.modifiers() & ~_PLAIN:
            return False
        key = event.key()
        if key in _MODIFIERS:
            return False
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not self._take(key, event.text(), shift):
            return False
        self._taken = key
        event.accept()
        return True

    def _on_press(self, event: QKeyEvent) -> bool:
        if event.key() != self._taken:
            return False
        self._taken = -1
        event.accept()
        return True

    def _is_ours(self, watched: QObject) -> bool:
        if QApplication.activeModalWidget() or QApplication.activePopupWidget():
            return False
        if isinstance(QApplication.focusWidget(), _TYPED_IN):
            return False
        if not isinstance(watched, QWidget):
            return False
        return watched.window() in {self._window, *self._others}
