"""The dialog of settings: made from the table, applied at once, found, taken back."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox

from nnviz.app.settings import GROUPS, TABLE, Settings
from nnviz.views.settings.dialog import SettingsDialog

ROWS = {row.name: row for row in TABLE}


@pytest.fixture
def dialog(qtbot, window):
    """The dialog, opened by its key."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    opened = window.findChild(SettingsDialog)
    assert opened is not None
    qtbot.waitUntil(opened.isVisible)
    yield opened
    if window.findChild(SettingsDialog) is not None:
        opened.reject()


def other(name):
    """Return a value of a setting that is not its default."""
    row, default = ROWS[name], getattr(Settings(), name)
    if row.choices:
        return next(type(default)(key) for key in row.choices if type(default)(key) != default)
    return (not default) if isinstance(default, bool) else type(default)(row.most)


def shown(row):
    control = row.control
    if isinstance(control, QComboBox):
        return control.currentData()
    return control.isChecked() if isinstance(control, QCheckBox) else control.value()


def test_there_is_a_row_for_every_setting_of_the_table(dialog):
    assert set(dialog.rows) == set(ROWS)
    assert {row.group for row in TABLE} <= set(GROUPS)
    for row in dialog.rows.values():
        assert row.control.isVisibleTo(dialog)
        assert row.control.accessibleName()


@pytest.mark.parametrize("name", ROWS)
def test_every_setting_is_applied_shown_and_remembered(dialog, session, name):
    value = other(name)
    session.choose(name, value)
    QApplication.processEvents()
    assert session.chosen(name) == value
    assert shown(dialog.rows[name]) == value
    assert getattr(session.settings, name) == value


def test_a_value_that_cannot_be_is_refused(session):
    with pytest.raises(msgspec.ValidationError):
        session.choose("theme", "purple")
    with pytest.raises(msgspec.ValidationError):
        session.choose("digits", 99)
    assert session.chosen("digits") == 3


def test_choosing_with_keys_shows_at_once(qtbot, dialog, window, session):
    colours = dialog.rows["theme"].control
    colours.setFocus()
    before = window.theme.name
    qtbot.keyClick(colours, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: window.theme.name != before)
    assert session.chosen("theme") == window.theme.name == shown(dialog.rows["theme"])


def test_a_tick_and_a_number(qtbot, dialog, session):
    lens = dialog.rows["lens"].control
    lens.setFocus()
    qtbot.keyClick(lens, Qt.Key.Key_Space)
    assert session.state.lens
    digits = dialog.rows["digits"].control
    digits.setFocus()
    digits.selectAll()
    qtbot.keyClicks(digits.lineEdit(), "5")
    qtbot.keyClick(digits.lineEdit(), Qt.Key.Key_Tab)
    assert session.state.digits == 5


@pytest.mark.parametrize(
    ("letters", "found"), [("lens", "lens"), ("有效数字", "digits"), ("Falk", "product_view")]
)
def test_letters_find_settings_in_both_languages(qtbot, dialog, letters, found):
    dialog.search.setFocus()
    dialog.search.setText(letters)
    visible = {name for name, row in dialog.rows.items() if row.control.isVisibleTo(dialog)}
    assert found in visible
    assert visible < set(ROWS)
    assert all(
        heading.isVisibleTo(dialog) == any(ROWS[name].group == group for name in visible)
        for group, heading in dialog._headings.items()
    )


def test_letters_that_fit_nothing_say_so(qtbot, dialog):
    qtbot.keyClicks(dialog.search, "qqqq")
    assert dialog._nothing.isVisibleTo(dialog)
    qtbot.keyClick(dialog.search, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Backspace)
    assert not dialog._nothing.isVisibleTo(dialog)
    assert all(row.control.isVisibleTo(dialog) for row in dialog.rows.values())


def test_back_to_the_defaults(qtbot, dialog, session):
    for name in ROWS:
        session.choose(name, other(name))
    QApplication.processEvents()
    assert dialog.reset.isEnabled()
    qtbot.mouseClick(dialog.reset, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert {name: session.chosen(name) for name in ROWS} == {
        name: getattr(Settings(), name) for name in ROWS
    }
    assert not dialog.reset.isEnabled()


def test_enter_does_not_press_the_reset(qtbot, dialog, session):
    session.choose("digits", 5)
    QApplication.processEvents()
    dialog.search.setFocus()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert session.chosen("digits") == 5


def test_the_language_changes_while_it_is_open(dialog, session):
    session.choose("language", "zh")
    QApplication.processEvents()
    assert dialog.rows["language"].label.text() == "语言"
    assert dialog.rows["theme"].control.itemText(1) == "浅色"
    session.choose("language", "en")
    QApplication.processEvents()
    assert dialog.windowTitle() == "Settings"
    assert dialog.rows["language"].label.text() == "Language"


def test_escape_closes_it_and_what_was_chosen_stays(qtbot, dialog, window, session):
    session.choose("digits", 4)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(SettingsDialog) is None)
    assert session.settings.digits == 4


def test_about_says_and_copies_everything(qtbot, window):
    window.menus.actions["about"].trigger()
    from nnviz.views.dialogs.about import AboutDialog

    about = window.findChild(AboutDialog)
    qtbot.mouseClick(about.copy, Qt.MouseButton.LeftButton)
    copied = QApplication.clipboard().text()
    for said in ("nnviz 0.", "Python 3.", "Qt for Python 6.", "NumPy 2.", "cupy", "SIL Open Font",
                 "CC BY 4.0", "PySide6-Essentials 6."):  # fmt: skip
        assert said in copied, said
    about.reject()


def test_everything_that_is_shipped_is_named_with_its_licence():
    from nnviz.app.about import LICENCES
    from nnviz.paths import resource

    terms = "\n".join(f"{one.source} {one.terms}" for one in LICENCES)
    fonts = resource("fonts", "README.md").read_text("utf-8")
    for name in (
        "Inter 3.19",
        "JetBrains Mono 2.242",
        "STIX Two Math 2.11",
        "Noto Sans CJK SC 2.004",
    ):
        assert name in fonts
        assert name in terms
    data = resource("data", "SOURCES.md").read_text("utf-8")
    for licence in ("CC BY 4.0", "CC0 1.0"):
        assert licence in data
        assert licence in terms
