import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from nnviz.app.edits import (
    AddLayer,
    Open,
    RemoveLayer,
    SetActivation,
    SetBatchSize,
    SetBias,
    SetData,
    SetDtype,
    SetInitializer,
    SetLoss,
    SetOptimizer,
    SetOptimizerOption,
    SetParameterValue,
    SetSeed,
    SetUnits,
)
from nnviz.app.experiment import DataSpec, Experiment, example
from nnviz.app.jobs import complete
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.engine import Network, Phase
from nnviz.engine.errors import NnvizError
from nnviz.playback.pace import GRANULARITIES
from nnviz.scene.primitives import CellRef


@pytest.fixture
def session():
    return Session()


@pytest.fixture
def heard(session):
    changes = []
    session.changed.connect(lambda old, new: changes.append((old, new)))
    return changes


def settle(session):
    for _ in range(10_000):
        if not session.state.status.playing:
            return
        session.advance(0.05)
    raise AssertionError("it never came to rest")


def text(message):
    return None if message is None else message.english()


def test_it_opens_on_the_first_iteration_of_xor(session):
    state = session.state
    assert state.experiment is example("xor")
    assert (state.iteration, state.last_iteration, state.trace.iteration) == (0, 0, 0)
    assert state.losses.tolist() == [state.trace.loss]
    assert len(state.timeline.spans) == len(state.trace.steps)
    assert state.status.at_start
    assert state.notice is None


def test_it_opens_as_it_was_left():
    left = Session(
        settings=Settings(
            language="zh",
            theme="dark",
            orientation="rows",
            granularity="layer",
            speed=2.0,
            digits=4,
            window_geometry="abc",
        )
    )
    left.edit(SetUnits(1, 6))
    kept = left.settings
    again = Session(Experiment.from_dict(kept.experiment), kept)
    assert again.state.experiment.spec.sizes == (2, 6, 1)
    assert again.state.language == "zh"
    assert again.settings == kept
    assert again.state.status.speed == 2.0
    assert again.state.timeline.granularity == "layer"


def test_an_experiment_that_cannot_be_opened_is_refused():
    with pytest.raises(NnvizError):
        Session(replace(example("xor"), data=DataSpec("csv", "/nowhere.csv")))


def test_every_command_that_changes_something_is_heard_once(session, heard):
    cell = CellRef("P1", 0, 0)
    commands = [
        session.next,
        lambda: session.advance(0.3),
        session.pause,
        session.toggle,
        session.toggle,
        session.play,
        session.end,
        session.next,
        session.previous,
        session.home,
        lambda: session.seek(3.0),
        lambda: session.seek_step(4, 0.5),
        lambda: session.jump_phase(Phase.BACKWARD),
        session.next_phase,
        session.previous_phase,
        lambda: session.set_granularity("row"),
        lambda: session.set_speed(2.0),
        lambda: session.set_loop(True),
        lambda: session.set_orientation("rows"),
        lambda: session.set_language("zh"),
        lambda: session.set_theme("projector"),
        lambda: session.set_digits(5),
        lambda: session.hover(cell),
        lambda: session.pin(cell),
        lambda: session.select_sample(2),
        lambda: session.edit(SetUnits(1, 5)),
        session.undo,
        session.redo,
        session.next_iteration,
        session.previous_iteration,
        lambda: session.train_to(5),
        lambda: session.seek_iteration(2),
        lambda: session.edit(SetUnits(1, 0)),
        session.dismiss_notice,
    ]
    for number, command in enumerate(commands, start=1):
        before = session.state
        command()
        assert len(heard) == number, number
        assert heard[-1] == (before, session.state)


def test_commands_that_change_nothing_are_not_heard(session, heard):
    for command in (
        session.pause,
        session.home,
        session.undo,
        session.redo,
        session.previous,
        session.previous_phase,
        session.dismiss_notice,
        lambda: session.advance(1.0),
        lambda: session.set_granularity("cell"),
        lambda: session.set_orientation("textbook"),
        lambda: session.hover(None),
        lambda: session.hover(CellRef("P1", 99, 0)),
        lambda: session.pin(CellRef("none", 0, 0)),
        lambda: session.select_sample(1),
        lambda: session.edit(SetUnits(1, 4)),
        lambda: session.jump_phase(Phase.FORWARD),
    ):
        command()
    assert heard == []


