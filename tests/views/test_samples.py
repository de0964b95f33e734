"""Choosing a sample with keys, clicks and the picker; one sample alone."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from nnviz.app.edits import SetData
from nnviz.app.experiment import DataSpec, example
from nnviz.app.samples import one_sample
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.scene.primitives import CellRef, SampleTabs
from nnviz.views.samples.picker import SamplePicker
from nnviz.views.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


def settle():
    QApplication.processEvents()
    QApplication.processEvents()


@pytest.fixture
def digits():
    return Session(example("digits"), Settings(language="en", theme="light"))


@pytest.fixture
def shown(qtbot, digits):
    made = MainWindow(digits, Settings())
    made.resize(1280, 720)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    settle()
    return made


def opened(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_N)
    (picker,) = window.findChildren(SamplePicker)
    qtbot.waitExposed(picker)
    return picker


def close(qtbot, window, picker):
    picker.reject()
    qtbot.waitUntil(lambda: not window.findChildren(SamplePicker))


def tabs_of(window):
    (tabs,) = (i for i in window.stage.scene.primitives if isinstance(i, SampleTabs))
    return tabs


def test_a_click_on_a_tab_chooses_its_sample(qtbot, shown, digits):
    tab = tabs_of(shown).tab(9)
    at = QPointF(tab.x + tab.width / 2, tab.y + tab.height / 2).toPoint()
    qtbot.mouseClick(shown.stage, LEFT, pos=at)
    settle()
    assert digits.state.sample == 9
    assert digits.state.pinned is None
    assert tabs_of(shown).chosen == 9


def test_a_click_on_a_column_chooses_its_sample(qtbot, window, session):
    session.seek_step(0, 1.0)
    settle()
    for sample in (3, 1):
        at = window.stage.point_of(CellRef("X", sample, 0))
        qtbot.mouseClick(window.stage, LEFT, pos=at.toPoint())
        settle()
        assert session.state.sample == sample
        assert session.state.pinned == CellRef("X", sample, 0)


def test_arrows_choose_the_next_and_the_one_before(qtbot, shown, digits):
    before = digits.state.sample
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    qtbot.keyClick(shown, Qt.Key.Key_Up)
    settle()
    assert digits.state.sample == before + 1
    assert tabs_of(shown).chosen == before + 1


def test_o_changes_between_one_sample_and_the_batch(qtbot, shown, digits):
    assert shown.menus.actions["one_sample"].isChecked()
    assert shown.stage.scene.block("X").shape == (64, 1)
    qtbot.keyClick(shown, Qt.Key.Key_O)
    settle()
    assert not one_sample(digits.state)
    assert not shown.menus.actions["one_sample"].isChecked()
    assert shown.stage.scene.block("X").shape == (64, 32)
    qtbot.keyClick(shown, Qt.Key.Key_O)
    settle()
    assert shown.stage.scene.block("X").shape == (64, 1)


def test_space_goes_through_a_training_step_with_one_sample(qtbot, shown, digits):
    digits.set_granularity("matrix")
    for _ in digits.state.timeline.stops:
        digits.next()
        digits.advance(60.0)
        settle()
        assert shown.stage.scene.sentence.english()
    assert digits.state.status.at_end


def test_the_picker_is_used_by_keyboard(qtbot, shown, digits):
    picker = opened(qtbot, shown)
    assert picker.list.count() == 32
    assert picker.list.currentRow() == digits.state.sample
    qtbot.keyClick(picker.list, Qt.Key.Key_Right)
    qtbot.keyClick(picker.list, Qt.Key.Key_Right)
    settle()
    assert digits.state.sample == picker.list.currentRow() == 2
    assert digits.state.status.position.step_index == 0  # the arrows are the list's here
    qtbot.keyClick(picker.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not shown.findChildren(SamplePicker))
    assert digits.state.sample == 2


def test_the_picker_is_used_with_the_mouse(qtbot, shown, digits):
    picker = opened(qtbot, shown)
    box = picker.list.visualItemRect(picker.list.item(5))
    qtbot.mouseClick(picker.list.viewport(), LEFT, pos=box.center())
    settle()
    assert digits.state.sample == 5
    assert tabs_of(shown).chosen == 5
    close(qtbot, shown, picker)


def test_the_picker_goes_to_another_batch(qtbot, shown, digits):
    picker = opened(qtbot, shown)
    first = [picker.list.item(i).text() for i in range(32)]
    assert not picker.before.isEnabled()
    qtbot.mouseClick(picker.after, LEFT)
    settle()
    assert digits.state.iteration == 1
    assert [picker.list.item(i).text() for i in range(32)] != first
    qtbot.mouseClick(picker.before, LEFT)
    settle()
    assert digits.state.iteration == 0
    assert [picker.list.item(i).text() for i in range(32)] == first
    close(qtbot, shown, picker)


def test_samples_with_two_inputs_are_points(qtbot, window, session):
    session.edit(SetData(DataSpec("builtin", "moons", batch_size=16)))
    settle()
    picker = opened(qtbot, window)
    assert picker.points.isVisible()
    for sample in (7, 3):
        at = picker.points.place_of(sample).toPoint()
        qtbot.mouseClick(picker.points, LEFT, pos=at)
        settle()
        assert session.state.sample == sample
        assert picker.list.currentRow() == sample
    close(qtbot, window, picker)


def test_other_samples_are_rows(qtbot, window, session):
    session.edit(SetData(DataSpec("builtin", "iris", batch_size=10)))
    settle()
    picker = opened(qtbot, window)
    assert not picker.points.isVisible()
    assert picker.list.count() == 10
    assert "setosa" in "".join(picker.list.item(i).text() for i in range(10))
    close(qtbot, window, picker)


def test_a_pixel_of_the_map_is_pointed_at(qtbot, shown, digits):
    at = shown.views.map.point_of(CellRef("X", digits.state.sample, 27))
    qtbot.mouseClick(shown.views.map, LEFT, pos=at.toPoint())
    settle()
    assert digits.state.pinned == CellRef("X", digits.state.sample, 27)
    frames = [i.id for i in shown.stage.scene.primitives if i.id.startswith("pinned.")]
    assert {"pinned.X", "pinned.X.picture"} <= set(frames)
