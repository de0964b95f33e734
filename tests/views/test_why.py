"""Why this number: asking, walking with the keys, going there and back, and light everywhere."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.app.experiment import example
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.engine.ancestry import Ancestor, Place
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef, Edges, Label, Role
from nnviz.views.canvas.text_cursor import cell_at
from nnviz.views.painting import rich_text
from nnviz.views.panels.inspected import inspect
from nnviz.views.panels.why_rows import CellRow, RestRow, going_to, reached
from nnviz.views.panels.why_uses import UsesRow
from nnviz.views.window.main_window import MainWindow

END = (999, 1.0)


def settle():
    QApplication.processEvents()
    QApplication.processEvents()


def key(tree, *keys):
    for one in keys:
        QTest.keyClick(tree, one)
        settle()


def lines(window):
    items, found = window.views.why.tree.items, []

    def walk(parent):
        for number in range(items.rowCount(parent)):
            index = items.index(number, 0, parent)
            found.append(items.data(index))
            if window.views.why.tree.isExpanded(index):
                walk(index)

    walk(window.views.why.tree.rootIndex())
    return found


@pytest.fixture
def asked(qtbot, window, session):
    """A window with the panel open on z¹ of unit 3 and sample 2."""
    window.dismiss_welcome()
    session.seek_step(1, 1.0)
    session.pin(CellRef("Z1", 1, 2))
    settle()
    qtbot.keyClick(window, Qt.Key.Key_W)
    settle()
    return window


def test_w_opens_the_tree_of_the_kept_cell(asked):
    assert asked.is_panel_open("why")
    assert QApplication.focusWidget() is asked.views.why.tree
    told = lines(asked)
    assert told[0].startswith("z¹₃,₂ = ")
    assert told[1].startswith("(W¹X)₃,₂ = ")
    assert told[2] == "b¹₃ = 0   bias"
    assert told[-1] == "Used by 2 later numbers"


def test_the_numbers_are_those_of_the_stage(asked, session):
    cell = CellRef("Z1", 1, 2)
    assert asked.views.why.root.result == inspect(session.state, cell).value


def test_arrows_walk_and_light_the_stage(asked, session):
    tree = asked.views.why.tree
    key(tree, Qt.Key.Key_Down)
    assert session.state.hovered == CellRef("P1", 1, 2)
    assert {block.name for block in session.state.sources} == {"W1", "X"}
    assert session.state.status.position.step_index == 1  # only light: the stage has not moved
    key(tree, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert session.state.hovered.name in {"W1", "X"}


def test_enter_moves_the_stage_and_backspace_goes_back(asked, session):
    tree = asked.views.why.tree
    key(tree, Qt.Key.Key_Down, Qt.Key.Key_Return)
    position = session.state.status.position
    assert (position.step_index, session.state.pinned) == (0, CellRef("P1", 1, 2))
    block = asked.stage.scene.block("P1")
    shown = block.place(CellRef("P1", 1, 2))
    assert shown[0] * block.shape[1] + shown[1] == block.revealed - 1
    assert asked.views.why.root.cell == CellRef("Z1", 1, 2)
    assert asked.views.why.back.isVisible()
    key(tree, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return)
    leaf = session.state.pinned
    assert leaf.name in {"W1", "X"}
    assert session.state.status.position == position  # where it is used
    key(tree, Qt.Key.Key_Backspace)
    assert session.state.pinned == CellRef("P1", 1, 2)
    key(tree, Qt.Key.Key_Backspace)
    assert session.state.pinned == CellRef("Z1", 1, 2)
    assert session.state.status.position.step_index == 1
    assert not asked.views.why.back.isVisible()
    assert asked.views.why.current.cell == CellRef("Z1", 1, 2)


def test_what_the_stage_has_not_computed_has_no_number(asked, session):
    session.seek_step(0, 0.0)
    settle()
    told = lines(asked)
    assert told[0] == "z¹₃,₂ = (W¹X)₃,₂ + b¹₃   not computed yet"
    assert told[2] == "b¹₃ = 0   bias"
    session.end()
    settle()
    assert "not computed yet" not in " ".join(lines(asked))


def test_who_uses_it_leads_forwards(asked, session):
    tree = asked.views.why.tree
    key(tree, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert isinstance(asked.views.why.current, UsesRow)
    key(tree, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
    key(tree, Qt.Key.Key_Return)
    assert session.state.pinned == CellRef("A1", 1, 2)
    assert session.state.trace.steps[session.state.status.position.step_index].output == "A1"


def test_a_click_goes_there(qtbot, asked, session):
    tree = asked.views.why.tree
    index = tree.items.index(0, 0, tree.items.index(0, 0))
    spot = tree.visualRect(index).center()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert session.state.pinned == CellRef("P1", 1, 2)


def test_another_kept_cell_takes_the_place(asked, session):
    session.pin(CellRef("Z1", 0, 0))
    settle()
    assert asked.views.why.root.cell == CellRef("Z1", 0, 0)
    session.pin(None)
    settle()
    assert asked.views.why.root.cell == CellRef("Z1", 0, 0)


def test_what_is_open_stays_open_over_iterations_and_ways_of_writing(asked, session):
    key(asked.views.why.tree, Qt.Key.Key_Down, Qt.Key.Key_Right)
    before = len(lines(asked))
    session.next_iteration()
    session.end()
    settle()
    assert len(lines(asked)) == before
    session.set_orientation("rows")
    settle()
    assert lines(asked)[0].startswith("z¹₂,₃ = ")
    session.set_language("zh")
    session.set_theme("dark")
    settle()
    assert len(lines(asked)) == before
    assert asked.views.why.current.cell.name == "P1"


def test_other_keys_belong_to_the_window(qtbot, asked, session):
    qtbot.keyClick(asked.views.why.tree, Qt.Key.Key_Home)
    assert session.state.status.at_start
    qtbot.keyClick(asked.views.why.tree, Qt.Key.Key_Space)
    assert session.state.status.playing


@pytest.fixture
def _patient():
    """A busy machine presses slowly."""
    usual = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(20_000)
    yield
    QApplication.setDoubleClickInterval(usual)


@pytest.mark.usefixtures("_patient")
def test_enter_twice_on_the_stage_asks(qtbot, window, session):
    window.dismiss_welcome()
    session.seek_step(0, 1.0)
    settle()
    window.stage.setFocus()
    # A given number would be edited by the second Enter.
    QTest.mouseMove(window.stage, window.stage.point_of(CellRef("P1", 0, 0)).toPoint())
    qtbot.keyClick(window.stage, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(window.stage, Qt.Key.Key_Return)
    assert not window.is_panel_open("why")
    kept = session.state.pinned
    assert kept == CellRef("P1", 1, 0)
    qtbot.keyClick(window.stage, Qt.Key.Key_Return)
    settle()
    assert window.is_panel_open("why")
    assert session.state.pinned == kept
    assert window.views.why.root.cell == kept


def test_the_button_of_the_inspector_asks(qtbot, window, session):
    session.seek_step(0, 1.0)
    session.pin(CellRef("P1", 0, 1))
    settle()
    qtbot.mouseClick(window.views.inspector.why, Qt.MouseButton.LeftButton)
    settle()
    assert window.views.why.root.cell == CellRef("P1", 0, 1)


def test_the_panel_says_how_to_ask_when_nothing_was(window):
    window.set_panel_open("why", True)
    settle()
    assert window.views.why.empty.isVisible()
    assert not window.views.why.tree.isVisible()


# The rows, without a window


@pytest.fixture(scope="module")
def digits():
    return Session(example("digits"), Settings(language="en"))


def row_of(session, name, row, col):
    state = session.state
    node = Ancestor(state.trace, Place(name, row, col, state.sample), state.orientation)
    return CellRow(None, ComposeOptions(900, 500), node)


def plain(row, now=END):
    line = row.line(now, 6)
    texts = (run.text for run in (*line.head, *line.middle, *line.end))
    return "".join(text if isinstance(text, str) else text.english() for text in texts)


def test_a_long_sum_says_what_it_leaves_out(digits):
    row = row_of(digits, "P1", 0, 3)
    *cells, rest = row.children
    assert len(cells) == 12
    assert isinstance(rest, RestRow)
    assert plain(rest).startswith("and 116 more, together ")
    more = rest.children
    assert plain(more[-1]).startswith("and 92 more, together ")
    lengths = [one.bar.length for one in (*cells, *more[:-1])]
    assert lengths[0] == 1.0
    assert lengths == sorted(lengths, reverse=True)


def test_every_step_can_be_asked_about(digits):
    state = digits.state
    for step in state.trace.steps:
        table = step.value if step.value.ndim == 2 else step.value.reshape(1, -1)
        row = row_of(digits, step.output, 0, table.shape[1] - 1)
        assert plain(row)
        for child in (*row.children, *UsesRow(row.options, row.node).children):
            assert plain(child)
            for below in child.children[:3]:
                assert plain(below)
                target = going_to(below)
                assert target is None or reached(target[1], END)


# Light everywhere


def test_the_timeline_lights_the_steps_of_a_cell(window, session):
    session.hover(CellRef("Z1", 1, 2))
    settle()
    light = dict(window.views.timeline.light)
    steps = session.state.trace.steps
    kinds = {role: {steps[i].kind.value for i, r in light.items() if r is role} for role in Role}
    assert kinds[Role.SOURCE] == {"add_bias"}
    assert kinds[Role.TARGET] == {"activation", "derivative"}
    session.hover(None)
    settle()
    assert window.views.timeline.light == ()


def test_pointing_at_a_term_of_the_scalar_line_lights_its_cell(window, session):
    session.seek_step(0, 1.0)
    settle()
    scene, stage = window.stage.scene, window.stage
    strip = next(p for p in scene.primitives if isinstance(p, Label) and p.id == "strip.1")
    index = next(i for i, run in enumerate(strip.runs) if run.cell and run.cell.name == "X")
    words = rich_text.words(strip.runs, stage._catalogue.translate)
    line = rich_text.fit(words, strip.size_px, strip.box.width, strip.box.height)
    left, right = rich_text.spans(line)[index]
    x = rich_text.place(line, strip.box, strip.align).x() + (left + right) / 2
    y = strip.box.y + strip.box.height / 2
    assert cell_at(scene, x, y, stage._catalogue.translate) == strip.runs[index].cell
    fitted = stage._fit(scene)
    QTest.mouseMove(stage, QPointF(*fitted.to_view(x, y)).toPoint())
    settle()
    assert session.state.hovered == strip.runs[index].cell
    lit = [p for p in stage.scene.primitives if isinstance(p, Label) and p.id == "strip.1"]
    assert [run.lit for run in lit[0].runs][index]


def test_a_connection_of_the_map_is_its_weight(window, session):
    edges = next(
        p for p in window.views.map.scene.primitives if isinstance(p, Edges) and p.name == "W1"
    )
    x0, y0, x1, y1 = edges.segments[0]
    found = window.views.map.scene.cell_at((x0 + x1) / 2, (y0 + y1) / 2)
    assert found.name == "W1"
    session.hover(CellRef("P1", 1, 2))
    settle()
    lit = [
        p
        for p in window.views.map.scene.primitives
        if isinstance(p, Edges) and p.role is Role.SOURCE
    ]
    assert [len(p.segments) for p in lit] == [2]


def test_pointing_at_a_link_of_the_inspector_keeps_the_inspector(window, session):
    session.seek_step(0, 1.0)
    session.pin(CellRef("P1", 1, 2))
    settle()
    inspector = window.views.inspector
    inspector.sources.linkHovered.emit("0")
    settle()
    assert session.state.hovered.name in {"W1", "X"}
    assert inspector.cell == CellRef("P1", 1, 2)
    inspector.sources.linkHovered.emit("")
    settle()
    assert session.state.hovered is None
    assert inspector.cell == CellRef("P1", 1, 2)


def test_the_open_panel_is_remembered(qtbot, asked, session):
    closing = []
    asked.closing.connect(closing.append)
    asked.close()
    again = MainWindow(session, Settings(**closing[0]))
    qtbot.addWidget(again)
    assert again.is_panel_open("why")
