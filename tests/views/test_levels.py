"""One gesture of zoom, as a person makes it: wheel, keys, double press, links."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.scene.levels.level import Level
from nnviz.scene.primitives import CellRef, MatrixBlock, Node
from nnviz.views.levels.glide import GLIDE_S


def settle(window):
    """Let the views be told, and every picture arrive."""
    QApplication.processEvents()
    QTest.qWait(int(GLIDE_S * 1000) + 60)
    QApplication.processEvents()
    window.stage.grab()


def wheel(stage, at, turn):
    where = QPointF(at)
    event = QWheelEvent(
        where, stage.mapToGlobal(where), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(stage, event)


def turn_until(window, session, at, turn, depth):
    for _ in range(80):
        wheel(window.stage, at, turn)
        QApplication.processEvents()
        if session.state.level.depth == depth:
            settle(window)
            return
    raise AssertionError(f"the wheel never came to {depth}")


def test_the_wheel_goes_from_the_network_to_a_cell_and_back(window, session):
    session.seek_step(0, 1.0)
    session.look_at(Level("network"))
    settle(window)
    stage = window.stage
    assert not window.views.map.isVisible()
    unit = next(i for i in stage.scene.primitives if isinstance(i, Node) and i.id == "unit.1.2")
    turn_until(window, session, stage.to_view(unit.x, unit.y), 120, "layer")
    assert session.state.level.layer == 1
    assert window.views.map.isVisible()
    block = stage.scene.block("P1")
    middle = block.rect.x + block.rect.width / 2, block.rect.y + block.rect.height / 2
    turn_until(window, session, stage.to_view(*middle), 120, "matrix")
    cell = CellRef("P1", 1, 2)
    turn_until(window, session, stage.point_of(cell), 120, "cell")
    assert session.state.level.cell == cell
    assert stage.scene.block("P1").shape == (1, 1)
    for depth in ("matrix", "layer", "network"):
        turn_until(window, session, QPointF(300, 200), -120, depth)
    assert session.state.level.depth == "network"


def test_a_slip_beyond_the_end_is_no_wish(window, session):
    wheel(window.stage, QPointF(300, 200), -120)
    QApplication.processEvents()
    assert session.state.level.depth == "matrix"
    wheel(window.stage, QPointF(300, 200), -120)
    QApplication.processEvents()
    assert session.state.level.depth == "layer"


def test_enter_and_escape(window, session, qtbot):
    session.seek_step(0, 1.0)
    window.dismiss_welcome()
    window.stage.setFocus()
    session.look_at(Level("network"))
    settle(window)
    for depth in ("layer", "matrix", "cell"):
        qtbot.keyClick(window.stage, Qt.Key.Key_Return)
        settle(window)
        assert session.state.level.depth == depth
    session.pin(CellRef("P1", 0, 0))
    qtbot.keyClick(window.stage, Qt.Key.Key_Escape)
    settle(window)
    assert session.state.level.depth == "matrix"
    assert session.state.pinned is not None
    qtbot.keyClick(window.stage, Qt.Key.Key_Escape)  # lets go of the cell, as ever
    settle(window)
    assert session.state.level.depth == "matrix"
    assert session.state.pinned is None
    qtbot.keyClick(window.stage, Qt.Key.Key_Escape)
    settle(window)
    assert session.state.level.depth == "layer"


def test_plus_and_minus_go_on_beyond_the_zoom(window, session, qtbot):
    session.seek_step(0, 1.0)
    QApplication.processEvents()
    qtbot.keyClick(window.stage, Qt.Key.Key_Minus)
    settle(window)
    assert session.state.level.depth == "layer"
    qtbot.keyClick(window.stage, Qt.Key.Key_Minus)
    settle(window)
    assert session.state.level.depth == "network"
    for _ in range(20):
        qtbot.keyClick(window.stage, Qt.Key.Key_Plus)
        QApplication.processEvents()
        if session.state.level.depth != "network":
            break
    assert session.state.level.depth == "layer"


def test_shift_and_an_arrow_go_a_level(window, session, qtbot):
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_Down, shift)
    settle(window)
    assert session.state.level.depth == "cell"
    for depth in ("matrix", "layer", "network", "network"):
        qtbot.keyClick(window, Qt.Key.Key_Up, shift)
        settle(window)
        assert session.state.level.depth == depth


def test_a_double_press_goes_nearer(window, session, qtbot):
    session.look_at(Level("network"))
    settle(window)
    stage = window.stage
    unit = next(i for i in stage.scene.primitives if isinstance(i, Node) and i.id == "unit.2.0")
    qtbot.mouseDClick(stage, Qt.MouseButton.LeftButton, pos=stage.to_view(unit.x, unit.y).toPoint())
    settle(window)
    assert session.state.level == Level("layer", layer=2)
    block = stage.scene.block("W2")
    at = stage.to_view(block.rect.x + 4, block.rect.y + 4).toPoint()
    qtbot.mouseDClick(stage, Qt.MouseButton.LeftButton, pos=at)
    settle(window)
    assert session.state.level.depth == "matrix"
    step = session.state.trace.steps[session.state.status.position.step_index]
    assert "W2" in step.inputs


def test_a_double_press_beside_the_units_of_the_map_shows_the_layer(window, session, qtbot):
    view = window.views.map
    unit = next(i for i in view.scene.primitives if isinstance(i, Node) and i.id == "unit.2.0")
    at = view.to_view(unit.x - 12, 4.0).toPoint()
    assert view.cell_at(QPointF(at)) is None
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at)
    settle(window)
    assert session.state.level == Level("layer", layer=2)


def test_the_links_say_where_one_is_and_lead_there(window, session, qtbot):
    session.seek_step(0, 1.0)
    session.look_at(Level("cell", cell=CellRef("W1", 2, 1)))
    settle(window)
    bar = window.views.level
    shown = [link.text() for link in bar.links if link.isVisible()]
    assert shown == ["Network", "Layer 1", "W¹", "w¹₃,₂"]
    qtbot.mouseClick(bar.links[1], Qt.MouseButton.LeftButton)
    settle(window)
    assert session.state.level == Level("layer", layer=1)
    assert [link.isVisible() for link in bar.links] == [True, True, False, False]
    qtbot.mouseClick(bar.links[0], Qt.MouseButton.LeftButton)
    settle(window)
    assert session.state.level.depth == "network"


def test_the_way_to_a_level_is_short_and_reduced_motion_has_none(window, session):
    stage = window.stage
    session.look_at(Level("layer"))
    QApplication.processEvents()
    assert stage.is_gliding
    QTest.qWait(400)
    stage.grab()
    assert not stage.is_gliding
    session.set_reduced_motion(True)
    session.look_at(Level("network"))
    QApplication.processEvents()
    assert not stage.is_gliding


def test_playing_at_a_level_stays_there_and_follows(window, session):
    session.look_at(Level("cell"))
    session.seek_step(0, 0.0)
    for _ in range(4):
        session.next()
        session.advance(30.0)
        QApplication.processEvents()
    assert session.state.level.depth == "cell"
    focus = window.stage.scene.focus
    big = window.stage.scene.block("P1")
    assert big.place(focus) == (0, 0)
    assert big.shape == (1, 1)


@pytest.mark.parametrize("depth", ["network", "layer", "cell"])
def test_cells_can_be_pointed_at_on_every_level(window, session, depth):
    session.seek_step(len(session.state.trace.steps) - 1, 1.0)
    session.look_at(Level(depth))
    settle(window)
    stage = window.stage
    for item in stage.scene.primitives:
        if isinstance(item, MatrixBlock) and item.revealed and item.name in session.state.trace:
            box = item.cell_rect(0, 0)
            at = stage.to_view(box.x + box.width / 2, box.y + box.height / 2)
            assert stage.cell_at(at) == item.stored(0, 0)
        elif isinstance(item, Node) and item.cell is not None:
            assert stage.cell_at(stage.to_view(item.x, item.y)) == item.cell


def test_the_chain_and_the_levels_leave_each_other_alone(window, session):
    session.look_at(Level("layer"))
    settle(window)
    session.toggle_chain()
    settle(window)
    assert window.levels.higher() is False
    assert not window.views.level.isVisible()
    window.levels.deeper()
    assert session.state.level.depth == "layer"
    session.toggle_chain()
    settle(window)
    assert window.views.level.isVisible()
    assert session.state.level.depth == "layer"
