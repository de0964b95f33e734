"""Two runs in step: the same start, one thing changed, and what of them means the same."""

import numpy as np
import pytest

from nnviz.app.comparing.beside import aimed, beside
from nnviz.app.comparing.cells import both_numbers, told
from nnviz.app.comparing.facts import caption, facts
from nnviz.app.comparing.presets import presets
from nnviz.app.data import batches
from nnviz.app.edits import (
    Open,
    SetActivation,
    SetBatchSize,
    SetBias,
    SetClip,
    SetDtype,
    SetInitializer,
    SetL2,
    SetLoss,
    SetOptimizer,
    SetOptimizerOption,
    SetParameterValue,
    SetSchedule,
    SetSeed,
    SetUnits,
)
from nnviz.app.experiment import example
from nnviz.app.jobs import TrainJob, complete
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.engine import Network
from nnviz.engine.run import Run
from nnviz.scene.primitives import CellRef

FASTER = SetOptimizerOption("lr", 1.0)
ADAM = SetOptimizer("adam", {"lr": 0.1})
CHANGES = {
    "rate": FASTER,
    "optimizer": ADAM,
    "values": SetInitializer("zeros"),
    "seed": SetSeed(7),
    "activation": SetActivation(1, "tanh"),
    "loss": SetLoss("half_mse"),
    "batch": SetBatchSize(3),
    "units": SetUnits(1, 6),
    "l2": SetL2(0.1),
    "clip": SetClip("norm", 0.5),
    "schedule": SetSchedule("exponential"),
    "dtype": SetDtype("float32"),
    "bias": SetBias(1, False),
}


def session_of(name="xor", trained=12):
    session = Session(example(name), Settings(language="en"))
    session.train_to(trained)
    return session


def independent(experiment):
    """Return a run of an experiment that knows nothing of any other."""
    network = Network.from_spec(experiment.spec)
    return Run(network.spec, network.state(), batches(experiment))


def same_bits(one, other):
    assert one.names == other.names
    return all(one[name].tobytes() == other[name].tobytes() for name in one.names)


def compared(edit, name="xor", trained=12):
    session = session_of(name, trained)
    session.compare(edit)
    session.catch_up()
    return session


@pytest.mark.parametrize("what", [w for w in CHANGES if w not in {"units", "bias"}])
def test_the_rival_is_bit_for_bit_a_run_made_with_that_change(what):
    edit = CHANGES[what]
    session = compared(edit)
    alone = independent(edit.apply(example("xor")))
    for iteration in (0, 1, 5, 12):
        session.seek_iteration(iteration)
        rival = session.state.rival
        assert rival.absent is None or rival.step_index is None
        assert same_bits(rival.trace, alone.trace(iteration))
    assert np.array_equal(rival.losses[:12], alone.losses[:12])


@pytest.mark.parametrize("what", ["units", "bias"])
def test_with_other_shapes_what_still_fits_is_the_same_at_the_start(what):
    session = compared(CHANGES[what])
    session.seek_iteration(0)
    rival = session.state.rival
    mine, theirs = session.state.trace, rival.trace
    assert np.array_equal(mine["X"], theirs["X"])
    kept = [n for n in ("W1", "W2") if mine[n].shape == theirs[n].shape]
    assert what == "units" or kept == ["W1", "W2"]
    assert all(np.array_equal(mine[name], theirs[name]) for name in kept)


def test_run_a_is_what_it_would_be_without_a_rival():
    session = compared(ADAM)
    session.train_to(30)
    assert session.state.iteration == 30
    assert same_bits(session.state.trace, independent(example("xor")).trace(30))
    assert session.state.rival.last_iteration == session.state.last_iteration


def test_digits_have_the_same_batches_in_both_runs():
    session = compared(ADAM, "digits", 8)
    for iteration in (0, 3, 8):
        session.seek_iteration(iteration)
        rival = session.state.rival
        assert rival.other.same_samples
        assert np.array_equal(session.state.trace["X"], rival.trace["X"])


def test_other_batches_are_never_paired():
    session = compared(SetSeed(5), "digits", 3)
    other = session.state.rival.other
    assert not other.same_samples
    assert session.state.trace["A1"].shape == session.state.rival.trace["A1"].shape
    assert not other.pairs("A1")
    assert not other.pairs("X")
    assert other.pairs("W1")
    assert other.pairs("dW1")


def test_arrays_of_other_shapes_are_never_paired():
    other = compared(SetUnits(1, 6)).state.rival.other
    assert not other.pairs("W1")
    assert not other.pairs("Z1")
    assert other.pairs("Z2")
    assert other.differing("W1") is None