def test_fields_that_did_not_change_are_the_same_objects(session):
    before = session.state
    session.next()
    session.advance(0.1)
    after = session.state
    for name in ("experiment", "trace", "timeline", "losses", "sources", "targets"):
        assert getattr(after, name) is getattr(before, name)
    session.next_iteration()
    assert session.state.timeline is before.timeline
    assert session.state.trace is not before.trace


@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_space_goes_through_the_whole_step_and_on_into_the_next_iteration(session, granularity):
    session.set_granularity(granularity)
    stops = session.state.timeline.stops
    for stop in stops:
        session.next()
        settle(session)
        assert session.state.status.time_s == stop
    assert session.state.status.at_end
    session.next()
    assert session.state.iteration == 1
    assert session.state.status.position.step_index == 0
    settle(session)
    assert session.state.status.time_s == stops[0]
    assert len(session.state.losses) == 2


def test_back_from_the_start_is_the_end_of_the_iteration_before(session):
    session.end()
    session.next()
    session.home()
    session.previous()
    assert session.state.iteration == 0
    assert session.state.status.at_end
    session.home()
    session.previous()
    assert (session.state.iteration, session.state.status.at_start) == (0, True)


def test_playing_on_trains_iteration_after_iteration(session):
    session.set_granularity("layer")
    session.play()
    while session.state.iteration < 2:
        session.advance(0.25)
    assert session.state.status.continuous
    assert session.state.last_iteration == 2
    network = Network.from_spec(example("xor").spec)
    X, Y = session.state.trace["X"], session.state.trace["Y"]
    assert session.state.losses.tolist() == [network.train_step(X, Y) for _ in range(3)]


def test_playing_backwards_goes_through_the_iterations_and_stops_at_the_first(session):
    session.set_granularity("layer")
    session.next_iteration()
    session.play(-1)
    for _ in range(2000):
        session.advance(0.25)
    assert (session.state.iteration, session.state.status.at_start) == (0, True)
    assert not session.state.status.playing


@pytest.mark.parametrize("fps", [24, 60])
def test_the_time_left_over_at_the_end_of_an_iteration_is_not_lost(session, fps):
    session.set_granularity("layer")
    duration = session.state.timeline.duration_s
    session.play()
    frames = round((duration + 1.5) * fps)
    for _ in range(frames):
        session.advance(1 / fps)
    assert session.state.iteration == 1
    assert session.state.status.time_s == pytest.approx(frames / fps - duration)


def test_a_loop_stays_in_its_iteration(session):
    session.set_granularity("layer")
    session.set_loop(True)
    session.play()
    for _ in range(200):
        session.advance(0.25)
    assert session.state.iteration == 0
    assert session.state.status.playing


def test_phases_are_jumped_to(session):
    def phase():
        return session.state.trace.steps[session.state.status.position.step_index].phase

    for wanted in (Phase.UPDATE, Phase.LOSS, Phase.BACKWARD, Phase.FORWARD):
        session.jump_phase(wanted)
        assert phase() == wanted
        assert session.state.status.position.alpha == 0.0
    for wanted in (Phase.LOSS, Phase.BACKWARD, Phase.UPDATE):
        session.next_phase()
        assert phase() == wanted
    session.next_phase()
    assert (session.state.iteration, phase()) == (1, Phase.FORWARD)
    session.previous_phase()
    assert (session.state.iteration, phase()) == (0, Phase.UPDATE)
    session.previous_phase()
    assert phase() == Phase.BACKWARD


@pytest.mark.parametrize("orientation", ["rows", "textbook"])
@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_another_granularity_or_orientation_keeps_the_place(session, granularity, orientation):
    session.seek_step(9, 0.4)
    session.set_granularity(granularity)
    session.set_orientation(orientation)
    position = session.state.status.position
    assert position.step_index == 9
    assert position.alpha == pytest.approx(0.4, abs=1e-6)


def test_iterations_are_scrubbed_at_the_same_place(session):
    session.train_to(50)
    session.seek_step(7, 0.5)
    last = session.state.trace
    for iteration in (3, 49, 0, 50):
        session.seek_iteration(iteration)
        assert session.state.iteration == iteration
        assert session.state.trace.loss == session.state.losses[iteration]
        assert session.state.status.position.step_index == 7
    assert session.state.trace["W1_new"].tobytes() == last["W1_new"].tobytes()
    session.seek_iteration(10**6)
    assert session.state.iteration == 50
    session.seek_iteration(-3)
    assert session.state.iteration == 0
    assert session.state.last_iteration == 50


