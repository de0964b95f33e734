"""What is supposed in a session: on and off, kept, undone, and ended by going elsewhere."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.app.data import load
from nnviz.app.edits import SetData, SetLoss, SetOptimizerOption
from nnviz.app.experiment import example
from nnviz.app.nudging import nudged, reach, step_of
from nnviz.app.opening import named as named_experiment
from nnviz.app.session import Session
from nnviz.engine.what_if import what_if
from nnviz.playback.timeline import Position
from nnviz.scene.primitives import CellRef

WEIGHT, BIAS, INPUT = CellRef("W1", 1, 0), CellRef("b2", 0, 0), CellRef("X", 3, 1)


@pytest.fixture
def session():
    return Session(example("xor"))


def heard(session):
    changes = []
    session.changed.connect(lambda old, new: changes.append(new))
    return changes


def test_the_stage_shows_what_the_engine_says_would_be(session):
    real, states = session.state.trace, heard(session)
    session.suppose(WEIGHT, 0.5)
    state, wanted = session.state, what_if(real, {("W1", 1, 0): 0.5})
    assert len(states) == 1
    assert state.what_if is not None
    assert state.trace is state.what_if.after
    assert state.what_if.before is real
    for name in wanted.after.names:
        assert np.array_equal(state.trace[name], wanted.after[name]), name
    assert (state.what_if.predicted, state.what_if.real) == (wanted.predicted, wanted.real)


def test_the_place_in_the_step_stays_and_playing_goes_on(session):
    session.seek_step(6, 0.5)
    session.suppose(WEIGHT, 0.5)
    assert session.state.status.position == Position(6, 0.5)
    session.next()
    while session.state.status.playing:
        session.advance(0.05)
    session.seek_step(1, 1.0)
    assert session.state.trace is session.state.what_if.after


def test_several_cells_are_one_what_if(session):
    for cell, value in ((WEIGHT, 0.5), (BIAS, -0.1), (INPUT, 0.25), (WEIGHT, 0.75)):
        session.suppose(cell, value)
    changes = {(c.name, c.row, c.col): c.new for c in session.state.what_if.changes}
    assert changes == {("W1", 1, 0): 0.75, ("b2", 0, 0): -0.1, ("X", 3, 1): 0.25}
    session.put_back(WEIGHT)
    assert [c.name for c in session.state.what_if.changes] == ["b2", "X"]


def test_the_real_value_is_no_supposition(session):
    real = session.state.trace
    session.suppose(WEIGHT, 0.5)
    session.suppose(WEIGHT, float(real["W1"][1, 0]))
    assert session.state.what_if is None
    assert session.state.trace is real


def test_put_back_and_undo_and_redo(session):
    real = session.state.trace
    session.suppose(WEIGHT, 0.5)
    session.put_back()
    assert session.state.trace is real
    session.undo()
    assert session.state.what_if.changes[0].new == 0.5
    session.undo()
    assert session.state.trace is real
    session.redo()
    assert session.state.what_if.changes[0].new == 0.5


def test_nudges_in_a_row_are_undone_together(session):
    for value in (0.4, 0.5, 0.6):
        session.suppose(WEIGHT, value)
    session.suppose(BIAS, 0.1)
    session.undo()
    assert [c.new for c in session.state.what_if.changes] == [0.6]
    session.undo()
    assert session.state.what_if is None


def test_undo_keeps_the_run_as_it_was_trained(session):
    session.train_to(20)
    losses = session.state.losses
    session.suppose(WEIGHT, 0.5)
    session.undo()
    assert session.state.losses is losses
    assert session.state.iteration == 20


@pytest.mark.parametrize("name", ["xor", "digits", "ner"])
def test_what_is_kept_is_trained_on_with(name):
    session = Session(example(name))
    session.train_to(3)
    session.suppose(WEIGHT, 0.5)
    session.suppose(CellRef("b1", 0, 0), 0.125)
    supposed = session.state.trace
    session.keep()
    state = session.state
    assert (state.what_if, state.notice, state.iteration) == (None, None, 3)
    assert state.last_iteration == 3
    for array in supposed.names:
        assert np.array_equal(state.trace[array], supposed[array]), array
    session.next_iteration()
    assert np.array_equal(session.state.trace["W1"], supposed["W1_new"])


def test_keeping_can_be_undone_and_done_again(session):
    real = session.state.trace
    session.suppose(WEIGHT, 0.5)
    session.keep()
    kept = session.state.trace["W1"][1, 0]
    session.undo()
    assert session.state.what_if.changes[0].new == 0.5
    session.redo()
    assert session.state.what_if is None
    assert session.state.trace["W1"][1, 0] == kept == 0.5
    session.undo()
    session.undo()
    assert np.array_equal(session.state.trace["W1"], real["W1"])


def test_what_is_kept_of_the_data_becomes_a_table(session):
    session.train_to(3)
    session.suppose(INPUT, 0.5)
    session.suppose(CellRef("Y", 0, 0), 0.25)
    session.suppose(WEIGHT, 0.5)
    supposed = session.state.trace
    session.keep()
    state = session.state
    assert (state.what_if, state.notice, state.iteration) == (None, None, 3)
    assert state.undo_name.english() == "Keep what was supposed"
    for array in supposed.names:
        assert np.array_equal(state.trace[array], supposed[array]), array
    data = state.experiment.data
    assert (data.kind, data.name) == ("table", "xor")
    assert data.table.X[3].tolist() == [1.0, 0.5]
    assert data.table.Y[:, 0].tolist() == [0.25, 1.0, 1.0, 0.0]
    session.previous_iteration()
    assert session.state.trace["X"][3, 1] == 1.0  # it was computed from what the data were then
    session.undo()
    assert session.state.experiment.data.kind == "builtin"
    assert session.state.what_if is not None


def test_keeping_where_the_data_were_others_is_refused(session):
    session.train_to(3)
    session.suppose(INPUT, 0.5)
    session.keep()
    session.seek_iteration(1)
    session.suppose(INPUT, 0.75)
    before = session.state.experiment
    session.keep()
    assert "changed after this iteration" in session.state.notice.english()
    assert session.state.experiment is before
    assert session.state.what_if is not None


@pytest.mark.parametrize("validation", [0.0, 0.25])
@pytest.mark.parametrize("standardise", [False, True])
def test_the_sample_kept_is_the_one_of_the_batch(validation, standardise):
    session = Session(example("digits"))
    data = replace(session.state.experiment.data, validation=validation, standardise=standardise)
    session.edit(SetData(data))
    session.train_to(2)
    trace = session.state.trace
    session.suppose(CellRef("X", 5, 20), 0.375)
    other = (int(trace["Y"][7].argmax()) + 1) % 10
    session.suppose(CellRef("Y", 7, other), 1.0)
    supposed = session.state.trace
    session.keep()
    state = session.state
    assert state.notice is None
    for array in ("X", "Y", "dW1", "L"):
        assert np.array_equal(state.trace[array], supposed[array]), array
    kept = state.experiment.data
    assert kept.table.has_classes
    assert not kept.standardise
    assert kept.validation == validation
    assert np.count_nonzero(kept.table.Y != load(data).Y) == 1
    assert np.count_nonzero(kept.table.X != load(data).X) == 1


def test_a_target_between_classes_makes_numbers_of_them():
    session = Session(example("digits"))
    session.edit(SetLoss("mse"))
    session.suppose(CellRef("Y", 0, 3), 0.5)
    supposed = session.state.trace
    session.keep()
    table = session.state.experiment.data.table
    assert not table.has_classes
    assert table.Y.shape == (1797, 10)
    assert np.array_equal(session.state.trace["L"], supposed["L"])
    named = Session(named_experiment("moons"))
    named.edit(SetLoss("bce"))
    label = named.state.trace["Y"][0, 0]
    named.suppose(CellRef("Y", 0, 0), 1.0 - label)
    named.keep()
    assert named.state.experiment.data.table.has_classes
    named.suppose(CellRef("Y", 1, 0), 0.25)
    named.keep()
    assert named.state.experiment.data.table.Y.shape == (200, 1)
    assert named.state.notice is None


def test_xor_with_classes_is_kept_as_zeros_and_ones(session):
    session.edit(SetLoss("cross_entropy"))
    session.suppose(CellRef("Y", 0, 1), 1.0)
    session.keep()
    assert session.state.experiment.data.table.Y[:, 0].tolist() == [1.0, 1.0, 1.0, 0.0]


def test_nothing_to_keep_or_put_back_is_nothing_done(session):
    states = heard(session)
    session.keep()
    session.put_back()
    session.put_back(WEIGHT)
    assert states == []


def leaving():
    return [
        lambda session: session.next_iteration(),
        lambda session: session.seek_iteration(0),
        lambda session: session.edit(SetOptimizerOption("lr", 0.3)),
        lambda session: (session.end(), session.next()),
        lambda session: (session.home(), session.previous()),
    ]


@pytest.mark.parametrize("leave", leaving())
def test_going_elsewhere_ends_it_and_undo_brings_it_back(session, leave):
    session.train_to(2)
    session.suppose(WEIGHT, 0.5)
    leave(session)
    state = session.state
    assert state.what_if is None
    assert state.notice is not None
    assert state.notice.english().startswith("The what-if has ended")
    session.undo()
    assert session.state.iteration == 2
    assert session.state.what_if.changes[0].new == 0.5
    session.redo()
    assert session.state.what_if is None


def test_the_iteration_on_the_stage_is_no_other_one(session):
    session.suppose(WEIGHT, 0.5)
    session.seek_iteration(0)
    assert session.state.what_if is not None
    assert session.state.notice is None


def test_turning_and_choosing_do_not_end_it(session):
    session.suppose(WEIGHT, 0.5)
    session.set_orientation("rows")
    session.set_granularity("row")
    session.set_samples("one")
    session.select_sample(2)
    session.set_digits(5)
    assert session.state.trace is session.state.what_if.after


def test_what_cannot_be_is_refused_in_the_engines_words(session):
    states = heard(session)
    session.suppose(CellRef("A1", 0, 0), 0.5)
    assert session.state.what_if is None
    assert session.state.notice.english().startswith("'A1' cannot be set")
    session.suppose(WEIGHT, float("inf"))
    assert "finite number" in session.state.notice.english()
    assert all(state.trace is session.state.trace for state in states)
    session.suppose(WEIGHT, 0.5)
    assert session.state.notice is None
    session.suppose(CellRef("W1", 9, 9), 0.5)
    assert session.state.what_if.changes[0].new == 0.5


def test_whether_something_can_be_supposed_is_said(session):
    assert session.may_suppose(WEIGHT)
    assert session.may_suppose(INPUT)
    assert session.may_suppose(CellRef("Y", 0, 0))
    assert session.state.notice is None
    assert not session.may_suppose(CellRef("W1_new", 0, 0))
    assert "cannot be set" in session.state.notice.english()


def test_a_sample_has_one_class():
    session = Session(example("digits"))
    real = int(session.state.trace["Y"][3].argmax())
    for wanted in (5, 7):
        session.suppose(CellRef("Y", 3, wanted), 1.0)
        assert session.state.trace["Y"][3].argmax() == wanted
        assert session.state.trace["Y"][3].sum() == 1.0
    session.suppose(CellRef("Y", 3, real), 1.0)
    assert session.state.what_if is None


def test_targets_that_are_impossible_for_the_loss_are_refused():
    session = Session(example("ner"))
    session.suppose(CellRef("Y", 0, 0), 3.0)
    assert session.state.what_if is None
    assert session.state.notice is not None


@pytest.mark.parametrize(
    ("top", "step"), [(2.0, 0.1), (1.0, 0.05), (0.57, 0.02), (16.0, 0.5), (0.0, 0.05), (3e-7, 1e-8)]
)
def test_steps_are_round_and_suit_the_numbers(top, step):
    assert step_of(np.array([0.0, -top])) == pytest.approx(step)


def test_nudges_come_to_stand_on_round_numbers():
    assert nudged(-0.3134, 1, 0.1, fine=False) == -0.21
    assert nudged(-0.21, 1, 0.1, fine=True) == -0.2
    assert nudged(0.1, -1, 0.1, fine=False) == 0.0
    assert nudged(0.0, 3, 1e-8, fine=False) == 3e-8


def test_a_slider_reaches_beyond_the_numbers_and_stays_with_what_can_be(session):
    trace = session.state.trace
    low, high = reach(trace, "W1", 9.0)
    assert high == 9.0
    assert low == pytest.approx(-2 * float(np.abs(trace["W1"]).max()))
    assert reach(Session(example("ner")).state.trace, "Y", 1.0) == (0.0, 1.0)
