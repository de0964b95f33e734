"""Samples drawn in a plane: put, dragged, sprayed, taken away; each gesture is one edit."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QApplication

from nnviz.app.edits import Open
from nnviz.app.experiment import example
from nnviz.app.opening import named
from nnviz.views.data.feature import DataFeature
from nnviz.views.data.plane_axes import PlaneAxes

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


def settle():
    for _ in range(3):
        QApplication.processEvents()


@pytest.fixture
def panel(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_D, CTRL | SHIFT)
    settle()
    return window.feature(DataFeature).points


@pytest.fixture
def plane(panel):
    return panel.plane


def table_of(session):
    return session.state.experiment.data.table


def at(plane, x, y):
    return plane.axes.to_pixels(x, y).toPoint()


def click(qtbot, plane, x, y, button=LEFT):
    qtbot.mouseClick(plane, button, NONE, at(plane, x, y))
    settle()


def test_it_shows_the_data_and_has_the_keys(window, session, panel, plane):
    assert window.is_panel_open("data")
    assert plane.hasFocus()
    assert len(panel.classes) == 2
    assert "4 points" in panel.status.text()
    assert plane.row_at(QPointF(at(plane, 1, 1))) == 3
    assert plane.row_at(QPointF(at(plane, 0.5, 0.5))) is None


def test_a_click_puts_a_point_of_the_chosen_class(qtbot, session, panel, plane):
    qtbot.keyClick(plane, Qt.Key.Key_2)
    assert panel.classes[1].isChecked()
    click(qtbot, plane, 0.5, 0.75)
    table = table_of(session)
    assert table.n_samples == 5
    assert table.X[4] == pytest.approx([0.5, 0.75], abs=0.02)
    assert table.Y[4, 0] == 1
    assert session.state.undo_name.english() == "Put 1 point"
    assert session.state.trace.n_samples == 5
    session.undo()
    settle()
    assert session.state.experiment.data.kind == "builtin"
    assert "4 points" in panel.status.text()


def test_the_key_of_the_next_number_makes_another_class(qtbot, session, panel, plane):
    qtbot.keyClick(plane, Qt.Key.Key_3)
    assert len(panel.classes) == 3
    qtbot.keyClick(plane, Qt.Key.Key_9)
    assert len(panel.classes) == 3  # there is no ninth before a fourth
    click(qtbot, plane, 0.5, 0.5)
    table = table_of(session)
    assert table.has_classes
    assert len(table.target_names) == 3
    assert session.state.experiment.spec.loss == "cross_entropy"
    assert session.state.experiment.spec.layers[-1].units == 3


def test_a_point_is_dragged_in_one_edit(qtbot, session, plane):
    qtbot.mousePress(plane, LEFT, NONE, at(plane, 1, 1))
    for x in (0.9, 0.8, 0.6):
        qtbot.mouseMove(plane, at(plane, x, 0.5))
    assert session.state.experiment.data.kind == "builtin"  # not before the end of the gesture
    qtbot.mouseRelease(plane, LEFT, NONE, at(plane, 0.6, 0.5))
    settle()
    assert table_of(session).X[3] == pytest.approx([0.6, 0.5], abs=0.02)
    assert session.state.undo_name.english() == "Move a point"
    session.undo()
    assert session.state.undo_name is None


def test_escape_lets_go_of_a_point(qtbot, session, plane):
    qtbot.mousePress(plane, LEFT, NONE, at(plane, 1, 1))
    qtbot.mouseMove(plane, at(plane, 0.5, 0.5))
    qtbot.keyClick(plane, Qt.Key.Key_Escape)
    qtbot.mouseRelease(plane, LEFT, NONE, at(plane, 0.5, 0.5))
    assert session.state.experiment.data.kind == "builtin"
    assert plane.hasFocus()
    qtbot.keyClick(plane, Qt.Key.Key_Escape)
    assert not plane.hasFocus()


def test_a_right_click_takes_a_point_away(qtbot, session, plane):
    click(qtbot, plane, 0, 1, RIGHT)
    assert table_of(session).X.tolist() == [[0, 0], [1, 0], [1, 1]]
    click(qtbot, plane, 0.5, 0.5, RIGHT)  # there is none
    assert table_of(session).n_samples == 3


def test_the_brush_sprays_and_it_is_one_edit(qtbot, session, panel, plane):
    qtbot.mouseClick(panel.brush, LEFT, NONE, QPoint(8, panel.brush.height() // 2))
    assert plane.brush
    assert panel.spread.isEnabled()
    qtbot.mousePress(plane, LEFT, NONE, at(plane, -0.5, -0.5))
    for x in np.linspace(-0.5, 0.5, 5):
        qtbot.mouseMove(plane, at(plane, x, -0.5))
        qtbot.wait(50)
    qtbot.mouseRelease(plane, LEFT, NONE, at(plane, 0.5, -0.5))
    settle()
    table = table_of(session)
    assert table.n_samples >= 4 + 6
    assert "Put" in session.state.undo_name.english()
    session.undo()
    assert session.state.undo_name is None


def test_snapping_goes_to_the_grid(qtbot, session, panel, plane):
    panel.snap.setChecked(True)
    click(qtbot, plane, 0.53, 0.48)
    step_x, step_y = plane.axes.steps
    x, y = table_of(session).X[4]
    assert x == pytest.approx(round(x / (step_x / 2)) * step_x / 2)
    assert y == pytest.approx(round(y / (step_y / 2)) * step_y / 2)


def test_everything_by_keys(qtbot, session, plane):
    before = plane.cursor_at
    qtbot.keyClick(plane, Qt.Key.Key_Right)
    qtbot.keyClick(plane, Qt.Key.Key_Up)
    qtbot.keyClick(plane, Qt.Key.Key_Up, SHIFT)
    assert plane.cursor_at[0] > before[0]
    qtbot.keyClick(plane, Qt.Key.Key_Return)
    settle()
    assert table_of(session).X[4].tolist() == list(plane.cursor_at)
    qtbot.keyClick(plane, Qt.Key.Key_Left, CTRL)
    settle()
    assert table_of(session).X[4].tolist() == list(plane.cursor_at)
    qtbot.keyClick(plane, Qt.Key.Key_Delete)
    settle()
    assert table_of(session).n_samples == 4


def test_an_empty_plane_changes_nothing_before_the_first_point(qtbot, session, panel, plane):
    qtbot.mouseClick(panel.clear, LEFT)
    assert session.state.experiment.data.kind == "builtin"
    assert "stay as they are" in panel.status.text()
    click(qtbot, plane, 0.5, 0.5)
    assert session.state.experiment.data.name == "points"
    assert table_of(session).n_samples == 1
    click(qtbot, plane, -0.5, 0.5)
    assert table_of(session).n_samples == 2
    session.undo()
    session.undo()
    settle()
    assert session.state.experiment.data.name == "xor"
    assert "4 points" in panel.status.text()


def test_a_curve(qtbot, window, session, panel, plane):
    session.edit(Open(named("sine")))
    settle()
    assert panel.mode.value == "curve"
    assert not panel.classes[0].isVisible()
    click(qtbot, plane, 0.0, 0.5)
    table = table_of(session)
    assert (table.X[-1, 0], table.Y[-1, 0]) == pytest.approx((0.0, 0.5), abs=0.02)
    panel.mode.setCurrentIndex(0)
    panel.mode.activated.emit(0)
    assert "stay as they are" in panel.status.text()
    click(qtbot, plane, 0.0, 0.5)
    assert session.state.experiment.data.name == "points"
    assert session.state.experiment.spec.n_in == 2


def test_data_that_are_no_points_of_a_plane(qtbot, session, panel, plane):
    session.edit(Open(example("digits")))
    settle()
    assert "no points of a plane" in panel.status.text()
    click(qtbot, plane, 0.5, 0.5)
    assert session.state.experiment.data.name == "points"
    assert session.state.experiment.spec.n_in == 2
    session.undo()
    assert session.state.experiment.data.name == "digits"


def test_what_the_network_cannot_take_is_said(qtbot, session, panel, plane):
    session.edit(Open(named("sine")))
    settle()
    before = session.state.experiment
    plane.moved.emit([0], np.array([[np.inf, 0.0]]))
    assert "finite" in panel.status.text()
    assert session.state.experiment is before


def test_axes_go_there_and_back():
    axes = PlaneAxes((-1.0, 2.0, 3.0, 4.0), QRectF(40, 10, 200, 100))
    for x, y in ((-1.0, 2.0), (3.0, 4.0), (0.25, 3.5)):
        assert axes.to_plane(axes.to_pixels(x, y)) == pytest.approx((x, y))
    assert axes.lines(0) == [-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0]
    assert axes.to_plane(QPointF(-500, 5000)) == (-1.0, 2.0)
    assert axes.snapped(0.26, 3.01) == (0.25, 3.0)


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_it_is_painted_in_every_theme(session, panel, theme):
    session.edit(Open(named("spiral")))
    session.set_theme(theme)
    session.set_language("zh")
    settle()
    assert not panel.grab().isNull()
