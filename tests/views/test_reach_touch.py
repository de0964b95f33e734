"""Fingers and the pen on the stage, by the events that Qt sends."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.scene.primitives import CellRef
from nnviz.views.canvas.stage import StageView
from nnviz.views.look.theme import THEMES
from tests.views.canvas_scenes import English, matrix, scene


@pytest.fixture(scope="module")
def glass():
    return QTest.createTouchDevice()


@pytest.fixture
def stage(qtbot):
    made = StageView(THEMES["light"], English())
    made.resize(400, 300)
    made.set_scene(scene(matrix(np.zeros((2, 3)))))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def told(stage):
    """Everything the stage said, by the name of the signal."""
    heard = []
    for name in ("clicked", "double_clicked", "hovered", "swiped", "deeper"):
        getattr(stage, name).connect(lambda *args, name=name: heard.append((name, *args)))
    return heard


def middle(stage, cell):
    return stage.point_of(cell).toPoint()


def tap(stage, glass, at):
    QTest.touchEvent(stage, glass).press(1, at, stage).commit()
    QTest.touchEvent(stage, glass).release(1, at, stage).commit()


def slide(stage, glass, *points):
    QTest.touchEvent(stage, glass).press(1, points[0], stage).commit()
    for point in points[1:]:
        QTest.touchEvent(stage, glass).move(1, point, stage).commit()
    QTest.touchEvent(stage, glass).release(1, points[-1], stage).commit()


def pinch(stage, glass, before, after):
    first, second = before
    QTest.touchEvent(stage, glass).press(1, first, stage).press(2, second, stage).commit()
    steps = 8
    for k in range(1, steps + 1):
        points = [
            start + (end - start) * (k / steps) for start, end in zip(before, after, strict=True)
        ]
        moved = QTest.touchEvent(stage, glass)
        moved.move(1, points[0], stage).move(2, points[1], stage)
        moved.commit()
    ends = QTest.touchEvent(stage, glass)
    ends.release(1, after[0], stage).release(2, after[1], stage)
    ends.commit()


def test_a_tap_clicks_the_cell(stage, glass, told):
    cell = CellRef("W1", 1, 2)
    tap(stage, glass, middle(stage, cell))
    assert told == [("clicked", cell)]


def test_two_taps_are_a_double_click(stage, glass, told):
    cell = CellRef("W1", 0, 1)
    tap(stage, glass, middle(stage, cell))
    tap(stage, glass, middle(stage, cell))
    assert told == [("clicked", cell), ("double_clicked", cell)]


def test_two_taps_at_different_places_are_two_clicks(stage, glass, told):
    first, second = CellRef("W1", 0, 0), CellRef("W1", 1, 2)
    tap(stage, glass, middle(stage, first))
    tap(stage, glass, middle(stage, second))
    assert told == [("clicked", first), ("clicked", second)]


def test_a_long_press_points_and_goes_on_pointing(stage, glass, told, qtbot):
    first, second = CellRef("W1", 0, 0), CellRef("W1", 1, 2)
    with qtbot.waitSignal(stage.hovered) as caught:
        QTest.touchEvent(stage, glass).press(1, middle(stage, first), stage).commit()
    assert caught.args == [first]
    QTest.touchEvent(stage, glass).move(1, middle(stage, second), stage).commit()
    QTest.touchEvent(stage, glass).release(1, middle(stage, second), stage).commit()
    assert told == [("hovered", first), ("hovered", second)]


@pytest.mark.parametrize(("way", "direction"), [(-150, 1), (150, -1)])
def test_a_swipe_goes_on_or_back(stage, glass, told, way, direction):
    start = QPoint(200, 150)
    slide(stage, glass, start, start + QPoint(way // 2, 5), start + QPoint(way, 8))
    assert told == [("swiped", direction)]


def test_a_slope_is_no_swipe(stage, glass, told):
    slide(stage, glass, QPoint(100, 60), QPoint(150, 120), QPoint(200, 200))
    assert told == []


def test_a_pinch_magnifies_about_its_middle(stage, glass, told):
    middle_cell = CellRef("W1", 0, 1)
    at = middle(stage, middle_cell)
    near = (at - QPoint(30, 0), at + QPoint(30, 0))
    far = (at - QPoint(75, 0), at + QPoint(75, 0))
    pinch(stage, glass, near, far)
    assert stage.zoom == pytest.approx(2.5, rel=0.05)
    assert (stage.point_of(middle_cell) - QPointF(at)).manhattanLength() < 3
    pinch(stage, glass, far, near)
    assert stage.zoom == pytest.approx(1.0, rel=0.05)
    assert [name for name, *_ in told if name in {"clicked", "swiped"}] == []


def test_two_fingers_move_the_magnified_picture(stage, glass):
    stage.zoom_by(3.0)
    cell = CellRef("W1", 0, 1)
    before = stage.point_of(cell)
    fingers = (QPoint(150, 150), QPoint(250, 150))
    by = QPoint(-20, -30)
    pinch(stage, glass, fingers, tuple(f + by for f in fingers))
    assert (stage.point_of(cell) - before - QPointF(by)).manhattanLength() < 3
    assert stage.zoom == pytest.approx(3.0, rel=0.02)


def test_one_finger_moves_the_magnified_picture_and_is_no_swipe(stage, glass, told):
    stage.zoom_by(3.0)
    cell = CellRef("W1", 0, 1)
    before = stage.point_of(cell)
    slide(stage, glass, QPoint(200, 150), QPoint(170, 150), QPoint(120, 150))
    assert (stage.point_of(cell) - before).x() == pytest.approx(-80, abs=2)
    assert told == []


def test_a_touch_taken_away_by_the_system_is_nothing(stage, glass, told):
    from PySide6.QtGui import QTouchEvent

    QTest.touchEvent(stage, glass).press(1, QPoint(200, 150), stage).commit()
    QApplication.sendEvent(stage, QTouchEvent(QEvent.Type.TouchCancel, glass))
    assert told == []
    QTest.touchEvent(stage, glass).release(1, QPoint(200, 150), stage).commit()
    assert told == []


def pen(stage, kind, at, pressure):
    device = QPointingDevice(
        "pen", 7, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure, 1, 1,
    )  # fmt: skip
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    event = QTabletEvent(
        kind, device, QPointF(at), stage.mapToGlobal(QPointF(at)), pressure, 0.0, 0.0, 0.0, 0.0,
        0.0, Qt.KeyboardModifier.NoModifier, left if pressure else none,
        left if pressure else none,
    )  # fmt: skip
    QApplication.sendEvent(stage, event)
    return event


def test_the_pen_points_above_the_glass_and_clicks_on_it(stage, told):
    cell = CellRef("W1", 1, 1)
    at = middle(stage, cell)
    pen(stage, QEvent.Type.TabletMove, QPoint(5, 5), 0.0)
    told.clear()
    assert pen(stage, QEvent.Type.TabletMove, at, 0.0).isAccepted()
    pen(stage, QEvent.Type.TabletPress, at, 0.6)
    pen(stage, QEvent.Type.TabletMove, at + QPoint(3, 2), 0.7)  # a hand is never quite still
    pen(stage, QEvent.Type.TabletRelease, at + QPoint(3, 2), 0.0)
    assert told == [("hovered", cell), ("clicked", cell)]


def test_the_pen_moves_the_magnified_picture(stage, told):
    stage.zoom_by(3.0)
    cell = CellRef("W1", 0, 1)
    before = stage.point_of(cell)
    pen(stage, QEvent.Type.TabletPress, QPoint(200, 150), 0.6)
    pen(stage, QEvent.Type.TabletMove, QPoint(160, 140), 0.6)
    pen(stage, QEvent.Type.TabletRelease, QPoint(160, 140), 0.0)
    assert (stage.point_of(cell) - before - QPointF(-40, -10)).manhattanLength() < 2
    assert told == []


def test_swipes_go_through_the_steps_of_the_program(window, session, glass):
    at = window.stage.rect().center()
    before = session.state.status.time_s
    session.end()
    slide(window.stage, glass, at, at + QPoint(60, 0), at + QPoint(160, 4))
    QApplication.processEvents()
    assert session.state.status.direction == -1 or session.state.status.time_s != before
