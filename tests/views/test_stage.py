"""The stage as a person uses it: pointing, clicking, zooming, walking by keyboard."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication

from nnviz.scene.primitives import CellRef, Rect, Role
from nnviz.views.canvas.map_view import MapView
from nnviz.views.canvas.stage import StageView
from nnviz.views.look.theme import THEMES
from tests.views.canvas_scenes import English, Loud, matrix, scene


@pytest.fixture
def stage(qtbot):
    made = StageView(THEMES["light"], English())
    made.resize(400, 300)
    made.set_scene(scene(matrix(np.zeros((2, 3)))))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def middle(stage, cell):
    return stage.point_of(cell).toPoint()


def test_clicks_say_the_cell(stage, qtbot):
    for row in range(2):
        for col in range(3):
            cell = CellRef("W1", row, col)
            with qtbot.waitSignal(stage.clicked) as caught:
                qtbot.mouseClick(stage, Qt.MouseButton.LeftButton, pos=middle(stage, cell))
            assert caught.args == [cell]
    with qtbot.waitSignal(stage.clicked) as caught:
        qtbot.mouseClick(stage, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert caught.args == [None]


def test_empty_places_are_no_cells(stage, qtbot):
    stage.set_scene(scene(matrix(np.zeros((2, 3)), revealed=4)))
    with qtbot.waitSignal(stage.clicked) as caught:
        place = middle(stage, CellRef("W1", 1, 2))
        qtbot.mouseClick(stage, Qt.MouseButton.LeftButton, pos=place)
    assert caught.args == [None]


def test_pointing_says_each_cell_once_and_then_none(stage, qtbot):
    seen = []
    stage.hovered.connect(seen.append)
    first, second = CellRef("W1", 0, 0), CellRef("W1", 1, 2)
    for place in (middle(stage, first), middle(stage, first) + QPoint(3, 3)):
        qtbot.mouseMove(stage, place)
        QApplication.processEvents()
    qtbot.mouseMove(stage, middle(stage, second))
    QApplication.processEvents()
    qtbot.mouseMove(stage, QPoint(5, 5))
    QApplication.processEvents()
    assert seen == [first, second, None]


def test_double_click_says_the_cell(stage, qtbot):
    cell = CellRef("W1", 1, 1)
    with qtbot.waitSignal(stage.double_clicked) as caught:
        qtbot.mouseDClick(stage, Qt.MouseButton.LeftButton, pos=middle(stage, cell))
    assert caught.args == [cell]


def wheel(stage, at, turn, pixels=(0, 0)):
    where = QPointF(at)
    event = QWheelEvent(
        where, stage.mapToGlobal(where), QPoint(*pixels), QPoint(0, turn), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(stage, event)


def test_the_wheel_zooms_about_the_pointer(stage):
    cell = CellRef("W1", 0, 2)
    at = middle(stage, cell)
    for _ in range(6):
        wheel(stage, at, 120)
    assert stage.zoom > 3
    assert (stage.point_of(cell) - QPointF(at)).manhattanLength() < 2
    for _ in range(20):
        wheel(stage, at, -120)
    assert stage.zoom == 1.0


def test_two_fingers_move_a_magnified_picture(stage):
    stage.zoom_by(4.0)
    before = stage.point_of(CellRef("W1", 0, 0))
    wheel(stage, QPoint(200, 150), 0, pixels=(-10, -20))
    assert stage.point_of(CellRef("W1", 0, 0)) - before == QPointF(-10, -20)


def test_dragging_moves_a_magnified_picture_and_is_no_click(stage, qtbot):
    clicks = []
    stage.clicked.connect(clicks.append)
    stage.zoom_by(4.0)
    before = stage.point_of(CellRef("W1", 0, 0))
    qtbot.mousePress(stage, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    qtbot.mouseMove(stage, QPoint(160, 120))
    QApplication.processEvents()
    qtbot.mouseRelease(stage, Qt.MouseButton.LeftButton, pos=QPoint(160, 120))
    moved = stage.point_of(CellRef("W1", 0, 0)) - before
    assert moved.x() < -20
    assert moved.y() < -15
    assert clicks == []


def test_the_picture_cannot_be_lost(stage):
    stage.zoom_by(2.0)
    wheel(stage, QPoint(200, 150), 0, pixels=(5000, 5000))
    corner = stage.point_of(CellRef("W1", 0, 0))
    assert 0 < corner.x() < 400
    assert 0 < corner.y() < 300


def test_keys_zoom_and_reset(stage, qtbot):
    factors = []
    stage.zoomed.connect(factors.append)
    qtbot.keyClick(stage, Qt.Key.Key_Plus)
    qtbot.keyClick(stage, Qt.Key.Key_Plus)
    qtbot.keyClick(stage, Qt.Key.Key_Minus)
    qtbot.keyClick(stage, Qt.Key.Key_0)
    assert factors == pytest.approx([1.25, 1.5625, 1.25, 1.0])


def test_the_keyboard_walks_over_the_cells_and_to_the_next_matrix(stage, qtbot):
    below = matrix(np.zeros((1, 3)), id="b", name="Z1", rect=Rect(60, 220, 240, 40))
    stage.set_scene(scene(matrix(np.zeros((2, 3))), below))
    seen = []
    stage.hovered.connect(seen.append)
    alt = Qt.KeyboardModifier.AltModifier
    keys = (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    for key in keys:
        qtbot.keyClick(stage, key, alt)
    assert seen == [
        CellRef("W1", 0, 0), CellRef("W1", 0, 1), CellRef("W1", 1, 1), CellRef("Z1", 0, 1),
        CellRef("Z1", 0, 1),  # at the edge it is told again: others may have pointed elsewhere
    ]  # fmt: skip
    with qtbot.waitSignal(stage.clicked) as caught:
        qtbot.keyClick(stage, Qt.Key.Key_Return)
    assert caught.args == [CellRef("Z1", 0, 1)]


def test_a_sample_shown_alone_keeps_its_stored_row(stage):
    stage.set_scene(scene(matrix(np.zeros((1, 3)), stored_row=7)))
    cell = CellRef("W1", 7, 2)
    assert stage.cell_at(stage.point_of(cell)) == cell
    assert stage.point_of(CellRef("W1", 0, 2)) is None


def test_the_sentence_is_read_aloud_in_the_language(stage):
    assert stage.accessibleName() == "Stage"
    assert stage.accessibleDescription() == "A matrix is on the stage."
    stage.set_catalogue(Loud())
    assert stage.accessibleDescription() == "A MATRIX IS ON THE STAGE."
    stage.set_scene(scene(text="Nothing more."))
    assert stage.accessibleDescription() == "NOTHING MORE."


def test_a_new_size_is_told(stage, qtbot):
    with qtbot.waitSignal(stage.resized) as caught:
        stage.resize(500, 350)
    assert caught.args == [500.0, 350.0]
    assert stage.cell_at(stage.point_of(CellRef("W1", 1, 2))) == CellRef("W1", 1, 2)


@pytest.mark.parametrize("kind", [StageView, MapView])
@pytest.mark.parametrize("name", THEMES)
def test_the_ground_is_the_themes(qtbot, kind, name):
    view = kind(THEMES["light"], English())
    qtbot.addWidget(view)
    view.resize(200, 100)
    view.set_theme(THEMES[name])
    assert view.grab().toImage().pixelColor(3, 3) == THEMES[name].color(Role.SURFACE)
    view.set_scene(None)
    assert view.cell_at(QPointF(5, 5)) is None


def pinch(stage, value, at):
    """Two fingers move apart (or together) on a touch pad: what the system then sends."""
    device = QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, device, 2, at, at,
        QPointF(stage.mapToGlobal(at.toPoint())), value, QPointF(),
    )  # fmt: skip
    QApplication.sendEvent(stage, event)


def test_a_pinch_magnifies_about_the_fingers_and_back(stage):
    at = QPointF(120.0, 90.0)
    under = stage.to_scene(at)
    for _ in range(6):
        pinch(stage, 0.2, at)
    assert stage.zoom == pytest.approx(1.2**6)
    assert stage.to_scene(at) == pytest.approx(under)
    for _ in range(12):
        pinch(stage, -0.2, at)
    assert stage.zoom == 1.0


def test_a_pinch_beyond_the_end_is_the_next_level(stage, qtbot):
    with qtbot.waitSignal(stage.higher):
        for _ in range(4):
            pinch(stage, -0.2, QPointF(100.0, 80.0))
    with qtbot.waitSignal(stage.deeper) as deeper:
        for _ in range(60):
            pinch(stage, 0.25, QPointF(100.0, 80.0))
    assert deeper.args == [QPointF(100.0, 80.0)]
