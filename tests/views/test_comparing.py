"""Two runs on the stage: by keys and by mouse, at several sizes, in both languages."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from nnviz.app.edits import (
    SetActivation,
    SetInitializer,
    SetOptimizer,
    SetOptimizerOption,
    SetUnits,
)
from nnviz.app.experiment import example
from nnviz.app.measures import Measures
from nnviz.app.project import Project, load, save
from nnviz.app.project.view import view_of
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.scene.primitives import CellRef, MatrixBlock
from nnviz.scene.what_if.former import UNCHANGED
from nnviz.views.build.feature import BuildFeature
from nnviz.views.canvas.cell_cursor import cell_box
from nnviz.views.comparing.feature import Comparing
from nnviz.views.plots.feature import Plots
from nnviz.views.plots.recipes import Ask, loss
from nnviz.views.window.main_window import MainWindow

FASTER = SetOptimizerOption("lr", 1.0)
ADAM = SetOptimizer("adam", {"lr": 0.1})
LEFT = Qt.MouseButton.LeftButton
CELL = CellRef("W1", 1, 0)
SIZES = ((900, 560), (1280, 720), (1920, 1080), (900, 1400))


def settle():
    for _ in range(5):
        QApplication.processEvents()


@pytest.fixture
def part(window, session):
    window.activateWindow()
    window.dismiss_welcome()
    session.train_to(8)
    settle()
    return window.feature(Comparing)


@pytest.fixture
def compared(qtbot, part, session):
    session.compare(FASTER)
    qtbot.waitUntil(lambda: session.rival_job() is None)
    session.seek_step(0, 1.0)
    settle()
    return part


def at(view, cell):
    return view.in_view(cell_box(view.scene, cell)).center()


def blocks(view):
    return {b.name: b for b in view.scene.primitives if isinstance(b, MatrixBlock)}


def buttons(dialog):
    return dialog.findChild(QDialogButtonBox)


def test_without_a_rival_the_stage_is_whole(window, part):
    assert part.bar.isHidden()
    assert not part.split.other.isVisible()
    assert not any(caption.isVisible() for caption in part.split.captions.values())
    assert window.stage.width() == part.split.width()
    for name in ("swap_runs", "take_rival", "stop_comparing", "compared_difference"):
        assert not window.menus.actions[name].isEnabled()


def test_x_asks_and_a_preset_begins(qtbot, window, session, part):
    qtbot.keyClick(window, Qt.Key.Key_X)
    dialog = part.dialog
    assert dialog.isVisible()
    assert not dialog.compare.isEnabled()
    dialog.presets.setFocus()
    qtbot.keyClick(dialog.presets, Qt.Key.Key_Down)
    assert dialog.edit == SetOptimizerOption("lr", 1.0)
    assert dialog.captions[1].lit == ("η = 1",)
    assert dialog.captions[0].lit == ("η = 0.1",)
    qtbot.mouseClick(dialog.compare, LEFT)
    settle()
    assert part.dialog is None
    assert session.state.rival.experiment.spec.optimizer.options["lr"] == 1.0
    assert part.split.captions["b"].text == "Run B: η = 1, SGD"


def test_any_field_is_the_one_thing_and_the_last_one_counts(qtbot, window, session, part):
    window.menus.actions["compare"].trigger()
    dialog = part.dialog
    dialog.fields.edited.emit(SetActivation(1, "tanh"))
    assert dialog.fields.cards[0].activation.value == "tanh"
    dialog.fields.edited.emit(SetInitializer("zeros"))
    assert dialog.fields.cards[0].activation.value == "relu"
    assert dialog.captions[1].lit == ("initial values: all zeros",)
    assert dialog.presets.currentRow() == -1
    dialog.accept()
    settle()
    assert session.state.rival.edit == SetInitializer("zeros")


def test_an_impossible_field_says_why_and_escape_leaves(qtbot, window, session, part):
    window.menus.actions["compare"].trigger()
    dialog = part.dialog
    dialog.fields.edited.emit(SetUnits(2, 3))
    assert not dialog.compare.isEnabled()
    assert "output layer" in dialog.remark.text()
    dialog.fields.csv_wanted.emit()
    assert "build panel" in dialog.remark.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    settle()
    assert part.dialog is None
    assert session.state.rival is None


def test_both_halves_show_the_same_step_at_the_same_moment(window, session, compared):
    for index, alpha in ((0, 0.4), (3, 1.0), (len(session.state.trace.steps) - 1, 0.5)):
        session.seek_step(index, alpha)
        settle()
        mine, theirs = blocks(window.stage), blocks(compared.split.other)
        assert mine.keys() == theirs.keys()
        for name in mine:
            assert mine[name].revealed == theirs[name].revealed


def test_numbers_of_b_are_those_of_its_run_and_what_differs_is_lit(window, session, compared):
    rival = session.state.rival
    mine, theirs = blocks(window.stage)["W1"], blocks(compared.split.other)["W1"]
    assert np.array_equal(theirs.values, rival.trace["W1"])
    assert np.array_equal(mine.values, session.state.trace["W1"])
    differs = mine.values != theirs.values
    assert differs.any()
    assert np.array_equal(mine.former_tints() != 0, differs)
    assert np.array_equal(theirs.former_tints() != 0, differs)
    assert mine.former.quiet
    assert blocks(window.stage)["X"].former is UNCHANGED


def test_pointing_at_one_half_lights_the_other_and_tells_both_numbers(
    qtbot, window, session, compared
):
    other = compared.split.other
    qtbot.mouseMove(other, at(other, CELL))
    settle()
    if session.state.rival.side != "b":  # an offscreen pointer may enter without an event
        compared.split.aimed.emit("b")
        other.hovered.emit(CELL)
        settle()
    assert session.state.hovered == session.state.rival.hovered == CELL
    said = compared.bar.text
    assert said.startswith("w¹₂,₁: A ")
    assert "B − A = " in said
    assert window.arrangement._titles["inspector"]._label.text() == "Inspector: run B"
    exact = window.views.inspector
    assert exact.cell == CELL


def test_a_click_in_b_keeps_b_s_cell_in_the_inspector(qtbot, window, session, compared):
    other = compared.split.other
    qtbot.mouseClick(other, LEFT, pos=at(other, CELL))
    settle()
    rival = session.state.rival
    assert rival.side == "b"
    assert rival.pinned == session.state.pinned == CELL
    from nnviz.views.panels.inspected import inspect

    found = inspect(session.aimed, CELL)
    assert float(found.exact) == rival.trace["W1"][1, 0]
    qtbot.mouseClick(window.stage, LEFT, pos=at(window.stage, CellRef("W1", 2, 1)))
    settle()
    assert session.state.rival.side == "a"
    assert session.state.pinned == CellRef("W1", 2, 1)
    assert session.state.rival.pinned == CellRef("W1", 2, 1)


def test_why_is_asked_about_the_run_that_is_aimed_at(qtbot, window, session, compared):
    session.aim("b")
    session.seek_step(0, 1.0)
    session.pin(CellRef("P1", 1, 1))
    settle()
    qtbot.keyClick(window, Qt.Key.Key_W)
    settle()
    root = window.views.why.root
    assert float(root.node.value) == session.state.rival.trace["P1"][1, 1]
    assert root.node.value != session.state.trace["P1"][1, 1]


def test_a_double_click_in_b_says_that_a_what_if_is_for_a(qtbot, window, session, compared):
    other = compared.split.other
    where = at(other, CELL)
    qtbot.mouseClick(other, LEFT, pos=where)
    qtbot.mouseDClick(other, LEFT, pos=where)
    qtbot.mouseRelease(other, LEFT, pos=where)
    settle()
    assert "What if works in run A" in window.views.notice.text
    assert session.state.what_if is None


def test_d_goes_through_the_views(qtbot, window, session, compared):
    seen = []
    for _ in range(4):
        qtbot.keyClick(window, Qt.Key.Key_D)
        settle()
        split = compared.split
        seen.append((session.state.rival.shown, window.stage.isVisible(), split.other.isVisible()))
    assert seen == [
        ("a", True, False), ("b", False, True), ("difference", False, True), ("both", True, True),
    ]  # fmt: skip


def test_the_buttons_show_what_is_on_the_stage(qtbot, window, session, compared):
    qtbot.mouseClick(compared.bar.view("difference"), LEFT)
    settle()
    assert session.state.rival.shown == "difference"
    assert compared.bar.view("difference").isChecked()
    assert window.menus.actions["compared_difference"].isChecked()
    block = blocks(compared.split.other)["W1"]
    assert not block.former.quiet
    assert not block.former.struck
    assert np.array_equal(block.former.values, session.state.trace["W1"])
    session.hover(None)  # the pointer may have been left over a cell
    settle()
    assert "A's" in compared.bar.text


def test_shift_x_swaps_and_undo_swaps_back(qtbot, window, session, compared):
    before = session.state.experiment, session.state.rival.experiment
    qtbot.keyClick(window, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert (session.state.rival.experiment, session.state.experiment) == before
    assert compared.split.captions["a"].lit == ("η = 1",)
    window.menus.actions["undo"].trigger()
    settle()
    assert (session.state.experiment, session.state.rival.experiment) == before


def test_going_on_with_b(qtbot, window, session, compared):
    chosen = session.state.rival.experiment
    qtbot.mouseClick(compared.bar.take, LEFT)
    settle()
    assert session.state.experiment is chosen
    assert compared.bar.isHidden()
    assert window.stage.width() == compared.split.width()
    assert "Go on with run B" in window.menus.actions["undo"].text()


def test_escape_ends_it_last(qtbot, window, session, compared):
    session.pin(CELL)
    settle()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert session.state.pinned is None
    assert session.state.rival is not None
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    settle()
    assert session.state.rival is None
    assert compared.bar.isHidden()


def test_training_trains_both(qtbot, window, session, compared):
    window.training.start(50)
    qtbot.waitUntil(lambda: not window.training.is_running, timeout=20_000)
    settle()
    state = session.state
    assert state.iteration == 58
    assert state.rival.last_iteration == state.last_iteration
    assert state.rival.trace.iteration == state.iteration
    x, y = compared.curve.shown
    assert np.array_equal(x, np.arange(len(state.rival.losses)))
    assert np.array_equal(y, state.rival.losses)


def test_a_long_run_is_caught_up_with_beside_the_window(qtbot, window, session, part):
    session.train_to(3000)
    session.compare(ADAM)
    settle()
    assert part.catching_up.is_running or session.rival_job() is None
    qtbot.waitUntil(lambda: session.rival_job() is None, timeout=30_000)
    settle()
    assert session.state.rival.trace.iteration == 3000
    assert part.split.other.isVisible()


def test_leaving_while_b_is_trained_stops_it(qtbot, window, session, part):
    session.train_to(2000)
    session.compare(ADAM)
    run = session.rival_run
    settle()
    session.stop_comparing()
    settle()
    qtbot.waitUntil(lambda: not part.catching_up.is_running, timeout=20_000)
    assert run.last_iteration <= 2000


def test_the_axis_may_be_logarithmic(window, session, compared):
    window.views.curve.set_log(True)
    settle()
    _, y = compared.curve.shown
    losses = session.state.rival.losses
    assert np.allclose(y, np.log10(losses[losses > 0]))
    assert "B: SGD, η = 1" in compared.curve.legend.text()
    session.stop_comparing()
    settle()
    assert compared.curve.legend.isHidden()
    assert not len(compared.curve.shown[0])


def test_the_plots_show_the_losses_of_both(window, session, compared):
    page = window.feature(Plots).panel
    window.set_panel_open("plots", True)
    settle()
    state = session.state
    ask = Ask(state.course, Measures(), 0, state.last_iteration, 1000, rival=state.rival)
    keys = {key.column: key for key in loss(ask).keys}
    assert np.array_equal(keys["loss_of_run_b"].y, state.rival.losses)
    alone = loss(Ask(state.course, Measures(), 0, state.last_iteration, 1000))
    assert "loss_of_run_b" not in {key.column for key in alone.keys}
    assert page.isVisible()


def test_a_step_that_b_has_not_is_said_in_words(qtbot, window, session, part):
    session.edit(ADAM)
    session.compare(SetOptimizer("sgd", {"lr": 0.1}))
    qtbot.waitUntil(lambda: session.rival_job() is None)
    kinds = [str(step.kind) for step in session.state.trace.steps]
    session.seek_step(kinds.index("first_moment"), 0.5)
    settle()
    assert part.split.absent.isVisible()
    assert part.split.absent.text().startswith("Run B has no step “")
    assert not part.split.other.isVisible()
    session.seek_step(0, 0.5)
    settle()
    assert part.split.other.isVisible()


def test_b_has_stopped_and_says_why(qtbot, window, session, part):
    session.train_to(40)
    session.compare(SetOptimizerOption("lr", 1e6))
    qtbot.waitUntil(lambda: session.state.rival.problem is not None, timeout=10_000)
    settle()
    assert "stopped being finite" in part.split.absent.text()
    assert part.bar.text.startswith("Run B has stopped: ")


def test_the_chain_takes_the_whole_stage_and_gives_it_back(window, session, compared):
    session.toggle_chain()
    settle()
    assert not compared.split.other.isVisible()
    session.close_chain()
    settle()
    assert compared.split.other.isVisible()


@pytest.mark.parametrize("depth", ["network", "layer", "cell"])
def test_every_level_is_seen_of_both(window, session, compared, depth):
    session.pin(CELL)
    window.commands.look_at(depth)
    settle()
    assert compared.split.other.scene is not None
    assert compared.split.other.scene.primitives


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_overlaps_at_any_size(qtbot, language, size):
    session = Session(example("digits"), Settings(language=language))
    session.train_to(2)
    window = MainWindow(session, Settings())
    window.resize(*size)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    session.compare(ADAM)
    part = window.feature(Comparing)
    qtbot.waitUntil(lambda: session.rival_job() is None)
    settle()
    halves = part.split.stage, part.split.other
    corners = [half.mapTo(window, QPoint(0, 0)) for half in halves]
    first, second = (half.rect().translated(c) for half, c in zip(halves, corners, strict=True))
    assert not first.intersects(second)
    assert min(first.width(), second.width()) >= 200
    assert min(first.height(), second.height()) >= 100
    tall = part.split.height() > 0.85 * part.split.width()
    assert (first.top() == second.top()) is not tall
    row = [*part.bar.views.buttons(), part.bar.swap, part.bar.take]
    for button in row:
        assert button.width() >= button.fontMetrics().horizontalAdvance(button.text())
        assert part.bar.rect().contains(button.geometry())
    assert not any(a.geometry().intersects(b.geometry()) for a in row for b in row if a is not b)
    assert abs(first.width() - second.width()) <= 1 or tall


def test_changing_the_language_changes_all_of_it(window, session, compared):
    before = compared.bar.take.text()
    session.set_language("zh")
    settle()
    session.set_language("en")
    settle()
    assert compared.bar.take.text() == before == "Go on with B"
    assert compared.split.captions["b"].text == "Run B: η = 1, SGD"


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_every_theme_paints_both(window, session, compared, theme):
    session.set_theme(theme)
    settle()
    grabbed = compared.split.grab().toImage()
    assert grabbed.width() >= compared.split.width()
    mine = window.stage.grab().toImage()
    theirs = compared.split.other.grab().toImage()
    assert mine != theirs


def test_everything_can_be_reached_by_tab(window, compared):
    for widget in (*compared.bar.views.buttons(), compared.bar.swap, compared.bar.take):
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert widget.accessibleName()
    assert compared.split.other.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert compared.split.other.accessibleName() == "Stage of run B"


def test_the_keyboard_in_b_aims_at_b(qtbot, window, session, compared):
    window.activateWindow()
    compared.split.other.setFocus()
    settle()
    assert session.state.rival.side == "b"
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(compared.split.other, Qt.Key.Key_Right, alt)
    settle()
    assert session.state.rival.hovered is not None
    assert session.aimed.hovered == session.state.rival.hovered


def named_runs(window):
    titles = window.arrangement.titles
    return {
        "inspector": titles["inspector"]._label.text(),
        "plots": titles["plots"]._label.text(),
        "why": titles["why"]._label.text(),
        "map": window.feature(Comparing).shown_run.chip.isVisible(),
        "code": window.views.code.rows["numpy"]._name.text(),
        "symptoms": window.views.symptoms._norms_head.text(),
    }


def test_it_is_said_which_run_everything_around_shows(window, session, part, qtbot):
    for name in ("symptoms", "code"):
        window.set_panel_open(name, True)
    alone = {
        "inspector": "Inspector", "plots": "Plots", "why": "Why this number?", "map": False,
        "code": "NumPy", "symptoms": "Length of ∂L/∂W",
    }  # fmt: skip
    assert named_runs(window) == alone
    session.compare(FASTER)
    qtbot.waitUntil(lambda: session.rival_job() is None)
    settle()  # the halves come beneath the pointer, wherever it is
    session.aim("a")
    settle()
    assert named_runs(window) == {
        "inspector": "Inspector: run A", "plots": "Plots: run A", "why": "Why this number? Run A",
        "map": True, "code": "NumPy, run A", "symptoms": "Length of ∂L/∂W, run A",
    }  # fmt: skip
    session.aim("b")
    settle()
    assert named_runs(window)["inspector"] == "Inspector: run B"
    assert named_runs(window)["why"] == "Why this number? Run B"
    assert named_runs(window)["plots"] == "Plots: run A"
    assert "what if are those of run A" in part.bar.text
    chip = part.shown_run.chip
    others = window.feature(BuildFeature).strips.pencil, window.views.map
    assert not chip.geometry().intersects(others[0].geometry())
    assert others[1].rect().contains(chip.geometry())
    session.stop_comparing()
    settle()
    assert named_runs(window) == alone


def test_the_second_run_is_in_the_project(qtbot, window, session, part, tmp_path):
    session.compare(ADAM)
    qtbot.waitUntil(lambda: session.rival_job() is None)
    session.show_compared("difference")
    losses = session.state.rival.losses.tobytes()
    path = tmp_path / "two.nnviz"
    save(path, Project(session.document, view_of(session.state)))
    session.stop_comparing()
    session.edit(SetUnits(1, 3))
    opened = load(path)
    session.open_document(opened.document, opened.view)
    qtbot.waitUntil(lambda: session.rival_job() is None)
    settle()
    assert session.state.rival.shown == "difference"
    assert session.state.rival.losses.tobytes() == losses
    assert not session.is_modified
    assert not window.views.notice.text
    session.stop_comparing()
    save(path, Project(session.document, view_of(session.state)))
    assert load(path).view.rival is None
