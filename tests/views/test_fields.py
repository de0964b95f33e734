"""Fields speak only when a person has changed something, and leave the keys of playback alone."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QValidator
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionSpinBox

from nnviz.engine.message import message
from nnviz.views.panels.fields import ChoiceField, FloatField, IntField


def english(text):
    return text.english()


@pytest.fixture
def number(qtbot):
    made = FloatField(0.0, 1e6)
    qtbot.addWidget(made)
    made.show_value(0.1)
    return made


def test_showing_a_value_is_silent(qtbot):
    field = IntField(1, 10)
    qtbot.addWidget(field)
    with qtbot.assertNotEmitted(field.chosen):
        field.show_value(7)
    assert field.value() == 7


def test_stepping_speaks(qtbot):
    field = IntField(1, 10)
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.chosen) as caught:
        field.stepUp()
    assert caught.args == [2]


@pytest.mark.parametrize(
    ("value", "text"), [(0.1, "0.1"), (1e-8, "1e-08"), (0.0, "0"), (1.0, "1"), (0.999, "0.999")]
)
def test_numbers_are_written_short(number, value, text):
    number.show_value(value)
    assert number.lineEdit().text() == text


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("0.25", QValidator.State.Acceptable),
        ("1e-3", QValidator.State.Acceptable),
        ("1/4", QValidator.State.Acceptable),
        ("1/", QValidator.State.Intermediate),
        ("1/0", QValidator.State.Intermediate),
        ("1e", QValidator.State.Intermediate),
        ("-1", QValidator.State.Intermediate),
        ("abc", QValidator.State.Invalid),
        ("nan", QValidator.State.Intermediate),
    ],
)
def test_what_may_be_typed(number, text, state):
    assert number.validate(text, 0)[0] == state


@pytest.mark.parametrize(("text", "value"), [("2e-3", 0.002), ("3/8", 0.375), ("0,5", 0.5)])
def test_a_number_is_read_as_it_is_typed(qtbot, number, text, value):
    number.lineEdit().setText(text)
    with qtbot.waitSignal(number.chosen) as caught:
        number.interpretText()
    assert caught.args == [value]


def test_from_zero_one_gets_somewhere(number):
    number.show_value(0.0)
    number.stepUp()
    assert number.value() == 0.01


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_PageDown])
def test_space_is_left_to_the_playback(number, key):
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier, " ")
    event.ignore()
    QApplication.sendEvent(number.lineEdit(), event)
    assert not event.isAccepted()


def test_a_digit_is_typing(number):
    event = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1"
    )
    event.ignore()
    QApplication.sendEvent(number.lineEdit(), event)
    assert event.isAccepted()


def test_choices(qtbot):
    field = ChoiceField()
    qtbot.addWidget(field)
    field.set_choices([("a", message("Light")), ("b", message("Dark"))], english)
    field.show_value("b")
    assert (field.value, field.currentText()) == ("b", "Dark")
    field.retranslate(lambda text: text.english().upper())
    assert (field.value, field.currentText()) == ("b", "DARK")


def test_a_new_limit_is_silent_too(qtbot):
    field = IntField(1, 10)
    qtbot.addWidget(field)
    field.show_value(8)
    with qtbot.assertNotEmitted(field.chosen):
        field.show_value(2, most=2)
    assert (field.value(), field.maximum()) == (2, 2)


def test_a_click_on_an_arrow_leaves_the_keys_to_the_playback(qtbot):
    field = IntField(1, 10)
    qtbot.addWidget(field)
    field.resize(90, 28)
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    qtbot.mouseClick(field.lineEdit(), Qt.MouseButton.LeftButton)
    assert field.hasFocus()
    option = QStyleOptionSpinBox()
    field.initStyleOption(option)
    arrow = field.style().subControlRect(
        QStyle.ComplexControl.CC_SpinBox, option, QStyle.SubControl.SC_SpinBoxUp, field
    )
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton, pos=arrow.center())
    assert field.value() == 2
    assert not field.hasFocus()