def test_a_job_in_another_thread_comes_home(session):
    job = session.training_job(200)
    results = []
    thread = threading.Thread(target=lambda: results.append(complete(job)))
    thread.start()
    thread.join()
    session.accept(results[0])
    assert session.state.iteration == 200
    there = Session()
    there.train_to(200)
    assert there.state.losses.tolist() == session.state.losses.tolist()


def test_a_stale_job_is_dropped(session, heard):
    result = complete(session.training_job(20))
    session.edit(SetUnits(1, 3))
    del heard[:]
    session.accept(result)
    assert heard == []
    assert session.state.last_iteration == 0


def test_divergence_is_a_notice_and_nothing_is_lost(session):
    session.edit(SetOptimizerOption("lr", 1e6))
    session.train_to(400)
    state = session.state
    assert "learning rate" in text(state.notice)
    assert np.isfinite(state.trace.loss)
    reached = state.iteration
    for _ in range(3):
        session.next_iteration()
    session.end()
    session.next()
    assert session.state.iteration >= reached
    assert not session.state.status.playing
    session.seek_iteration(0)
    assert session.state.iteration == 0
    session.dismiss_notice()
    assert session.state.notice is None


def test_hover_and_pin_light_where_a_cell_comes_from_and_goes(session):
    session.pin(CellRef("Z1", 0, 0))
    pinned = session.state.sources
    assert {cells.name for cells in pinned} == {"P1", "b1"}
    session.hover(CellRef("P1", 1, 2))
    assert {cells.name for cells in session.state.sources} == {"W1", "X"}
    assert {cells.name for cells in session.state.targets} == {"Z1"}
    session.hover(None)
    assert session.state.sources == pinned
    session.pin(None)
    assert (session.state.sources, session.state.targets) == ((), ())


def test_another_sample_moves_what_a_per_sample_step_comes_from(session):
    session.hover(CellRef("J1", 1, 1))
    assert {cells.rows.start for cells in session.state.sources} == {1}
    session.select_sample(3)
    assert {cells.rows.start for cells in session.state.sources} == {3}
    session.select_sample(99)
    assert session.state.sample == 3
    session.select_sample(-1)
    assert session.state.sample == 0


def test_the_first_sample_shown_is_not_zero_throughout(session):
    assert session.state.trace["X"][0].tolist() == [0.0, 0.0]
    assert session.state.sample == 1


def test_a_smaller_batch_takes_the_sample_and_the_cell_with_it(session):
    session.select_sample(3)
    session.pin(CellRef("P1", 3, 0))
    session.edit(SetBatchSize(2))
    assert session.state.sample == 1
    assert session.state.pinned is None
    assert session.state.trace.n_samples == 2


def test_digits_are_kept_within_reason(session):
    session.set_digits(99)
    assert session.state.digits == 6
    session.set_digits(0)
    assert session.state.digits == 2