@pytest.mark.parametrize("what", ["rate", "optimizer", "activation", "dtype"])
def test_differences_are_those_of_numpy(what):
    session = compared(CHANGES[what])
    state = session.state
    other, found = state.rival.other, 0
    for name in state.trace.names:
        if not other.pairs(name):
            continue
        one, two = state.trace[name], state.rival.trace[name]
        expected = np.atleast_2d(~np.equal(one, two) & ~(np.isnan(one) & np.isnan(two)))
        assert np.array_equal(other.differing(name), expected)
        found += int(expected.sum())
    assert found


def test_the_same_step_at_the_same_fraction():
    session = compared(ADAM)
    for step in session.state.trace.steps:
        session.seek_step(step.index, 0.5)
        seen = beside(session.state)
        position = session.state.status.position
        assert position.step_index == step.index
        theirs = seen.trace.steps[seen.status.position.step_index]
        assert (theirs.phase, theirs.kind, theirs.layer, theirs.output) == (
            step.phase, step.kind, step.layer, step.output,
        )  # fmt: skip
        assert seen.status.position.alpha == position.alpha


def test_a_step_that_run_b_has_not_is_said_so_in_words():
    session = Session(ADAM.apply(example("xor")), Settings(language="en"))
    session.compare(SetOptimizer("sgd", {"lr": 0.1}))
    kinds = [str(step.kind) for step in session.state.trace.steps]
    session.seek_step(kinds.index("first_moment"), 0.5)
    rival = session.state.rival
    assert rival.step_index is None
    assert beside(session.state) is None
    assert rival.absent.english().startswith("Run B has no step “")
    session.seek_step(kinds.index("matmul"), 0.5)
    assert session.state.rival.step_index is not None
    assert session.state.rival.absent is None


def test_steps_that_only_run_b_has_are_counted():
    session = compared(ADAM)
    kinds = [str(step.kind) for step in session.state.trace.steps]
    session.seek_step(kinds.index("update"), 0.5)
    rival = session.state.rival
    before = rival.trace.steps[rival.step_index - rival.only_here : rival.step_index]
    assert {str(step.kind) for step in before} == {
        "first_moment", "second_moment", "first_corrected", "second_corrected",
    }  # fmt: skip


def test_until_it_is_trained_as_far_it_says_so():
    session = session_of()
    session.compare(FASTER)
    rival = session.state.rival
    assert rival.trace is None
    assert "being trained" in rival.absent.english()
    assert session.rival_job() is not None
    session.catch_up()
    assert session.rival_job() is None
    assert session.state.rival.trace.iteration == session.state.iteration


def test_going_on_and_back_moves_both():
    session = compared(FASTER)
    for move in (session.next_iteration, session.next_iteration, session.previous_iteration):
        move()
        rival = session.state.rival
        assert rival.trace.iteration == session.state.iteration
        assert rival.last_iteration == session.state.last_iteration


def test_a_rival_that_stops_being_finite_leaves_run_a_alone():
    session = compared(SetOptimizerOption("lr", 1e6), trained=30)
    assert session.state.last_iteration >= 29
    rival = session.state.rival
    assert rival.trace is None
    assert rival.problem is not None
    assert rival.absent == rival.problem
    assert session.rival_job() is None
    session.train_to(40)
    assert session.state.iteration == 40
    assert session.state.notice is None
    session.seek_iteration(0)
    assert session.state.rival.trace is not None


def test_a_job_keeps_both_runs_in_step():
    session = compared(ADAM)
    job = session.training_job(60)
    seen = []
    complete(job, lambda _: seen.append((job.run.last_iteration, job.rival.last_iteration)))
    assert seen
    assert all(one == two for one, two in seen)
    assert job.rival.last_iteration == job.run.last_iteration == 59


def test_a_job_that_is_stopped_leaves_both_at_the_same_iteration():
    session = compared(ADAM)
    job = session.training_job(5000)
    count = iter(range(100))
    complete(job, cancelled=lambda: next(count) > 3)
    assert job.run.last_iteration < 4999
    assert job.rival.last_iteration == job.run.last_iteration


def test_the_start_is_where_the_run_was_last_changed():
    session = session_of(trained=10)
    session.edit(SetOptimizerOption("lr", 0.2))
    session.train_to(20)
    session.compare(SetOptimizerOption("momentum", 0.9))
    session.catch_up()
    assert session.state.rival.start == 10
    session.seek_iteration(4)
    assert same_bits(session.state.rival.trace, session.state.trace)
    session.seek_iteration(10)
    assert np.array_equal(session.state.rival.trace["W1"], session.state.trace["W1"])
    session.seek_iteration(15)
    assert not np.array_equal(session.state.rival.trace["W1"], session.state.trace["W1"])


