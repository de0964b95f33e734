"""Fields of the build panel: they speak only when the person has changed something."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)

from nnviz.app.typed_number import typed_number
from nnviz.engine.message import Message
from nnviz.views.look.decimal_sign import has_decimal_comma
from nnviz.views.look.words import Translate

_LIST_KEYS = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown, *(Qt.Key(code) for code in range(Qt.Key.Key_A, Qt.Key.Key_Z + 1)),
)  # fmt: skip
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_MOST_WHOLE = 1e9  # whole numbers below are written in full
_PLAYBACK_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class _KeysForPlayback(QObject):
    """Leaves to the window's shortcuts the keys that mean nothing in a number."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide such a key's claim on the shortcut from the field."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return event.key() in _PLAYBACK_KEYS
        return super().eventFilter(watched, event)


class _KeysForList(QObject):
    """Keeps for an open list the keys that choose in it; the window would take the arrows."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim such a key before a shortcut gets it."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return super().eventFilter(watched, event)
        # What takes or closes the list is Qt's own, and done in this very event.
        if event.key() in _LIST_KEYS and not event.modifiers() & _COMMANDS:
            event.accept()
            return True
        return super().eventFilter(watched, event)


class IntField(QSpinBox):
    """A whole number.

    Signals:
        chosen: the new number, when typing is finished or an arrow is pressed.
    """

    chosen = Signal(int)

    def __init__(self, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(least, most)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._keys = _KeysForPlayback(self)
        self.installEventFilter(self._keys)
        self.lineEdit().installEventFilter(self._keys)
        self.valueChanged.connect(self.chosen)

    def show_value(self, value: int, most: int | None = None) -> None:
        """Show a number, and the most it may be, without reporting it."""
        blocked = self.blockSignals(True)
        if most is not None:
            self.setMaximum(most)
        self.setValue(value)
        self.blockSignals(blocked)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave the keys to the playback after a click on an arrow; a click into the text types."""
        super().mouseReleaseEvent(event)
        self.clearFocus()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the panel, not the number, unless the field has the focus."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class FloatField(QDoubleSpinBox):
    """A number, written short: 0.1, 1e-08.

    Signals:
        chosen: the new number, when typing is finished or an arrow is pressed.
    """

    chosen = Signal(float)

    def __init__(self, least: float, most: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least_word = ""
        self.setDecimals(12)
        self.setRange(least, most)
        self.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._keys = _KeysForPlayback(self)
        self.installEventFilter(self._keys)
        self.lineEdit().installEventFilter(self._keys)
        self.valueChanged.connect(self.chosen)

    def show_value(self, value: float) -> None:
        """Show a number without reporting it."""
        blocked = self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(blocked)

    def call_least(self, word: str) -> None:
        """Write a word, such as “automatic”, in place of the least number."""
        self._least_word = word
        # The spin box writes its text anew when anything about its form changes.
        self.setDecimals(self.decimals())

    def stepBy(self, steps: int) -> None:
        """Step by a tenth of the number's own magnitude, and from zero to something small."""
        if self.value() == 0.0 and steps > 0:
            self.setValue(min(0.01, self.maximum()))
        else:
            super().stepBy(steps)

    def textFromValue(self, value: float) -> str:
        """Write the number without idle zeros."""
        if self._least_word and value == self.minimum():
            return self._least_word
        whole = value == round(value) and abs(value) < _MOST_WHOLE
        text = f"{value:.0f}" if whole else f"{value:.6g}"
        return text.replace(".", ",") if has_decimal_comma(self) else text

    def changeEvent(self, event: QEvent) -> None:
        """Write the number anew with another decimal sign."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LocaleChange:
            self.setDecimals(self.decimals())

    def valueFromText(self, text: str) -> float:
        """Read what :meth:`validate` let through."""
        if text == self._least_word:
            return self.minimum()
        value = typed_number(text)
        return self.value() if value is None else value

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let numbers pass, also 1e-3 and 1/2, and what may become one."""
        if text == self._least_word:
            return (QValidator.State.Acceptable, text, position)
        value = typed_number(text)
        if value is None:
            partial = all(char in "0123456789.,eE+-−/" for char in text)
            state = QValidator.State.Intermediate if partial else QValidator.State.Invalid
            return (state, text, position)
        inside = self.minimum() <= value <= self.maximum()
        state = QValidator.State.Acceptable if inside else QValidator.State.Intermediate
        return (state, text, position)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave the keys to the playback after a click on an arrow; a click into the text types."""
        super().mouseReleaseEvent(event)
        self.clearFocus()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the panel, not the number, unless the field has the focus."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class ChoiceField(QComboBox):
    """One of a few names; the tool tip has the whole of one that does not fit.

    Signals:
        chosen: the key of the choice made by the person.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts: dict[str, Message] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.activated.connect(self._on_activated)
        self.currentTextChanged.connect(self._tell)
        self._keys = _KeysForList(self)
        self.view().installEventFilter(self._keys)

    def set_choices(self, choices: Iterable[tuple[str, Message]], tr: Translate) -> None:
        """Offer these keys with their texts."""
        self._texts = dict(choices)
        self.clear()
        for key, text in self._texts.items():
            self.addItem(tr(text), key)

    def show_value(self, key: str) -> None:
        """Show a choice without reporting it."""
        self.setCurrentIndex(self.findData(key))

    @property
    def value(self) -> str:
        """The key of the choice shown."""
        return str(self.currentData())

    def retranslate(self, tr: Translate) -> None:
        """Say the choices in another language."""
        for index, text in enumerate(self._texts.values()):
            self.setItemText(index, tr(text))

    def showPopup(self) -> None:
        """Open the list, wide enough for every name."""
        view = self.view()
        room = view.verticalScrollBar().sizeHint().width() + 2 * view.frameWidth()
        view.setMinimumWidth(view.sizeHintForColumn(0) + room)
        super().showPopup()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See whether the name fits."""
        super().resizeEvent(event)
        self._tell()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the panel; a wheel never changes the network by accident."""
        event.ignore()

    def _tell(self) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        kind = QStyle.ComplexControl.CC_ComboBox
        room = self.style().subControlRect(kind, option, part, self).width()
        wide = self.fontMetrics().horizontalAdvance(self.currentText())
        self.setToolTip(self.currentText() if wide > room else "")

    def _on_activated(self, index: int) -> None:
        self.chosen.emit(str(self.itemData(index)))
