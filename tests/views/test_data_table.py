"""The table of the data in the window: typed, pasted, filled, sorted, undone, refused."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from nnviz.app.edits import Open, SetLoss, SetTable, SetValidation
from nnviz.app.experiment import example
from nnviz.app.opening import named
from nnviz.app.table import Table
from nnviz.engine.message import message
from nnviz.views.data.feature import DataFeature
from nnviz.views.data.table_commands import COMMANDS, menu_of
from nnviz.views.data.table_panel import TablePanel

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


def settle():
    for _ in range(3):
        QApplication.processEvents()


@pytest.fixture
def panel(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_D, CTRL)
    settle()
    return window.feature(DataFeature).table


@pytest.fixture
def view(panel):
    return panel.view


def table_of(session):
    return session.state.experiment.data.table


def key(qtbot, view, which, modifiers=NONE):
    target = QApplication.focusWidget() or view
    qtbot.keyClick(target, which, modifiers)
    settle()


def click(qtbot, view, row, col, modifiers=NONE):
    at = view.visualRect(view.model().index(row, col)).center()
    qtbot.mouseClick(view.viewport(), LEFT, modifiers, at)
    settle()


def type_in(qtbot, view, text):
    """Type over the cell and leave it with Enter."""
    qtbot.keyClicks(view, text[:1])
    settle()
    qtbot.keyClicks(view.findChild(QLineEdit), text[1:])
    qtbot.keyClick(view.findChild(QLineEdit), Qt.Key.Key_Return)
    settle()


def paste(text):
    QGuiApplication.clipboard().setText(text)


def test_ctrl_d_opens_the_table_goes_into_it_and_closes_it(qtbot, window, panel, view):
    assert window.is_panel_open("data")
    assert view.hasFocus()
    assert panel.model.rowCount() == 5  # and the empty row
    assert [panel.model.headerData(c, Qt.Orientation.Horizontal) for c in range(3)] == [
        "x1", "x2", "y",
    ]  # fmt: skip
    key(qtbot, view, Qt.Key.Key_D, CTRL)
    assert not window.is_panel_open("data")
    assert window.stage.hasFocus()


def test_opening_it_leaves_the_sample_as_it_is(session, panel):
    assert session.state.sample == 1
    assert panel.model.sample_row == 1


def test_a_number_is_typed_and_the_stage_follows(qtbot, window, session, view):
    click(qtbot, view, 1, 0)
    type_in(qtbot, view, "0.5")
    assert table_of(session).X[1].tolist() == [0.5, 1.0]
    assert session.state.trace["X"][1].tolist() == [0.5, 1.0]
    assert view.cell == (2, 0)  # Enter goes down
    assert session.state.undo_name.english() == "Value of “x1” in row 2"
    assert window.windowTitle().startswith("XOR (edited)")
    key(qtbot, view, Qt.Key.Key_Z, CTRL)
    assert session.state.experiment.data.kind == "builtin"
    assert view.model().data(view.model().index(1, 0)) == "0"
    session.redo()
    settle()
    assert view.model().data(view.model().index(1, 0)) == "0.5"


def test_letters_are_typed_and_are_no_keys_of_the_window(qtbot, window, session, view):
    assert not window.is_panel_open("code")
    click(qtbot, view, 0, 0)
    qtbot.keyClicks(view, "c")
    settle()
    assert not window.is_panel_open("code")
    key(qtbot, view, Qt.Key.Key_Escape)
    status = session.state.status
    key(qtbot, view, Qt.Key.Key_Down)
    key(qtbot, view, Qt.Key.Key_Right)
    assert session.state.status.time_s == status.time_s
    assert view.cell == (1, 1)


def test_what_is_no_number_is_said_at_the_cell_and_stays_out(qtbot, session, panel, view):
    click(qtbot, view, 1, 0)
    before = session.state.experiment
    qtbot.keyClicks(view, "1")
    settle()
    editor = view.findChild(QLineEdit)
    qtbot.keyClicks(editor, "abc")
    assert view.remark.isVisible()
    assert view.remark.text() == "Row 2, column “x1”: a number was expected, but “1abc” came."
    assert view.viewport().rect().contains(view.remark.geometry())
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert editor.isVisible()  # it waits for a number
    editor.setText("1e999")
    assert "“1e999” came" in view.remark.text()
    editor.setText("3")
    assert not view.remark.isVisible()
    editor.setText("x")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    settle()
    assert session.state.experiment is before
    assert not view.remark.isVisible()
    assert panel.model.data(panel.model.index(1, 0)) == "0"


def test_a_number_that_the_loss_cannot_take_changes_the_loss_and_says_so(qtbot, session, view):
    session.edit(SetLoss("bce"))
    settle()
    click(qtbot, view, 0, 2)
    type_in(qtbot, view, "7")
    assert table_of(session).Y[0, 0] == 7
    assert session.state.experiment.spec.loss == "mse"
    assert "the loss is" in session.state.notice.english()
    session.undo()
    assert session.state.experiment.spec.loss == "bce"


def test_what_the_session_refuses_is_said_at_the_cell(qtbot, session, panel, view):
    session.edit(SetValidation(0.25))
    settle()
    before = session.state.experiment
    paste("1\t2\t1\n")
    panel.run("paste_new")  # of one sample nothing can be held out
    assert session.state.experiment is before
    assert "leave one of the two parts empty" in view.remark.text()
    assert panel.model.rowCount() == 5


def test_typing_in_the_empty_row_adds_a_sample(qtbot, session, panel, view):
    click(qtbot, view, 4, 1)
    type_in(qtbot, view, "9")
    assert table_of(session).X.tolist()[4] == [1.0, 9.0]
    assert panel.model.rowCount() == 6
    assert session.state.trace.n_samples == 5
    assert session.state.undo_name.english() == "Add a sample"


def test_copy_and_paste_of_another_shape(qtbot, session, view):
    click(qtbot, view, 0, 0)
    click(qtbot, view, 1, 2, SHIFT)
    key(qtbot, view, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "0\t0\t0\n0\t1\t1\n"
    paste("5\t6\t1\r\n7\t8\t0\r\n9\t10\t1\r\n")
    click(qtbot, view, 3, 0)
    key(qtbot, view, Qt.Key.Key_V, CTRL)
    assert table_of(session).n_samples == 6
    assert table_of(session).X[3:].tolist() == [[5, 6], [7, 8], [9, 10]]
    assert view.rects == ((3, 0, 5, 2),)
    key(qtbot, view, Qt.Key.Key_Z, CTRL)
    assert session.state.experiment.data.kind == "builtin"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1\t2\t3\t4\n", "only 3"),
        ("1\tx\n", "“x” came"),
        ("", "nothing"),
        ("1\t2\n3\n", "rectangle"),
    ],
)
def test_what_cannot_be_pasted_is_said_at_the_cell(qtbot, session, view, text, says):
    paste(text)
    before = session.state.experiment
    click(qtbot, view, 0, 0)
    key(qtbot, view, Qt.Key.Key_V, CTRL)
    assert session.state.experiment is before
    assert view.remark.isVisible()
    assert says in view.remark.text()
    key(qtbot, view, Qt.Key.Key_Escape)
    assert not view.remark.isVisible()


def test_cut_fill_down_and_clear(qtbot, session, view):
    click(qtbot, view, 3, 0)
    click(qtbot, view, 3, 1, SHIFT)
    key(qtbot, view, Qt.Key.Key_X, CTRL)
    assert QGuiApplication.clipboard().text() == "1\t1\n"
    assert table_of(session).X[3].tolist() == [0, 0]
    click(qtbot, view, 1, 1)
    click(qtbot, view, 3, 2, SHIFT)
    key(qtbot, view, Qt.Key.Key_Return, CTRL)
    assert table_of(session).X[:, 1].tolist() == [0, 1, 1, 1]
    assert table_of(session).Y[:, 0].tolist() == [0, 1, 1, 1]
    key(qtbot, view, Qt.Key.Key_Delete)
    assert table_of(session).X[:, 1].tolist() == [0, 0, 0, 0]
    for _ in range(3):
        session.undo()
    assert session.state.experiment.data.kind == "builtin"


def test_rows_and_columns_come_and_go(qtbot, session, panel, view):
    click(qtbot, view, 1, 0)
    key(qtbot, view, Qt.Key.Key_Plus, CTRL)
    assert table_of(session).n_samples == 5
    view.choose((1, 0, 2, 2))
    key(qtbot, view, Qt.Key.Key_Minus, CTRL)
    assert table_of(session).X.tolist() == [[0, 0], [1, 0], [1, 1]]
    view.choose((0, 0, 0, 2))
    key(qtbot, view, Qt.Key.Key_Delete)  # a whole row
    assert table_of(session).n_samples == 2
    click(qtbot, view, 0, 0)
    panel.run("add_input")
    assert table_of(session).feature_names == ("x3", "x1", "x2")
    assert session.state.experiment.spec.n_in == 3
    panel.run("remove_columns")
    assert session.state.experiment.spec.n_in == 2
    panel.run("select_all")
    before = session.state.experiment
    panel.run("remove_rows")
    assert session.state.experiment is before
    assert "One sample has to stay" in view.remark.text()


def test_a_column_is_renamed_where_its_name_stands(qtbot, session, panel, view):
    head = view.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(1) + 20, 8)
    qtbot.mouseClick(head.viewport(), LEFT, NONE, at)
    qtbot.mouseDClick(head.viewport(), LEFT, NONE, at)
    settle()
    line = panel.header_editor
    assert line.isVisible()
    assert line.text() == "x2"
    line.setText("height")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle()
    assert table_of(session).feature_names == ("x1", "height")
    panel.view.go_to(0, 0)
    panel.run("rename")
    qtbot.keyClicks(line, "x")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert table_of(session).feature_names == ("x1", "height")
    panel.run("rename")
    line.setText("height")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle()
    assert "two columns" in view.remark.text()


def test_classes_are_chosen_from_a_list_or_typed(qtbot, session, panel, view):
    panel.run("swap_targets")
    assert table_of(session).target_names == ("0", "1")
    assert session.state.experiment.spec.loss == "cross_entropy"
    view.go_to(0, 2)
    view.setFocus()
    view.edit(view.model().index(0, 2))
    settle()
    box = view.findChild(QComboBox)
    assert [box.itemText(k) for k in range(box.count())] == ["0", "1"]
    box.setCurrentText("fox")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settle()
    assert table_of(session).target_names == ("0", "1", "fox")
    assert session.state.experiment.spec.layers[-1].units == 3
    panel.run("swap_targets")
    assert table_of(session).Y.shape == (4, 1)


def test_sorting_and_finding(qtbot, session, panel, view):
    view.go_to(0, 2)
    panel.run("descending")
    assert table_of(session).Y[:, 0].tolist() == [1, 1, 0, 0]
    view.go_to(0, 0)
    key(qtbot, view, Qt.Key.Key_F, CTRL)
    assert panel.search.hasFocus()
    qtbot.keyClicks(panel.search, "1")
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert view.cell == (0, 1)
    panel.search.setText("nowhere")
    panel.run("find_next")
    assert "is nowhere" in view.remark.text()


def test_a_table_is_pasted_in_place_of_all(qtbot, session, panel, view):
    paste("a\tb\tkind\n1\t2\tcat\n3\t4\tdog\n5\t6\tcat\n")
    panel.run("paste_new")
    table = table_of(session)
    assert table.feature_names == ("a", "b")
    assert session.state.experiment.data.name == "own"
    assert table.target_names == ("cat", "dog")
    assert panel.model.columnCount() == 3
    assert panel.model.headerData(2, Qt.Orientation.Horizontal) == "Class"
    session.undo()
    settle()
    assert panel.model.headerData(2, Qt.Orientation.Horizontal) == "y"


def test_choosing_a_row_chooses_its_sample_and_the_other_way_round(qtbot, session, panel, view):
    session.edit(Open(example("digits")))
    settle()
    here = panel.model.sample_row
    assert np.array_equal(panel.model.table.X[here], session.state.trace["X"][session.state.sample])
    session.select_sample(5)
    settle()
    row = panel.model.sample_row
    assert np.array_equal(panel.model.table.X[row], session.state.trace["X"][5])
    session.select_sample(0)
    settle()
    view.setFocus()
    view.go_to(row, 0)
    settle()
    assert session.state.sample == 5
    outside = next(k for k in range(1797) if k not in panel.model._batch)
    view.go_to(outside, 0)
    assert session.state.sample == 5


def test_what_is_held_out_is_told(session, panel):
    session.edit(SetValidation(0.25))
    settle()
    assert "3 samples for training, 1 for validation" in panel.status.text()
    heads = [
        panel.model.headerData(k, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)
        for k in range(5)
    ]
    assert sum("Held out" in head for head in heads) == 1
    assert "add a sample" in heads[4]


def test_every_command_has_a_method_and_no_key_means_two_things():
    keys = [command.key for command in COMMANDS if command.key]
    assert len(set(keys)) == len(keys)
    for command in COMMANDS:
        assert callable(getattr(TablePanel, f"_{command.id}"))


def test_the_menu_of_commands(panel):
    menu = menu_of(panel.run, lambda text: text.english(), panel)
    actions = [action for action in menu.actions() if action.text()]
    assert [a.text().split("\t")[0] for a in actions] == [c.text.english() for c in COMMANDS]
    panel.view.go_to(0, 0)
    next(a for a in actions if a.text().startswith("Insert rows above")).trigger()
    assert panel.model.rowCount() == 6


def test_a_hundred_thousand_rows_are_fetched_as_they_are_seen(qtbot, window, session, panel, view):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(100_000, 8))
    table = Table(X, (X[:, 0] > 0).astype(np.int64), tuple("abcdefgh"), ("no", "yes"))
    session.edit(Open(named("moons")))
    session.edit(SetTable(table, message("Many")))
    settle()
    asked = []
    fetch = type(panel.model).data
    counted = lambda model, index, role=0: asked.append(index.row()) or fetch(model, index, role)  # noqa: E731
    panel.model.data = counted.__get__(panel.model)
    view.go_to(99_999, 0)
    view.grab()
    assert panel.model.rowCount() == 100_001
    assert len(set(asked)) < 200
    del panel.model.data
    click(qtbot, view, 99_999, 3)
    type_in(qtbot, view, "0.25")
    edited = table_of(session)
    assert edited.X[99_999, 3] == 0.25
    assert np.shares_memory(edited.Y, table.Y)  # only what was edited is copied


def test_all_of_it_in_chinese_and_in_every_theme(session, panel):
    session.set_language("zh")
    settle()
    for theme in ("dark", "projector", "light"):
        session.set_theme(theme)
        settle()
        assert not panel.grab().isNull()
    assert panel.view.accessibleName()