def test_the_language_follows_the_system_until_one_is_chosen(session, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    session.set_language("system")
    assert session.state.language == "zh"
    session.set_language("en")
    assert (session.state.language, session.settings.language) == ("en", "en")


def test_an_edit_recompiles_at_once_keeps_what_fits_and_names_what_does_not(session):
    before = session.state.trace
    session.edit(SetUnits(1, 4))
    session.edit(AddLayer(2, units=3))
    after = session.state.trace
    assert after.spec.sizes == (2, 4, 3, 1)
    assert np.array_equal(after["W1"], before["W1"])
    assert text(session.state.notice) == (
        "The parameters of layers 2, 3 were drawn anew, because their shape changed."
    )
    session.edit(RemoveLayer(2))
    assert np.array_equal(session.state.trace["W1"], before["W1"])


def test_an_impossible_edit_is_refused_and_nothing_changes(session):
    before = session.state
    for edit in (
        SetUnits(2, 3),
        RemoveLayer(2),
        SetData(DataSpec("csv", "/nowhere.csv")),
        SetUnits(1, 900_000_000),
    ):
        session.edit(edit)
        assert session.state.notice is not None
        assert session.state.trace is before.trace
        assert session.state.experiment is before.experiment
        assert session.state.undo_name is None


def test_the_output_activation_that_a_loss_forbids_is_refused_with_the_remedy(session):
    session.edit(SetLoss("cross_entropy"))
    session.edit(SetActivation(2, "relu"))
    assert "softmax" in text(session.state.notice)
    assert session.state.experiment.spec.layers[-1].activation == "softmax"


def test_a_loss_says_what_it_has_done_to_the_output(session):
    session.edit(SetLoss("bce"))
    assert "activation sigmoid" in text(session.state.notice)
    assert session.state.trace.spec.loss == "bce"


def test_the_learning_rate_changes_from_here_on_and_the_past_stays(session):
    session.train_to(10)
    losses = session.state.losses.copy()
    session.edit(SetOptimizerOption("lr", 0.01))
    assert session.state.iteration == 10
    assert np.array_equal(session.state.losses, losses)
    session.next_iteration()
    session.seek_iteration(4)
    assert session.state.trace.spec.optimizer.options["lr"] == 0.1
    session.seek_iteration(10)
    assert session.state.trace.spec.optimizer.options["lr"] == 0.01


@pytest.mark.parametrize(
    "edit", [SetOptimizerOption("lr", 0.01), SetParameterValue("b2", 0, 0, 1.0), SetBatchSize(2)]
)
def test_the_optimizer_goes_on_with_its_state(session, edit):
    session.edit(SetOptimizer("adam"))
    session.train_to(6)
    before = session.state.trace["m_W1"]
    assert before.any()
    session.edit(edit)
    assert np.array_equal(session.state.trace["m_W1"], before)
    assert session.state.trace.iteration == 6


def test_another_optimizer_begins_with_the_parameters_and_a_state_of_its_own(session):
    session.train_to(6)
    W1 = session.state.trace["W1"]
    session.edit(SetOptimizer("adam"))
    assert session.state.iteration == 6
    assert np.array_equal(session.state.trace["W1"], W1)
    assert not session.state.trace["m_W1"].any()
    session.edit(SetOptimizerOption("lr", 0.5))
    session.edit(SetOptimizer("sgd", {"lr": 0.1, "momentum": 0.9}))
    assert "velocity_W1" in session.state.trace


def test_a_weight_set_by_hand_is_in_the_next_trace_at_once(session):
    session.train_to(3)
    session.edit(SetParameterValue("W1", 2, 1, 5.0))
    assert session.state.trace["W1"][2, 1] == 5.0
    assert session.state.iteration == 3
    session.seek_iteration(2)
    assert session.state.trace["W1"][2, 1] != 5.0


def test_another_network_begins_a_new_run_with_the_values_that_fit(session):
    session.train_to(8)
    trained = session.state.trace["W1"]
    session.edit(SetActivation(1, "tanh"))
    assert (session.state.iteration, session.state.last_iteration) == (0, 0)
    assert np.array_equal(session.state.trace["W1"], trained)


def test_a_seed_draws_everything_and_says_nothing(session):
    before = session.state.trace["W1"]
    session.edit(SetSeed(7))
    assert not np.array_equal(session.state.trace["W1"], before)
    assert session.state.notice is None
    session.edit(SetInitializer("zeros"))
    assert not session.state.trace["W1"].any()


def test_the_number_type_is_changed(session):
    session.edit(SetDtype("float32"))
    assert session.state.trace["P1"].dtype == np.float32


def test_data_of_the_same_shape_keeps_the_values_and_needs_no_words(session):
    before = session.state.trace["W1"]
    session.edit(SetData(DataSpec("builtin", "and")))
    assert session.state.notice is None
    assert np.array_equal(session.state.trace["W1"], before)
    assert session.state.trace["Y"].ravel().tolist() == [0, 0, 0, 1]


def test_a_network_too_large_for_the_memory_is_refused(session, monkeypatch):
    def full(_):
        raise MemoryError

    monkeypatch.setattr(Network, "from_spec", full)
    session.edit(SetUnits(1, 5))
    assert "memory" in text(session.state.notice)
    assert session.state.experiment.spec.sizes == (2, 4, 1)


def test_a_bias_is_taken_away_and_given_again(session):
    before = session.state.trace["W1"]
    session.edit(SetBias(1, bias=False))
    assert "b1" not in session.state.trace
    session.edit(SetBias(1, bias=True))
    assert session.state.notice is None
    assert np.array_equal(session.state.trace["W1"], before)
    assert not session.state.trace["b1"].any()


def test_other_data_comes_with_what_it_needs(session):
    session.edit(SetData(DataSpec("builtin", "digits", batch_size=16)))
    assert session.state.trace["X"].shape == (16, 64)
    notice = text(session.state.notice)
    assert "10 units" in notice
    assert "drawn anew" in notice
    session.edit(Open(example("xor")))
    assert session.state.trace["X"].shape == (4, 2)


def test_undo_brings_back_the_network_its_values_and_its_run(session):
    session.train_to(30)
    session.seek_iteration(12)
    before = session.state
    session.edit(SetUnits(1, 6))
    session.edit(SetLoss("bce"))
    assert text(session.state.undo_name) == "Loss function"
    session.undo()
    assert session.state.experiment.spec.sizes == (2, 6, 1)
    session.undo()
    state = session.state
    assert state.experiment is before.experiment
    assert (state.iteration, state.last_iteration) == (12, 30)
    assert state.trace["W1"].tobytes() == before.trace["W1"].tobytes()
    assert np.array_equal(state.losses, before.losses)
    assert (text(state.undo_name), text(state.redo_name)) == (None, "Units of layer 1")
    session.redo()
    session.redo()
    assert session.state.experiment.spec.loss == "bce"
    assert session.state.redo_name is None


def test_nudges_are_undone_together_until_something_else_is_done(session):
    for units in (5, 6, 7):
        session.edit(SetUnits(1, units))
    session.undo()
    assert session.state.experiment.spec.sizes == (2, 4, 1)
    session.edit(SetUnits(1, 5))
    session.next()
    session.edit(SetUnits(1, 6))
    session.undo()
    assert session.state.experiment.spec.sizes == (2, 5, 1)


def test_an_edit_leaves_one_where_one_was(session):
    index = next(s.index for s in session.state.trace.steps if s.output == "dW1")
    session.seek_step(index, 0.5)
    session.edit(SetLoss("bce"))
    position = session.state.status.position
    assert session.state.trace.steps[position.step_index].output == "dW1"
    assert position.alpha == pytest.approx(0.5)


class Anything(RuleBasedStateMachine):
    """Whatever a person does in whatever order, the state stays whole."""

    def __init__(self):
        super().__init__()
        self.session = Session()
        self.seen = self.session.state
        self.session.changed.connect(self._on_changed)

    def _on_changed(self, old, new):
        assert old is self.seen
        self.seen = new

    @rule(
        name=st.sampled_from(
            [
                "play",
                "pause",
                "toggle",
                "next",
                "previous",
                "home",
                "end",
                "next_phase",
                "previous_phase",
                "undo",
                "redo",
                "next_iteration",
                "previous_iteration",
                "dismiss_notice",
            ]
        )
    )
    def do(self, name):
        getattr(self.session, name)()

    @rule(seconds=st.floats(0, 90))
    def wait(self, seconds):
        self.session.advance(seconds)

    @rule(x=st.floats(0, 1))
    def seek(self, x):
        self.session.seek(x * self.session.state.timeline.duration_s)

    @rule(k=st.integers(-1, 9))
    def iterate(self, k):
        self.session.seek_iteration(k)

    @rule(granularity=st.sampled_from(GRANULARITIES))
    def look(self, granularity):
        self.session.set_granularity(granularity)

    @rule(name=st.sampled_from(["P1", "J1", "W2", "dZ1", "A2", "L"]), row=st.integers(0, 4))
    def point(self, name, row):
        self.session.hover(CellRef(name, row, 0))

    @rule(
        edit=st.sampled_from(
            [
                SetUnits(1, 2),
                SetUnits(1, 5),
                AddLayer(1, units=3),
                RemoveLayer(1),
                SetLoss("cross_entropy"),
                SetLoss("mse"),
                SetOptimizer("adam"),
                SetOptimizerOption("lr", 0.02),
                SetBatchSize(3),
                SetActivation(1, "tanh"),
                SetData(DataSpec("builtin", "iris", batch_size=5)),
            ]
        )
    )
    def edit(self, edit):
        self.session.edit(edit)

    @invariant()
    def the_state_is_whole(self):
        state = self.session.state
        assert state is self.seen
        assert len(state.timeline.spans) == len(state.trace.steps)
        assert 0 <= state.status.time_s <= state.timeline.duration_s
        assert state.status.position == state.timeline.locate(state.status.time_s)
        assert 0 <= state.iteration <= state.last_iteration == len(state.losses) - 1
        assert state.losses[state.iteration] == state.trace.loss
        assert state.trace.spec.sizes == state.experiment.spec.sizes
        assert 0 <= state.sample < state.trace.n_samples
        assert state.hovered is None or state.hovered.name in state.trace


TestAnything = Anything.TestCase
TestAnything.settings = hypothesis_settings(max_examples=25, stateful_step_count=25, deadline=None)
