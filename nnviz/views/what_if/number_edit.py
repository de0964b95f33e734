"""A field in which one number is typed or nudged, and one in which a class is chosen."""

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from nnviz.app.typed_number import typed_number
from nnviz.views.look import fonts

_OWN_KEYS: Final = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}
)
# These mean nothing in a number: they play on. What is undone is the edit, not the typing.
_PLAYBACK_KEYS: Final = frozenset({Qt.Key.Key_Space, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_ENDS: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_NOTCH = 120


def wheel_steps(event: QWheelEvent) -> int:
    """Return how many nudges a turn of the wheel is: one at least, upwards above zero."""
    turn = event.angleDelta().y() or event.angleDelta().x()
    steps = int(abs(turn) / _NOTCH) or (1 if turn else 0)
    return steps if turn > 0 else -steps


def is_fine(event: QKeyEvent | QWheelEvent) -> bool:
    """Say whether Shift asks for small steps."""
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)


class NumberEdit(QLineEdit):
    """Says each number as soon as it is one; what it shows is never read back by itself.

    Signals:
        typed: the number that the text is now.
        nudged: how many steps up, and whether small ones.
        done: Enter.
        left: Escape.
    """

    typed = Signal(float)
    nudged = Signal(int, bool)
    done = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.installEventFilter(self)
        self.setFont(fonts.number_font(17))
        self.setMaxLength(24)
        self.textEdited.connect(self._on_edited)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the keys of a number from the menus, and leave them those of the playback."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in _OWN_KEYS:
                event.accept()
                return True
            undo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
            if event.key() in _PLAYBACK_KEYS or any(map(event.matches, undo)):
                event.ignore()
                return True  # before the field takes it, and not taken: the window may
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nudge, end, or type."""
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.nudged.emit(1 if key is Qt.Key.Key_Up else -1, is_fine(event))
        elif key in _ENDS:
            self.done.emit()
        elif key is Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nudge."""
        self.nudged.emit(wheel_steps(event), is_fine(event))
        event.accept()

    def says(self, value: float) -> bool:
        """Say whether the text is this number, as exactly as single precision has it."""
        number = typed_number(self.text())
        return number is not None and math.isclose(number, value, rel_tol=1e-6, abs_tol=0.0)

    def _on_edited(self, text: str) -> None:
        value = typed_number(text)
        if value is not None:
            self.typed.emit(value)


class ClassChoice(QComboBox):
    """One of the classes.

    Signals:
        chosen: the number of the class.
        done: Enter.
        left: Escape.
    """

    chosen = Signal(int)
    done = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.installEventFilter(self)
        self.setFont(fonts.text_font(14))
        self.currentIndexChanged.connect(self._on_index)

    def show_classes(self, names: Sequence[str], chosen: int) -> None:
        """Offer classes, one of them chosen, without reporting it."""
        blocked = self.blockSignals(True)
        if [self.itemText(place) for place in range(self.count())] != list(names):
            self.clear()
            self.addItems(list(names))
        self.setCurrentIndex(chosen)
        self.blockSignals(blocked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the keys of a choice from the menus."""
        own = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if own and isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End, or choose."""
        if event.key() in _ENDS:
            self.done.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_index(self, index: int) -> None:
        if index >= 0:
            self.chosen.emit(index)
