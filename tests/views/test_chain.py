"""The chain of Jacobians in the window, by real keys and clicks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from nnviz.scene.primitives import MatrixBlock


def settle():
    QApplication.processEvents()
    QApplication.processEvents()


def names(window):
    return [p.id for p in window.stage.scene.primitives if isinstance(p, MatrixBlock)]


@pytest.fixture
def opened(qtbot, window, session):
    session.seek_step(9, 1.0)
    settle()
    qtbot.keyClick(window, Qt.Key.Key_J)
    settle()
    return window


def test_j_opens_it_and_escape_goes_back(qtbot, opened, session):
    assert names(opened) == ["factor.0", "factor.1", "factor.2", "factor.3", "partial.1"]
    assert opened.views.chain.isVisible()
    opened.dismiss_welcome()
    qtbot.keyClick(opened, Qt.Key.Key_Escape)
    settle()
    assert session.state.chain is None
    assert not opened.views.chain.isVisible()
    assert session.state.status.position.step_index == 9
    assert "factor.0" not in names(opened)


def test_space_makes_the_first_number(qtbot, opened, session):
    qtbot.keyClick(opened, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not session.state.shown_status.playing, timeout=8000)
    settle()
    assert session.state.chain.status.position.alpha > 0
    assert opened.stage.scene.block("partial.1").revealed == 1
    assert session.state.status.position.alpha == 1.0


def test_shift_j_multiplies_from_the_other_side(qtbot, opened, session):
    qtbot.keyClick(opened, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert session.state.chain.order == "forward"
    assert opened.views.chain.orders.checkedId() == 1
    assert "input side" in opened.stage.scene.sentence.english()


def test_the_bar_chooses_order_and_path(qtbot, opened, session):
    bar = opened.views.chain
    qtbot.mouseClick(bar.orders.button(1), Qt.MouseButton.LeftButton)
    settle()
    assert session.state.chain.order == "forward"
    bar.wrt.setCurrentIndex(bar.wrt.findData("Z1"))
    bar.wrt.activated.emit(bar.wrt.currentIndex())
    settle()
    assert session.state.chain.chain.wrt == "Z1"
    assert bar.of.currentData() == "L"


def test_the_button_of_the_inspector_opens_it_in_the_backward_pass(qtbot, window, session):
    session.seek_step(0, 1.0)
    settle()
    assert not window.views.inspector.chain.isVisible()
    session.seek_step(14, 1.0)
    settle()
    button = window.views.inspector.chain
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert session.state.chain is not None


def test_the_timeline_leads_back_to_the_step(opened, session):
    opened.views.timeline.seek_requested.emit(3, 0.5)
    settle()
    assert session.state.chain is None
    assert session.state.status.position.step_index == 3


def test_up_and_down_change_the_sample(qtbot, opened, session):
    before = session.state.chain.chain.sample
    qtbot.keyClick(opened, Qt.Key.Key_Down)
    settle()
    assert session.state.chain.chain.sample == before + 1


def test_pointing_at_a_recorded_cell_asks_about_it(opened, session):
    block = opened.stage.scene.block("factor.1")
    cell = block.stored(0, 2)
    assert cell.name == "W2"
    session.hover(cell)
    settle()
    assert opened.views.inspector.cell == cell


def test_the_menu_shows_that_it_is_open(opened):
    action = opened.menus.actions["chain"]
    assert action.isChecked()
    action.trigger()
    settle()
    assert not action.isChecked()


def test_another_example_closes_it(opened, session):
    before = session.state.experiment
    next(a for a in opened.menus.examples.actions() if "digits" in a.text()).trigger()
    settle()
    assert session.state.experiment is not before
    assert session.state.chain is None
