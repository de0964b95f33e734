"""What if, by mouse and by keys: the editor at the cell, the bar, and what the views then show."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.scene.primitives import CellRef, Delta
from nnviz.scene.what_if.former import UNCHANGED
from nnviz.views.what_if.beside import side_for, spot
from nnviz.views.what_if.cell_place import place_of
from nnviz.views.window.main_window import MainWindow

CELL = CellRef("W1", 1, 0)
LEFT = Qt.MouseButton.LeftButton


def settle():
    for _ in range(4):
        QApplication.processEvents()


def double_click(qtbot, view, at):
    qtbot.mouseClick(view, LEFT, pos=at)
    qtbot.mouseDClick(view, LEFT, pos=at)
    qtbot.mouseRelease(view, LEFT, pos=at)
    settle()


def at_cell(view, cell):
    return view.in_view(place_of(view.scene, cell)).center()


def wheel(widget, at, turn, modifier=Qt.KeyboardModifier.NoModifier):
    where = QPointF(at)
    event = QWheelEvent(
        where, widget.mapToGlobal(where), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton,
        modifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    settle()


@pytest.fixture
def editing(window, session):
    window.activateWindow()
    session.seek_step(0, 1.0)
    settle()
    return window.what_if


def supposed(session):
    found = session.state.what_if
    return {} if found is None else {(c.name, c.row, c.col): c.new for c in found.changes}


def test_a_double_click_types_a_number_that_is_seen_at_once(qtbot, window, session, editing):
    double_click(qtbot, window.stage, at_cell(window.stage, CELL))
    assert editing.editor.isVisible()
    assert editing.editor.number.hasFocus()
    assert editing.bar.text == "What if w¹₂,₁ were another number?"
    assert not editing.bar.keep.isEnabled()
    real = session.state.trace
    qtbot.keyClicks(editing.editor.number, "-0.5")
    settle()
    assert supposed(session) == {("W1", 1, 0): -0.5}
    assert editing.editor.number.text() == "-0.5"
    assert editing.bar.text.startswith("What if w¹₂,₁ = −0.50 (was 0.67)? Loss predicted 1.3")
    block = window.stage.scene.block("W1")
    assert block.values[1, 0] == -0.5
    assert block.former.values[1, 0] == real["W1"][1, 0]
    assert any(isinstance(item, Delta) for item in window.views.map.scene.primitives)
    qtbot.keyClick(editing.editor.number, Qt.Key.Key_Return)
    settle()
    assert not editing.editor.isVisible()
    assert window.stage.hasFocus()
    assert supposed(session) == {("W1", 1, 0): -0.5}
    assert editing.bar.text


def test_half_a_number_changes_nothing(qtbot, window, session, editing):
    editing.open(CELL)
    real = session.state.trace
    for text in ("-", ".", "1e", "abc", ""):
        editing.editor.number.clear()
        qtbot.keyClicks(editing.editor.number, text)
        settle()
        assert session.state.notice is None
    assert session.state.trace is real or supposed(session) == {("W1", 1, 0): 1.0}


def test_a_fraction_is_a_number(qtbot, window, session, editing):
    editing.open(CELL)
    editing.editor.number.clear()
    qtbot.keyClicks(editing.editor.number, "-3/4")
    settle()
    assert supposed(session) == {("W1", 1, 0): -0.75}
    assert session.state.notice is None


def test_arrows_and_the_wheel_nudge_and_shift_makes_it_finer(qtbot, window, session, editing):
    editing.open(CELL)
    settle()
    number = editing.editor.number
    qtbot.keyClick(number, Qt.Key.Key_Up)
    assert supposed(session)[("W1", 1, 0)] == 0.77
    qtbot.keyClick(number, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert supposed(session)[("W1", 1, 0)] == 0.76
    wheel(number, QPoint(5, 5), -240)
    assert supposed(session)[("W1", 1, 0)] == 0.56
    zoom, stage = window.stage.zoom, window.stage
    wheel(stage, at_cell(stage, CELL), 120)
    assert supposed(session)[("W1", 1, 0)] == 0.66
    assert stage.zoom == zoom
    assert number.text() == "0.66"
    wheel(stage, at_cell(stage, CellRef("X", 0, 0)), 120)
    assert supposed(session)[("W1", 1, 0)] == 0.66
    assert stage.zoom > zoom
    assert session.state.sample == 1


def test_the_slider_moves_the_number(window, session, editing):
    editing.open(CELL)
    slider = editing.editor.slider
    slider.setValue(slider.maximum())
    settle()
    top = float(abs(session.state.what_if.before["W1"]).max())
    assert supposed(session)[("W1", 1, 0)] == pytest.approx(2 * top, abs=0.01)


def test_escape_puts_back_what_was_edited_and_nothing_else(qtbot, window, session, editing):
    session.suppose(CellRef("b1", 0, 0), 0.5)
    editing.open(CELL)
    qtbot.keyClicks(editing.editor.number, "2")
    qtbot.keyClick(editing.editor.number, Qt.Key.Key_Escape)
    settle()
    assert supposed(session) == {("b1", 0, 0): 0.5}
    assert not editing.editor.isVisible()
    qtbot.keyClick(window.stage, Qt.Key.Key_Escape)
    while session.state.what_if is not None and window.views.notice.text:
        qtbot.keyClick(window.stage, Qt.Key.Key_Escape)
    if session.state.what_if is not None:
        qtbot.keyClick(window.stage, Qt.Key.Key_Escape)
    assert session.state.what_if is None


def test_what_is_impossible_is_refused_in_words(qtbot, window, session, editing):
    double_click(qtbot, window.stage, at_cell(window.stage, CellRef("P1", 0, 0)))
    assert not editing.editor.isVisible()
    assert "cannot be set" in window.views.notice.text
    assert session.state.what_if is None


def test_keys_alone_do_it_all(qtbot, window, session, editing):
    stage = window.stage
    stage.setFocus()
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(stage, Qt.Key.Key_Right, alt)
    first = stage.cursor_cell
    assert first.name in {"X", "W1"}
    qtbot.keyClick(stage, Qt.Key.Key_Return)
    settle()
    assert session.state.pinned == first
    qtbot.wait(QApplication.doubleClickInterval() + 50)
    qtbot.keyClick(stage, Qt.Key.Key_Return)
    settle()
    assert editing.cell == first
    qtbot.keyClick(editing.editor.number, Qt.Key.Key_Up)
    qtbot.keyClick(editing.editor.number, Qt.Key.Key_Return)
    settle()
    qtbot.keyClick(stage, Qt.Key.Key_Down, alt)
    session.pin(stage.cursor_cell)
    qtbot.keyClick(stage, Qt.Key.Key_F2)
    settle()
    assert editing.cell == stage.cursor_cell != first
    qtbot.keyClick(editing.editor.number, Qt.Key.Key_Up)
    settle()
    assert len(supposed(session)) == 2


def test_f2_asks_for_a_cell_when_there_is_none(qtbot, window, session, editing):
    session.pin(None)
    session.hover(None)
    qtbot.keyClick(window.stage, Qt.Key.Key_F2)
    settle()
    assert "F2" in window.views.notice.text


def test_keep_and_put_back_and_undo(qtbot, window, session, editing):
    session.suppose(CELL, 0.5)
    settle()
    qtbot.mouseClick(editing.bar.put_back, LEFT)
    settle()
    assert session.state.what_if is None
    assert not editing.bar.text
    window.menus.actions["undo"].trigger()
    settle()
    assert supposed(session) == {("W1", 1, 0): 0.5}
    qtbot.mouseClick(editing.bar.keep, LEFT)
    settle()
    assert session.state.what_if is None
    assert session.state.trace["W1"][1, 0] == 0.5
    assert all(item.former is UNCHANGED for item in [window.stage.scene.block("W1")])
    window.menus.actions["undo"].trigger()
    assert supposed(session) == {("W1", 1, 0): 0.5}


def test_undo_in_the_editor_is_undo_of_the_number(qtbot, window, session, editing):
    editing.open(CELL)
    settle()
    text = editing.editor.number.text()
    qtbot.keyClick(editing.editor.number, Qt.Key.Key_Up)
    settle()
    qtbot.keyClick(editing.editor.number, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert session.state.what_if is None
    assert editing.editor.number.text() == text


def test_data_can_be_kept_as_well(qtbot, window, session, editing):
    session.suppose(CellRef("X", 1, 0), 0.5)
    settle()
    assert editing.bar.put_back.isEnabled()
    assert "also in the data" in editing.bar.keep.toolTip()
    assert "also in the data" in editing.bar.keep.accessibleDescription()
    qtbot.mouseClick(editing.bar.keep, LEFT)
    settle()
    assert session.state.experiment.data.table.X[1].tolist() == [0.5, 1.0]
    assert window.windowTitle().startswith("XOR (edited) ·")


def test_space_plays_on_in_what_would_be(qtbot, window, session, editing):
    session.home()
    editing.open(CELL)
    qtbot.keyClicks(editing.editor.number, "2")
    settle()
    qtbot.keyClick(editing.editor.number, Qt.Key.Key_Space)
    settle()
    assert editing.editor.number.text() == "2"
    assert session.state.status.playing
    assert session.state.trace is session.state.what_if.after


def test_the_map_edits_connections_units_and_inputs(qtbot, window, session, editing):
    session.select_sample(3)
    settle()
    view = window.views.map
    for cell, edited in (
        (CellRef("W2", 0, 3), CellRef("W2", 0, 3)),
        (CellRef("A1", 3, 2), CellRef("b1", 0, 2)),
        (CellRef("X", 3, 0), CellRef("X", 3, 0)),
    ):
        session.seek_step(len(session.state.trace.steps) - 1, 1.0)
        settle()
        double_click(qtbot, view, at_cell(view, cell))
        assert editing.cell == edited
        assert editing.editor.isVisible()
        qtbot.keyClick(editing.editor.number, Qt.Key.Key_Up)
        settle()
    assert set(supposed(session)) == {("W2", 0, 3), ("b1", 0, 2), ("X", 3, 0)}


def test_going_on_to_the_next_iteration_closes_the_editor(window, session, editing):
    editing.open(CELL)
    session.suppose(CELL, 0.5)
    session.next_iteration()
    settle()
    assert not editing.editor.isVisible()
    assert not editing.bar.text
    assert "has ended" in window.views.notice.text


@pytest.mark.parametrize("size", [(1000, 600), (1280, 720), (1600, 900)])
@pytest.mark.parametrize("orientation", ["textbook", "rows"])
def test_the_editor_hides_neither_its_cell_nor_leaves_the_window(
    window, session, editing, size, orientation
):
    session.set_orientation(orientation)
    window.resize(*size)
    settle()
    for cell in (CELL, CellRef("W1", 3, 1), CellRef("X", 0, 0), CellRef("X", 3, 1)):
        editing.open(cell)
        settle()
        box = window.stage.in_view(place_of(window.stage.scene, cell))
        box.translate(window.stage.mapTo(window, QPoint(0, 0)))
        assert window.rect().contains(editing.editor.geometry())
        assert not editing.editor.geometry().intersects(box.adjusted(2, 2, -2, -2))


def test_other_words_and_colours(window, session, editing):
    editing.open(CELL)
    session.suppose(CELL, 0.5)
    for theme in ("dark", "projector"):
        session.set_theme(theme)
        settle()
    session.set_language("zh")
    settle()
    assert editing.editor.isVisible()
    assert "Loss" not in editing.bar.text or "What if" in editing.bar.text
    assert editing.editor.number.accessibleName()


def test_a_class_is_chosen_from_a_list(qtbot):
    session = Session(example("digits"), Settings(language="en", theme="light"))
    window = MainWindow(session, Settings())
    window.resize(1280, 720)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    session.select_sample(3)
    settle()
    real = int(session.state.trace["Y"][3].argmax())
    window.what_if.open(CellRef("Y", 3, real))
    editor = window.what_if.editor
    assert editor.choice.isVisible()
    assert not editor.number.isVisible()
    qtbot.keyClick(editor.choice, Qt.Key.Key_Down)
    settle()
    assert session.state.trace["Y"][3].argmax() == real + 1
    assert window.what_if.bar.text.startswith("What if the class of sample 4 is")
    qtbot.keyClick(editor.choice, Qt.Key.Key_Escape)
    settle()
    assert session.state.what_if is None


def test_a_place_beside_a_cell():
    from PySide6.QtCore import QRect, QSize

    room, size = QRect(0, 0, 800, 600), QSize(200, 100)
    assert side_for(QRect(300, 100, 40, 30), size, room, []) == "below"
    assert side_for(QRect(300, 560, 40, 30), size, room, []) != "below"
    assert side_for(QRect(300, 100, 40, 30), size, room, [QRect(0, 131, 800, 400)]) != "below"
    assert spot("left", QRect(300, 100, 40, 30), size, room).right() < 300


def test_the_inspector_says_what_was_and_opens_the_editor(qtbot, window, session, editing):
    session.pin(CellRef("P1", 0, 0))
    settle()
    assert not window.views.inspector.what_if.isVisible()
    session.pin(CELL)
    settle()
    assert window.views.inspector.value.text() == "0.67"
    qtbot.mouseClick(window.views.inspector.what_if, LEFT)
    settle()
    assert editing.cell == CELL
    qtbot.keyClicks(editing.editor.number, "0.5")
    settle()
    assert window.views.inspector.value.text() == "0.50 (was 0.67)"