def test_a_rival_that_begins_anew_has_the_same_iterations_and_nothing_before():
    session = session_of("digits", 4)
    session.edit(SetOptimizerOption("lr", 0.2))
    session.train_to(7)
    session.compare(SetActivation(1, "tanh"))
    session.catch_up()
    rival = session.state.rival
    assert rival.start == 4
    assert np.array_equal(rival.trace["X"], session.state.trace["X"])
    session.seek_iteration(4)
    assert np.array_equal(session.state.rival.trace["W1"], session.state.trace["W1"])
    session.seek_iteration(2)
    assert session.state.rival.trace is None
    assert "begins with iteration 4" in session.state.rival.absent.english()


@pytest.mark.parametrize("edit", [SetOptimizerOption("lr", 0.1), Open(example("digits"))])
def test_what_is_no_change_or_other_data_is_refused(edit):
    session = session_of()
    session.compare(edit)
    assert session.state.rival is None
    assert session.state.notice is not None


def test_an_impossible_change_is_refused_and_nothing_changes():
    session = session_of()
    before = session.state
    session.compare(SetUnits(1, 0))
    assert session.state.rival is None
    assert session.state.trace is before.trace
    assert session.state.notice is not None


def test_an_edit_of_run_a_makes_the_rival_anew_and_undo_brings_the_old_one_back():
    session = compared(FASTER)
    old = session.state.rival
    session.edit(SetActivation(1, "tanh"))
    session.catch_up()
    rival = session.state.rival
    assert rival.experiment.spec.layers[0].activation == "tanh"
    assert rival.experiment.spec.optimizer.options["lr"] == 1.0
    assert [f.key for f in caption(session.state.experiment, rival.experiment) if f.lit] == ["lr"]
    session.undo()
    assert session.state.rival.experiment is old.experiment
    assert session.state.rival.losses is old.losses
    session.redo()
    assert session.state.rival.experiment is rival.experiment


def test_an_edit_that_makes_both_the_same_ends_the_comparison():
    session = compared(FASTER)
    session.edit(FASTER)
    assert session.state.rival is None
    assert session.state.notice.english().startswith("The comparison has ended. ")
    session.edit(SetSeed(3))
    assert session.state.rival is None


def test_other_data_end_the_comparison():
    session = compared(FASTER)
    session.edit(Open(example("digits")))
    assert session.state.rival is None
    assert "Other data" in session.state.notice.english()


@pytest.mark.parametrize("what", tuple(CHANGES))
def test_swapping_and_back_is_where_one_was(what):
    session = compared(CHANGES[what])
    a, b = session.state.experiment, session.state.rival.experiment
    session.swap()
    assert (session.state.experiment, session.state.rival.experiment) == (b, a)
    assert session.state.rival.edit.name == CHANGES[what].name
    session.swap()
    assert (session.state.experiment, session.state.rival.experiment) == (a, b)
    session.undo()
    assert (session.state.experiment, session.state.rival.experiment) == (b, a)


@pytest.mark.parametrize("what", ["rate", "optimizer", "activation", "loss", "batch", "l2"])
def test_after_a_swap_an_edit_keeps_the_one_thing_that_differs(what):
    session = compared(CHANGES[what])
    lit = [f.key for f in caption(session.state.experiment, session.state.rival.experiment)
           if f.lit]  # fmt: skip
    session.swap()
    session.edit(SetUnits(1, 5))
    rival = session.state.rival
    assert rival.experiment.spec.layers[0].units == 5
    assert [f.key for f in caption(session.state.experiment, rival.experiment) if f.lit] == lit


def test_going_on_with_b_is_an_edit_that_can_be_undone():
    session = compared(FASTER)
    a, b = session.state.experiment, session.state.rival.experiment
    session.take_rival()
    assert session.state.experiment is b
    assert session.state.rival is None
    assert "Learning rate" in session.state.undo_name.english()
    session.undo()
    assert session.state.experiment is a
    assert session.state.rival is None


def test_a_cell_of_one_run_lights_its_counterpart():
    session = compared(FASTER)
    session.pin(CellRef("W1", 1, 0))
    session.hover(CellRef("A1", 2, 1))
    rival = session.state.rival
    assert rival.pinned == CellRef("W1", 1, 0)
    assert rival.hovered == CellRef("A1", 2, 1)
    session.aim("b")
    session.hover(CellRef("Z1", 0, 1))
    assert session.state.rival.hovered == session.state.hovered == CellRef("Z1", 0, 1)
    assert aimed(session.state).trace is session.state.rival.trace
    session.hover(None)
    assert session.state.hovered is None
    assert session.state.pinned == CellRef("W1", 1, 0)


