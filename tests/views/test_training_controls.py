"""Training beside the window: how far, how fast, watched, to a goal, and when it diverges."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from nnviz.app.edits import SetOptimizerOption
from nnviz.app.experiment import DataSpec, Experiment, example
from nnviz.app.jobs import MOST, TrainProgress
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.engine.options import Options
from nnviz.engine.spec import LayerSpec, NetworkSpec, OptimizerSpec
from nnviz.views.training.card import duration
from nnviz.views.training.feature import Trained
from nnviz.views.training.goal_dialog import GoalDialog
from nnviz.views.window.main_window import MainWindow

IRIS = Experiment(
    NetworkSpec(
        n_in=4,
        layers=(LayerSpec(6, "tanh"), LayerSpec(3, "softmax")),
        loss="cross_entropy",
        optimizer=OptimizerSpec("sgd", Options({"lr": 0.1})),
        initializer="xavier",
        seed=0,
    ),
    DataSpec("builtin", "iris", batch_size=16, validation=0.3, standardise=True),
)


def settle():
    for _ in range(4):
        QApplication.processEvents()


def wait_for_end(window, qtbot):
    qtbot.waitUntil(lambda: not window.training.is_running, timeout=20_000)
    settle()


def opened(qtbot, experiment, **settings):
    session = Session(experiment, Settings(language="en", theme="light", **settings))
    made = MainWindow(session, Settings())
    made.resize(1280, 720)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    settle()
    return made, session


@pytest.fixture
def iris(qtbot):
    return opened(qtbot, IRIS)


def test_t_trains_until_t_again(window, session, qtbot):
    card = window.feature(Trained).card
    assert not card.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_T)
    assert window.training.is_running
    qtbot.waitUntil(lambda: session.state.last_iteration > 100, timeout=20_000)
    assert card.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_T)
    wait_for_end(window, qtbot)
    assert not card.isVisible()
    assert 100 < session.state.last_iteration < MOST
    assert session.state.iteration == session.state.last_iteration
    assert window.views.transport.train.text() == "Train on"


def test_the_stage_follows_while_it_is_watched(window, session, qtbot):
    seen = []
    window.shown.connect(lambda _old, new: seen.append((new.iteration, new.trace, new.losses)))
    window.training.run()
    qtbot.waitUntil(lambda: len({iteration for iteration, *_ in seen}) > 4, timeout=20_000)
    window.training.stop()
    wait_for_end(window, qtbot)
    numbers = [iteration for iteration, *_ in seen]
    assert numbers == sorted(numbers)
    run = session.training_job(0).run
    for iteration, trace, losses in seen[1:]:
        again = run.trace(iteration)
        assert trace["W1_new"].tobytes() == again["W1_new"].tobytes()
        assert losses[iteration] == again.loss


def test_unwatched_the_stage_stays_and_the_curve_goes_on(window, session, qtbot):
    window.menus.actions["watch_training"].trigger()
    assert not window.training.watching
    assert not window.menus.actions["watch_training"].isChecked()
    window.training.run()
    qtbot.waitUntil(lambda: session.state.last_iteration > 200, timeout=20_000)
    assert session.state.iteration == 0
    window.training.stop()
    wait_for_end(window, qtbot)
    assert session.state.iteration == session.state.last_iteration
    x, _ = window.views.curve.shown
    assert x[-1] > 0.9 * session.state.last_iteration


def test_whoever_goes_elsewhere_is_left_there(window, session, qtbot):
    session.train_to(50)
    settle()
    window.training.run()
    qtbot.waitUntil(lambda: session.state.iteration > 50, timeout=20_000)
    session.seek_iteration(7)
    trained = session.state.last_iteration
    qtbot.waitUntil(lambda: session.state.last_iteration > trained + 100, timeout=20_000)
    assert session.state.iteration == 7
    window.training.stop()
    wait_for_end(window, qtbot)


def test_e_trains_to_the_end_of_the_epoch(iris, qtbot):
    window, session = iris
    per = session.state.course.run.batches.per_pass
    assert per == 7
    qtbot.keyClick(window, Qt.Key.Key_E)
    wait_for_end(window, qtbot)
    assert session.state.iteration == per
    session.next_iteration()
    qtbot.keyClick(window, Qt.Key.Key_E)
    wait_for_end(window, qtbot)
    assert session.state.iteration == 2 * per


def test_the_pace_can_be_changed_while_it_trains(window, session, qtbot):
    window.menus.actions["pace_10"].trigger()
    assert window.menus.actions["pace_10"].isChecked()
    window.training.run()
    qtbot.waitUntil(lambda: session.state.last_iteration >= 3, timeout=20_000)
    slow = session.state.last_iteration
    assert slow < 1000
    window.menus.actions["pace_0"].trigger()
    qtbot.waitUntil(lambda: session.state.last_iteration > slow + 5000, timeout=20_000)
    window.training.stop()
    wait_for_end(window, qtbot)


def test_a_slow_pace_stops_at_once(window, session, qtbot):
    window.training.set_pace(1)
    window.training.run()
    qtbot.waitUntil(lambda: session.state.last_iteration >= 1, timeout=20_000)
    window.training.stop()
    wait_for_end(window, qtbot)
    assert session.state.last_iteration <= 4


def test_the_pill_offers_every_way(window, session, qtbot):
    pill = window.views.transport.train
    pill.chosen.emit("train_epoch")
    wait_for_end(window, qtbot)
    assert session.state.iteration == 1
    pill.chosen.emit("10")
    wait_for_end(window, qtbot)
    assert session.state.last_iteration == 11
    texts = [action.text() for action in pill.menu.actions()]
    assert texts[:2] == ["Until stopped", "One epoch"]
    assert texts[-1] == "To a goal…"


def test_the_card_says_how_far_how_fast_and_how_long(window):
    card = window.feature(Trained).card
    card.show_progress(TrainProgress(5100, 10_100, 0.5, 100, 10.0), 12.25)
    assert card.where.text() == "Iteration 5\u00a0100 of 10\u00a0100 · epoch 12.2"
    assert card.pace.text() == "500 iterations a second · 10 s left"
    card.show_progress(TrainProgress(5100, 100 + MOST, 0.5, 100, 10.0), 3.0)
    assert card.where.text() == "Iteration 5\u00a0100 · epoch 3.0"
    assert card.pace.text() == "500 iterations a second"
    card.show_progress(TrainProgress(101, 200, 0.5, 100, 0.1), 3.0)
    assert card.pace.text() == "measuring the speed …"
    stage = window.stage
    level = window.views.level
    assert level.isVisible()
    assert level.rect().contains(card.geometry())
    links = [link.geometry() for link in level.links if link.isVisible()]
    assert not any(card.geometry().intersects(link) for link in links)
    assert stage.childAt(stage.width() - 40, stage.height() - 40) is None  # nothing lies over it
    card.grab()
    card.show_progress(None)
    assert card.isHidden()
    assert duration(59.2).english() == "59 s"
    assert duration(90).english() == "1 min 30 s"
    assert duration(7260).english() == "2 h 1 min"


def test_a_goal_is_asked_for_and_reached(iris, qtbot):
    window, session = iris
    window.menus.actions["train_goal"].trigger()
    dialog = window.findChild(GoalDialog)
    kinds = [dialog.kind.itemData(k) for k in range(dialog.kind.count())]
    assert kinds == ["loss", "training_accuracy", "validation_accuracy", "validation_loss",
                     "patience", "iteration"]  # fmt: skip
    dialog.kind.setCurrentIndex(kinds.index("validation_accuracy"))
    dialog.value.setValue(0.9)
    dialog.accept()
    wait_for_end(window, qtbot)
    assert window.views.notice.text.startswith("The goal is reached")
    assert window.views.notice.remedy.isHidden()
    state = session.state
    assert state.iteration % 7 == 0
    assert state.iteration <= state.last_iteration


def test_without_samples_held_out_no_such_goal_is_offered(window, qtbot):
    dialog = GoalDialog(window._session, window)
    dialog.open()
    kinds = [dialog.kind.itemData(k) for k in range(dialog.kind.count())]
    assert "validation_loss" not in kinds
    assert "patience" not in kinds
    assert "loss" in kinds
    dialog.kind.setCurrentIndex(kinds.index("iteration"))
    assert dialog.most.isHidden()
    dialog.value.setValue(40)
    dialog.accept()
    wait_for_end(window, qtbot)
    assert window._session.state.iteration == 40


def test_a_run_that_diverges_ends_calmly_and_offers_a_way_out(qtbot):
    wild = SetOptimizerOption("lr", 1e6).apply(example("xor"))
    window, session = opened(qtbot, wild)
    window.training.run()
    wait_for_end(window, qtbot)
    notice = window.views.notice
    assert "stopped being finite" in notice.text or "too large" in notice.text
    assert notice.remedy.isVisible()
    assert "100" in notice.remedy.text()  # a tenth of a million
    losses = session.state.losses.copy()
    best = int(np.argmin(losses))
    qtbot.mouseClick(notice.remedy, Qt.MouseButton.LeftButton)
    settle()
    assert session.state.iteration == best
    assert session.state.experiment.spec.optimizer.options["lr"] == pytest.approx(1e5)
    assert notice.remedy.isHidden()
    session.undo()
    assert session.state.experiment.spec.optimizer.options["lr"] == pytest.approx(1e6)


def test_how_one_trains_is_remembered(qtbot):
    window, _ = opened(qtbot, example("xor"), watch_training=False, train_pace=100)
    assert not window.training.watching
    assert window.menus.actions["pace_100"].isChecked()
    told = []
    window.closing.connect(told.append)
    window.menus.actions["watch_training"].trigger()
    window.close()
    assert told[0]["watch_training"] is True
    assert told[0]["train_pace"] == 100


def test_closing_while_it_trains_joins_the_thread(qtbot):
    window, session = opened(qtbot, example("xor"))
    window.training.run()
    qtbot.waitUntil(lambda: session.state.last_iteration > 10, timeout=20_000)
    window.close()
    made = session.training_job(0).run.last_iteration
    settle()
    assert session.training_job(0).run.last_iteration == made


def test_a_long_curve_is_drawn_in_little(window, session, qtbot):
    session.train_to(300_000)
    settle()
    x, y = window.views.curve.shown
    losses = session.state.losses
    assert len(x) < 3000
    assert y.max() == losses.max()
    assert y.min() == losses.min()


@pytest.mark.parametrize("size", [(900, 560), (1024, 768), (1280, 720)])
def test_the_card_moves_nothing(window, size):
    window.resize(*size)
    window.set_panel_open("build", True)
    settle()
    before = window.views.stage.geometry(), window.views.level.geometry()
    card = window.feature(Trained).card
    card.show_progress(TrainProgress(51_000, 101_000, 0.5, 100, 10.0), 12.25)
    settle()
    assert (window.views.stage.geometry(), window.views.level.geometry()) == before
    assert card.stop.width() >= card.stop.sizeHint().width()
    assert len(card.where.shown) > 12
    card.show_progress(None)


def test_training_without_an_end_says_when_it_ends_all_the_same(
    window, session, monkeypatch, qtbot
):
    monkeypatch.setattr("nnviz.app.training_commands.MOST", 300)
    window.training.run()
    wait_for_end(window, qtbot)
    assert session.state.last_iteration == 301  # one was there before
    said = "Training has stopped by itself after 300 iterations"
    assert window.views.notice.text.startswith(said)
    window.dismiss_notice()
    window.training.start(20)  # an end that was asked for
    wait_for_end(window, qtbot)
    assert not window.views.notice.text


def test_stopped_in_time_it_says_nothing_of_an_end(window, session, qtbot):
    window.training.run()
    qtbot.waitUntil(lambda: session.state.last_iteration > 20, timeout=20_000)
    window.training.stop()
    wait_for_end(window, qtbot)
    assert not window.views.notice.text
    assert "10\u00a0000\u00a0000" in window.views.transport.train.toolTip()
