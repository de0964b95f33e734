"""The iterations of a run as an axis, and the level at which one looks, as commands."""

import numpy as np
import pytest

from nnviz.app.experiment import example
from nnviz.app.jobs import COUNTS, more
from nnviz.app.seen_values import SeenValues
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.scene.levels.level import Level
from nnviz.scene.primitives import CellRef

LONG = 10_000


@pytest.fixture(scope="module")
def trained():
    session = Session(example("xor"), Settings())
    session.train_to(LONG)
    return session


@pytest.fixture
def session():
    return Session(example("xor"), Settings())


def test_ten_thousand_iterations_can_be_dragged_through(trained):
    session = trained
    session.seek_step(3, 0.5)
    place = session.state.status.position
    run = session.training_job(0).run
    for number in [*range(0, LONG, 617), LONG, 1, LONG - 1, 4999]:
        session.seek_iteration(number)
        state = session.state
        assert state.iteration == number
        assert state.status.position == place  # the same op, the same part of it
        again = run.trace(number)
        for name in ("W1", "b1", "Z1", "A2", "dW1", "W1_new", "L"):
            assert np.array_equal(state.trace[name], again[name]), (number, name)
        assert state.trace.loss == state.losses[number]


def test_a_tenth_of_the_run_at_a_time(trained):
    trained.seek_iteration(0)
    for _ in range(3):
        trained.jump_iterations(1)
    assert trained.state.iteration == 3 * (LONG // 10)
    trained.jump_iterations(-1)
    assert trained.state.iteration == 2 * (LONG // 10)
    for _ in range(20):
        trained.jump_iterations(1)
    assert trained.state.iteration == trained.state.last_iteration


def test_a_short_run_is_jumped_through_one_by_one(session):
    session.train_to(4)
    session.seek_iteration(0)
    session.jump_iterations(1)
    assert session.state.iteration == 1


def test_how_far_a_training_is_shows_without_moving_the_stage(session):
    job = session.training_job(50)
    job.run.advance(20)
    trace = session.state.trace
    session.note_training(job)
    assert session.state.last_iteration == job.run.last_iteration
    assert len(session.state.losses) == job.run.last_iteration + 1
    assert session.state.trace is trace
    assert session.trains(job)
    assert not Session(example("xor"), Settings()).trains(job)


def test_the_counts_are_named():
    assert [more(count).english() for count in COUNTS][:2] == [
        "1 iteration more", "10 iterations more",
    ]  # fmt: skip


def test_one_looks_at_the_matrix_first_and_anywhere_then(session):
    assert session.state.level == Level("matrix")
    changes = []
    session.changed.connect(lambda old, new: changes.append((old.level, new.level)))
    cell = CellRef("P1", 1, 2)
    session.look_at(Level("cell", cell=cell))
    assert session.state.level.cell == cell
    session.look_at(Level("cell", cell=CellRef("P1", 99, 0)))
    assert session.state.level == Level("cell")  # there is no such cell
    session.look_at(Level("layer", layer=7))
    assert session.state.level == Level("layer")
    assert len(changes) == 3


def test_a_chosen_cell_stays_through_training_and_goes_when_time_goes_on(session):
    session.train_to(5)
    session.seek_step(0, 0.5)
    session.look_at(Level("cell", cell=CellRef("P1", 0, 0)))
    session.seek_iteration(2)
    session.next_iteration()
    assert session.state.level.cell == CellRef("P1", 0, 0)
    session.next()
    session.advance(0.05)
    assert session.state.level == Level("cell")


def test_the_kept_cell_is_remembered_where_it_was_seen(session):
    seen = SeenValues()
    session.train_to(30)
    assert seen.note(session.state) == ()
    session.pin(CellRef("W1", 0, 0))
    for number in (30, 3, 17, 3):
        session.seek_iteration(number)
        points = seen.note(session.state)
    assert [number for number, _ in points] == [3, 17, 30]
    run = session.training_job(0).run
    assert dict(points)[17] == run.trace(17)["W1"][0, 0]
    assert seen.supposed(session.state) is None
    session.suppose(CellRef("W1", 0, 0), 5.0)
    assert seen.note(session.state) == points
    assert seen.supposed(session.state) == 5.0
    session.pin(CellRef("W1", 0, 1))
    assert len(seen.note(session.state)) <= 1


def test_the_lens_is_remembered(session):
    assert not session.state.lens
    session.set_lens(True)
    assert session.settings.lens
    assert Session(example("xor"), session.settings).state.lens