def test_a_cell_that_only_b_has_is_pointed_at_in_b_alone():
    session = compared(SetUnits(1, 6))
    session.aim("b")
    session.pin(CellRef("W1", 5, 1))
    assert session.state.rival.pinned == CellRef("W1", 5, 1)
    assert session.state.pinned is None
    assert aimed(session.state).sources == ()
    assert "nothing is paired" in told(session.state).english()
    session.aim("a")
    assert session.state.rival.pinned is None


def test_both_numbers_are_those_of_the_traces():
    session = compared(FASTER)
    session.pin(CellRef("W2", 0, 2))
    found = both_numbers(session.state)
    one, two = session.state.trace["W2"][0, 2], session.state.rival.trace["W2"][0, 2]
    assert (found.a, found.b, found.difference) == (one, two, two - one)
    said = told(session.state).args
    assert said["a"] != said["b"]
    session.seek_iteration(0)
    assert "in both runs" in told(session.state).english()


def test_a_what_if_is_about_run_a_and_says_so():
    session = compared(FASTER)
    session.aim("b")
    assert not session.may_suppose(CellRef("W1", 0, 0))
    assert "run A" in session.state.notice.english()
    session.aim("a")
    assert session.may_suppose(CellRef("W1", 0, 0))
    session.suppose(CellRef("W1", 0, 0), 3.0)
    assert session.state.rival.other.own is session.state.trace
    assert session.state.rival.trace["W1"][0, 0] != 3.0


def test_moving_in_time_makes_no_new_rival():
    session = compared(FASTER)
    session.seek_step(2, 0.1)
    rival = session.state.rival
    session.seek_step(2, 0.7)
    assert session.state.rival is rival
    session.seek_step(3, 0.0)
    assert session.state.rival is not rival
    assert session.state.rival.trace is rival.trace


def test_a_walk_in_b_moves_the_one_timeline():
    session = compared(ADAM)
    session.aim("b")
    step = aimed(session.state).trace.maker("dW1")
    session.show_step(step.index, 1.0)
    here = session.state.trace.steps[session.state.status.position.step_index]
    assert here.output == "dW1"


def test_views_of_two_runs_follow_each_other():
    session = compared(FASTER)
    seen = []
    for _ in range(5):
        seen.append((session.state.rival.shown, session.state.rival.side))
        session.show_next_compared()
    assert [shown for shown, _ in seen] == ["both", "a", "b", "difference", "both"]
    assert [side for _, side in seen[1:4]] == ["a", "b", "b"]
    session.stop_comparing()
    assert session.state.rival is None
    session.show_next_compared()
    assert session.state.rival is None


@pytest.mark.parametrize("name", ["xor", "digits", "ner"])
def test_every_preset_is_one_possible_change(name):
    experiment = example(name)
    found = presets(experiment, 2000)
    assert len(found) >= 6
    assert len({p.text.english() for p in found}) == len(found)
    for preset in found:
        session = session_of(name, 1)
        session.compare(preset.edit)
        rival = session.state.rival
        assert rival is not None, preset
        mine = caption(session.state.experiment, rival.experiment)
        theirs = caption(rival.experiment, session.state.experiment)
        assert any(fact.lit for fact in (*mine, *theirs)), preset


@pytest.mark.parametrize("what", tuple(CHANGES))
def test_captions_light_what_differs_and_nothing_else(what):
    before = example("xor")
    after = CHANGES[what].apply(before)
    mine, theirs = facts(before), facts(after)
    differing = {key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key)}
    lit = {f.key for pair in ((before, after), (after, before)) for f in caption(*pair) if f.lit}
    assert lit
    assert lit <= differing
    assert all(f.key in {"optimizer", "lr"} for f in caption(before, after) if not f.lit)


def test_a_rival_job_is_for_the_rival_alone():
    session = session_of()
    session.compare(FASTER)
    job = session.rival_job()
    assert isinstance(job, TrainJob)
    assert job.run is session.rival_run
    assert job.rival is None
    assert not session.trains(job)


def test_an_edited_weight_ends_no_comparison():
    session = compared(FASTER)
    session.edit(SetParameterValue("W1", 0, 0, 2.0))
    rival = session.state.rival
    assert rival.start == session.state.iteration
    assert rival.trace["W1"][0, 0] == session.state.trace["W1"][0, 0] == 2.0
