"""The action table: complete, without contradictions, and every action does something."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from nnviz.views.window.actions import ACTIONS, MENUS, SUBMENUS, spec
from nnviz.views.window.commands import Commands


def test_no_key_means_two_things():
    keys = Counter(QKeySequence(key).toString() for a in ACTIONS for key in a.shortcuts)
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_key_is_one_that_qt_knows():
    for action in ACTIONS:
        for key in action.shortcuts:
            assert QKeySequence(key).toString(), (action.id, key)


def test_ids_are_unique_and_menus_exist():
    assert len({a.id for a in ACTIONS}) == len(ACTIONS)
    assert {a.menu for a in ACTIONS} == set(MENUS)
    assert {a.submenu for a in ACTIONS} - {None} <= set(SUBMENUS)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda a: a.id)
def test_every_action_has_a_slot(action):
    assert callable(getattr(Commands, action.slot))


def test_unknown_action():
    with pytest.raises(KeyError):
        spec("fly")


# What opens another window or ends the program is tried elsewhere.
_LOUD = {
    "quit",
    "close_window",
    "compare",
    "open_csv",
    "shortcuts",
    "about",
    "full_screen",
}
_QUIET = [a.id for a in ACTIONS if a.id not in _LOUD]


@pytest.mark.parametrize("action_id", _QUIET)
def test_every_action_can_be_triggered(window, action_id):
    window.menus.actions[action_id].trigger()
    QApplication.processEvents()


def test_choices_follow_the_state(window, session):
    assert window.menus.actions["textbook"].isChecked()
    session.set_orientation("rows")
    QApplication.processEvents()
    assert window.menus.actions["rows"].isChecked()
    assert not window.menus.actions["textbook"].isChecked()


@pytest.mark.parametrize(
    ("key", "modifier", "changed"),
    [
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, True),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, True),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, True),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, False),
    ],
)
@pytest.mark.parametrize("focus", ["stage", "inspector", "timeline", "transport"])
def test_keys_work_wherever_the_focus_is(qtbot, window, session, key, modifier, changed, focus):
    widget = getattr(window.views, focus)
    widget.setFocus()
    qtbot.keyClick(window, key, modifier)
    status = session.state.status
    assert status.playing if changed else status.at_end, status


def test_typing_a_number_is_typing(qtbot, window, session):
    window.set_panel_open("build", True)
    QApplication.processEvents()
    window.views.build.fold(())
    QApplication.processEvents()
    field = window.views.build.start.seed
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field.lineEdit(), Qt.Key.Key_2)
    assert session.state.status.granularity == "cell"
    qtbot.keyClick(field.lineEdit(), Qt.Key.Key_Return)
    assert session.state.experiment.spec.seed == 2
    assert QApplication.focusWidget() is window.stage
