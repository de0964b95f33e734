"""Several windows of one program, and a window whose screen is gone."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from nnviz.app.edits import SetParameterValue
from nnviz.app.experiment import example
from nnviz.app.project import open_experiment
from nnviz.app.settings import Settings
from nnviz.app.settings_merge import merged
from nnviz.app.settings_store import SettingsStore
from nnviz.views.keeping.keeping import Keeping
from nnviz.views.keeping.questions import Question
from nnviz.views.several.feature import SeveralWindows
from nnviz.views.several.placing import keep_on_screen, placed
from nnviz.views.several.windows import Windows

# Qt's platform without a screen has no order of windows.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def _closes_without_asking():
    """Here closing asks."""


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("NNVIZ_CONFIG_DIR", str(tmp_path))
    return SettingsStore()


@pytest.fixture
def windows(qtbot, store):
    made = Windows(store)
    window = made.open(open_experiment(example("xor")), Settings(language="en", theme="light"))
    window.resize(1000, 640)
    with qtbot.waitExposed(window):
        window.show()
    yield made
    for left in made.all:
        if isinstance(left.feature(Keeping).question, Question):
            left.feature(Keeping).question.reject()
        left.feature(Keeping).close_for_sure()
    QApplication.processEvents()


def active(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def second(qtbot, windows):
    """Open another window with its key."""
    first = windows.all[0]
    active(qtbot, first)
    qtbot.keyClick(first, Qt.Key.Key_N, CONTROL | SHIFT)
    assert len(windows.all) == 2
    new = windows.all[1]
    qtbot.waitUntil(new.isVisible)
    active(qtbot, new)
    return first, new


def change(window):
    window.session.edit(SetParameterValue("W1", 0, 0, 0.5))


def question(window):
    found = window.feature(Keeping).question
    assert isinstance(found, Question)
    return found


def answer(qtbot, window, role):
    qtbot.mouseClick(question(window).button(role), Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def test_each_window_has_a_document_of_its_own(qtbot, windows):
    first, new = second(qtbot, windows)
    assert first.session is not new.session
    change(new)
    assert new.session.is_modified
    assert not first.session.is_modified
    assert new.pos() != first.pos()
    assert new.size() == first.size()


def test_keys_mean_the_window_that_is_used(qtbot, windows):
    first, new = second(qtbot, windows)
    before = first.session.state.status.position
    qtbot.keyClick(new, Qt.Key.Key_End)
    assert new.session.state.status.at_end
    assert first.session.state.status.position == before
    active(qtbot, first)
    qtbot.keyClick(new, Qt.Key.Key_Home)  # behind, and not used
    qtbot.keyClick(first, Qt.Key.Key_End)
    assert first.session.state.status.at_end


def test_closing_one_leaves_the_other(qtbot, windows):
    first, new = second(qtbot, windows)
    qtbot.keyClick(new, Qt.Key.Key_W, CONTROL)
    assert windows.all == (first,)
    assert first.isVisible()
    active(qtbot, first)
    qtbot.keyClick(first, Qt.Key.Key_End)
    assert first.session.state.status.at_end


def test_the_next_window_and_the_list(qtbot, windows):
    first, new = second(qtbot, windows)
    qtbot.keyClick(new, Qt.Key.Key_F6, CONTROL)
    qtbot.waitUntil(first.isActiveWindow)
    menu = first.menus.submenu("windows")
    menu.aboutToShow.emit()
    lines = [a for a in menu.actions() if a.isCheckable()]
    assert [line.isChecked() for line in lines] == [True, False]
    assert all(line.text().endswith("— nnviz") and "[*]" not in line.text() for line in lines)
    lines[1].trigger()
    qtbot.waitUntil(new.isActiveWindow)
    menu.aboutToShow.emit()
    assert len([a for a in menu.actions() if a.isCheckable()]) == 2  # not twice


def test_language_and_colours_are_shared_and_the_rest_is_not(qtbot, windows):
    first, new = second(qtbot, windows)
    new.session.choose("theme", "dark")
    new.session.choose("language", "zh")
    new.session.choose("digits", 5)
    QApplication.processEvents()
    assert first.theme.name == new.theme.name == "dark"
    assert first.session.state.language == "zh"
    assert first.session.state.digits == 3


def test_a_new_window_begins_with_the_settings_of_the_one_before(qtbot, windows):
    windows.all[0].session.choose("orientation", "rows")
    _, new = second(qtbot, windows)
    assert new.session.state.orientation == "rows"


def test_settings_of_one_do_not_overwrite_those_of_the_other(qtbot, windows, store):
    first, new = second(qtbot, windows)
    new.session.choose("digits", 5)
    new.close()
    first.session.choose("granularity", "row")
    first.close()
    kept = store.load()
    assert (kept.digits, kept.granularity) == (5, "row")


def test_merging_is_by_setting_and_lists_keep_both():
    before = Settings(recent=("a",), digits=3)
    stored = Settings(recent=("b", "a"), digits=3, theme="dark")
    after = Settings(recent=("c", "a"), digits=4)
    found = merged(stored, before, after)
    assert found.recent == ("c", "a", "b")
    assert (found.digits, found.theme) == (4, "dark")
    assert merged(stored, before, before) == stored


def test_quit_closes_all(qtbot, windows):
    _, new = second(qtbot, windows)
    qtbot.keyClick(new, Qt.Key.Key_Q, CONTROL)
    assert windows.all == ()


def test_quit_asks_about_each_document_and_discarding_closes_all(qtbot, windows):
    first, new = second(qtbot, windows)
    change(first)
    change(new)
    qtbot.keyClick(new, Qt.Key.Key_Q, CONTROL)
    assert windows.all == (first, new)
    answer(qtbot, first, QMessageBox.ButtonRole.DestructiveRole)
    assert windows.all == (first, new)  # nothing is closed before everything is answered
    answer(qtbot, new, QMessageBox.ButtonRole.DestructiveRole)
    assert windows.all == ()


def test_cancelling_one_question_keeps_all_windows(qtbot, windows):
    first, new = second(qtbot, windows)
    change(new)
    qtbot.keyClick(new, Qt.Key.Key_Q, CONTROL)
    qtbot.keyClick(question(new), Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert windows.all == (first, new)
    assert first.close()  # closing one afterwards closes that one only
    assert windows.all == (new,)


# Screens that are gone.

LEFT, RIGHT = QRect(0, 0, 1920, 1050), QRect(1920, 0, 1280, 994)


@pytest.mark.parametrize(
    "frame",
    [
        QRect(100, 100, 1280, 720),
        QRect(-400, 200, 1280, 720),  # half outside, and the bar can be taken hold of
        QRect(2000, 100, 1000, 700),
        QRect(1700, 100, 1280, 720),  # over both
    ],
)
def test_what_can_be_reached_stays(frame):
    assert placed(frame, [LEFT, RIGHT]) == frame


@pytest.mark.parametrize(
    "frame",
    [
        QRect(2400, 100, 1280, 720),  # on the screen to the right
        QRect(-3000, -2000, 1280, 720),
        QRect(500, -100, 1280, 720),  # the bar is above the edge
        QRect(500, 1040, 1280, 720),
        QRect(5000, 5000, 4000, 3000),  # and larger than what is left
    ],
)
def test_what_cannot_be_reached_comes_home(frame):
    found = placed(frame, [LEFT])
    assert LEFT.contains(found)
    assert found.size() == frame.size().boundedTo(LEFT.size())
    assert placed(found, [LEFT]) == found


def test_a_remembered_place_on_a_screen_that_is_gone(qtbot, windows, store):
    window = windows.all[0]
    window.move(5000, 4000)
    place, _ = window.arrangement.remembered()
    opened = windows.open(
        open_experiment(example("xor")), Settings(window_geometry=place, language="en")
    )
    opened.show()
    QApplication.processEvents()
    assert opened.screen().availableGeometry().intersects(opened.frameGeometry())


def test_a_screen_that_goes_while_the_program_runs(qtbot, windows):
    window = windows.all[0]
    window.move(5000, 4000)
    with qtbot.waitSignal(window.feature(SeveralWindows).moved_home):
        QApplication.instance().screenRemoved.emit(window.screen())
    frame = window.frameGeometry()
    assert window.screen().availableGeometry().contains(frame.topLeft())
    before = window.geometry()
    keep_on_screen(window)
    assert window.geometry() == before


def test_a_window_that_is_closed_twice_is_closed_once(qtbot, windows):
    first, new = second(qtbot, windows)
    new.close()
    new.close()
    assert windows.all == (first,)
