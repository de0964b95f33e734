"""The axis of iterations, training on, the lens and the tiny curve, with real mouse and keys."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.app.edits import SetOptimizer
from nnviz.app.experiment import example
from nnviz.app.jobs import TrainProgress
from nnviz.app.measures.outline import outlined
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.scene.primitives import Card, CellRef
from nnviz.views.panels.sparkline import thinned
from nnviz.views.playing.iteration_axis import curve
from nnviz.views.playing.iteration_jump import IterationJump


def settle():
    for _ in range(4):
        QApplication.processEvents()


def test_dragging_the_axis_goes_through_the_run(window, session, qtbot):
    session.train_to(10_000)
    session.seek_step(2, 0.5)
    settle()
    axis = window.views.transport.axis
    y = axis.height() // 2
    place = session.state.status.position
    qtbot.mousePress(axis, Qt.MouseButton.LeftButton, pos=QPoint(int(axis.x_of(2000)), y))
    settle()
    run = session.training_job(0).run
    for wanted in (2500, 6000, 9999, 30):
        at = QPoint(int(axis.x_of(wanted)), y)
        QTest.mouseMove(axis, at)
        settle()
        state = session.state
        assert state.iteration == axis.iteration_at(at.x())
        assert state.status.position == place
        assert np.array_equal(state.trace["A1"], run.trace(state.iteration)["A1"])
        assert window.views.transport.number.text().startswith(
            f"{state.iteration:,}".replace(",", "\u00a0")
        )
        focus = window.stage.scene.focus
        shown = window.stage.scene.block(focus.name)
        assert shown.values[shown.place(focus)] == state.trace[focus.name][focus.row, focus.col]
    qtbot.mouseRelease(axis, Qt.MouseButton.LeftButton, pos=QPoint(30, y))


def test_many_moves_in_one_turn_ask_for_one_iteration(window, session):
    session.train_to(1000)
    settle()
    axis, asked = window.views.transport.axis, []
    axis.chosen.connect(asked.append)
    for wanted in (100, 200, 300, 400):
        axis._want(axis.x_of(wanted))
    settle()
    assert len(asked) == 1
    assert abs(asked[0] - 400) <= 1000 / axis.width() + 1


def test_the_curve_behind_the_axis_is_thin_and_true():
    losses = np.exp(-np.arange(10_000) / 900.0)
    points = curve(outlined(losses), 9999, 200)
    assert 2 <= len(points) <= 200
    assert points[0][0] < 0.01
    assert points[-1][0] > 0.99
    heights = [height for _, height in points]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] == 1.0
    assert heights[-1] == 0.0
    assert heights[len(heights) // 2] == pytest.approx(0.5, abs=0.02)  # by its logarithm
    assert curve(outlined(np.array([1.0])), 0, 200) == []
    assert curve(outlined(np.array([1.0, np.nan, 3.0])), 2, 200) == [(0.0, 0.0), (1.0, 1.0)]


def test_training_on_happens_beside_the_window(window, session, qtbot):
    window.views.transport.train.wanted.emit(100)
    assert window.training.is_running
    qtbot.waitUntil(lambda: not window.training.is_running, timeout=10_000)
    assert session.state.iteration == 100
    assert session.state.last_iteration == 100
    assert window.views.transport.train.text() == "Train on"
    qtbot.keyClick(window, Qt.Key.Key_E)  # one epoch of XOR is one iteration
    qtbot.waitUntil(lambda: not window.training.is_running, timeout=10_000)
    assert session.state.last_iteration == 101


def test_training_can_be_stopped_and_keeps_what_is_made(window, session, qtbot):
    train = window.views.transport.train
    reports = []
    window.training.progressed.connect(reports.append)
    window.training.start(50_000_000)
    qtbot.waitUntil(lambda: len(reports) > 3, timeout=10_000)
    assert train.text().startswith("Stop")
    qtbot.mouseClick(train, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.training.is_running, timeout=10_000)
    made = session.state.last_iteration
    assert 0 < made < 50_000_000
    assert session.state.iteration == made
    assert any(isinstance(report, TrainProgress) for report in reports)
    assert reports[-1] is None


def test_training_of_a_run_that_is_gone_stops(window, session, qtbot):
    window.training.start(50_000_000)
    session.edit(SetOptimizer("adam"))
    settle()
    qtbot.waitUntil(lambda: not window.training.is_running, timeout=10_000)
    assert session.state.last_iteration <= 1


def test_the_number_of_an_iteration_can_be_typed(window, session, qtbot):
    session.train_to(50)
    settle()
    qtbot.mouseClick(window.views.transport.number, Qt.MouseButton.LeftButton)
    jump = window.findChild(IterationJump)
    assert jump.isVisible()
    assert jump.field.text() == "50"
    qtbot.keyClicks(jump.field, "17")
    qtbot.keyClick(jump.field, Qt.Key.Key_Return)
    assert session.state.iteration == 17
    window.ask_for_iteration()
    jump = [w for w in window.findChildren(IterationJump) if w.isVisible()][-1]
    qtbot.keyClick(jump.field, Qt.Key.Key_Escape)
    assert not jump.isVisible()
    window.ask_for_iteration()
    jump = [w for w in window.findChildren(IterationJump) if w.isVisible()][-1]
    qtbot.keyClicks(jump.field, "80")
    qtbot.keyClick(jump.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.training.is_running, timeout=10_000)
    assert session.state.iteration == 80


def test_keys_go_along_the_run(window, session, qtbot):
    session.train_to(200)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_Home, shift)
    assert session.state.iteration == 0
    qtbot.keyClick(window, Qt.Key.Key_Right, both)
    assert session.state.iteration == 20
    qtbot.keyClick(window, Qt.Key.Key_Left, both)
    assert session.state.iteration == 0
    qtbot.keyClick(window, Qt.Key.Key_End, shift)
    assert session.state.iteration == 200


def test_the_kept_cell_draws_a_tiny_curve(window, session):
    session.train_to(40)
    session.pin(CellRef("W1", 0, 0))
    for number in (40, 20, 10, 0):
        session.seek_iteration(number)
        settle()
    spark = window.views.inspector.spark
    assert [number for number, _ in spark.points] == [0, 10, 20, 40]
    assert spark.isVisible()
    spark.grab()
    session.pin(None)
    settle()
    assert not spark.isVisible()


def test_the_curve_shows_what_is_supposed_and_says_when_nothing_changes(window, session):
    session.train_to(10)
    spark = window.views.inspector.spark
    session.pin(CellRef("X", 1, 0))
    for number in (10, 5, 0):
        session.seek_iteration(number)
        settle()
    assert spark.said(0.0, 0.0, 0, 10).english() == "0 in all iterations 0–10"
    before = spark.grab().toImage()
    session.suppose(CellRef("X", 1, 0), 0.75)
    settle()
    assert "0.75" in spark.said(0.0, 0.75, 0, 10).english()
    assert [value for _, value in spark.points] == [0.0, 0.0, 0.0]
    assert spark.grab().toImage() != before
    session.put_back()
    settle()
    assert spark.grab().toImage() == before


def test_a_long_curve_keeps_its_extremes():
    points = tuple((i, 0.0) for i in range(5000))
    points = (*points[:2500], (2500, 9.0), *points[2501:])
    thin = thinned(points, 100)
    assert len(thin) <= 110
    assert (2500, 9.0) in thin
    assert [i for i, _ in thin] == sorted(i for i, _ in thin)


@pytest.fixture
def digits(qtbot):
    from nnviz.views.window.main_window import MainWindow

    session = Session(example("digits"), Settings(language="en", theme="light"))
    made = MainWindow(session, Settings())
    made.resize(1280, 720)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    settle()
    return made, session


def shown_lens(stage):
    seen = stage.lens.scene(stage.scene, stage._fit(stage.scene), stage._view())
    return None if seen is None else next(i for i in seen.primitives if isinstance(i, Card))


def test_the_lens_comes_when_the_pointer_rests_and_goes_with_it(digits, qtbot):
    window, session = digits
    stage = window.stage
    block = stage.scene.block("W1")
    at = stage.to_view(block.rect.x + 9, block.rect.y + 5)
    QTest.mouseMove(stage, at.toPoint())
    settle()
    assert shown_lens(stage) is None
    qtbot.waitUntil(lambda: shown_lens(stage) is not None, timeout=3000)
    stage.grab()
    QTest.mouseMove(stage, (at + QPointF(40, 2)).toPoint())  # it follows, without another rest
    settle()
    assert shown_lens(stage) is not None
    QTest.mouseMove(stage, QPoint(5, 5))
    settle()
    assert shown_lens(stage) is None
    qtbot.keyClick(window, Qt.Key.Key_M)
    settle()
    assert session.state.lens
    QTest.mouseMove(stage, at.toPoint())
    settle()
    assert shown_lens(stage) is not None
