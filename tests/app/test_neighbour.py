"""Training in another interpreter: the same bits, stopped at once, nothing lost when it dies."""

import threading

import pytest

from nnviz.app.document import opened
from nnviz.app.edits import SetBatchSize, SetOptimizer, SetOptimizerOption
from nnviz.app.experiment import example
from nnviz.app.jobs import TrainJob, complete
from nnviz.app.neighbour import Neighbour
from nnviz.engine.run.away import Traveller, adopt, departure_of, may_leave

XOR = SetBatchSize(3).apply(SetOptimizer("adam").apply(example("xor")))


@pytest.fixture(scope="module")
def neighbour():
    made = Neighbour()
    made.start()
    yield made
    made.close()


def run_of(experiment=XOR, made=0):
    run = opened(experiment).run
    run.advance(made)
    return run


def there(neighbour, run):
    """Wait until the process is there."""
    waiting = threading.Event()
    for _ in range(600):
        if neighbour.takes(run):
            return
        waiting.wait(0.05)
    raise AssertionError("the process does not come")


def same(one, other, iterations):
    assert one.losses.tobytes() == other.losses.tobytes()
    assert one.kept_iterations == other.kept_iterations
    for number in iterations:
        a, b = one.trace(number), other.trace(number)
        assert all(a[name].tobytes() == b[name].tobytes() for name in a.names)


def away(run, until):
    """Make iterations as the other process does, but here."""
    traveller = Traveller(departure_of(run))
    while run.last_iteration + 1 < until:
        adopt(run, traveller.go(until, 0.001))


@pytest.mark.parametrize("made", [0, 1, 32, 77])
def test_what_is_made_elsewhere_is_the_same_to_the_bit(made):
    run, straight = run_of(made=made), run_of(made=900)
    away(run, 900)
    same(run, straight, (0, made, 31, 32, 500, 899))
    run.advance(100)
    straight.advance(100)
    same(run, straight, (950, 999))


def test_a_branch_goes_on_elsewhere_too():
    from nnviz.app.session import Session
    from nnviz.app.settings import Settings

    runs = []
    for _ in range(2):
        session = Session(XOR, Settings())
        session.train_to(50)
        session.edit(SetOptimizerOption("lr", 0.02))
        runs.append(session.state.course.run)
    away(runs[0], 400)
    runs[1].advance(400 - runs[1].last_iteration - 1)
    same(*runs, (10, 50, 51, 399))


def test_what_is_known_by_now_is_left_out():
    run, straight = run_of(), run_of(made=64)
    traveller = Traveller(departure_of(run))
    first = traveller.go(64, 10.0)
    run.advance(10)  # meanwhile, here
    adopt(run, first)
    same(run, straight, (5, 10, 63))
    adopt(run, first)
    same(run, straight, (63,))
    with pytest.raises(ValueError, match="does not follow"):
        adopt(run_of(), Traveller(departure_of(straight)).go(70, 1.0))


def test_states_are_kept_on_the_same_budget():
    network = run_of().network(0)
    batches = run_of().batches
    runs = [network.run(batches.X, batches.Y, batch_size=3, budget_bytes=4000) for _ in range(2)]
    away(runs[0], 2000)
    runs[1].advance(2000)
    same(*runs, (0, 1000, 1999))


def test_a_run_that_diverges_stops_there():
    wild = SetOptimizerOption("lr", 1e6).apply(example("xor"))
    run, straight = run_of(wild), run_of(wild)
    made = Traveller(departure_of(run)).go(500, 10.0)
    assert made.failed
    assert complete(TrainJob(straight, 500)).problem is not None
    adopt(run, made)
    same(run, straight, (0, run.last_iteration))


def test_what_is_too_large_stays_here():
    assert may_leave(run_of())
    from dataclasses import replace

    from nnviz.engine.spec import LayerSpec

    digits = example("digits")
    wide = (LayerSpec(1000, "relu"), LayerSpec(10, "softmax"))
    assert not may_leave(opened(replace(digits, spec=replace(digits.spec, layers=wide))).run)


def test_a_process_trains_to_the_same_bits(neighbour):
    run, straight = run_of(), run_of(made=3000)
    there(neighbour, run)
    while run.last_iteration + 1 < 3000:
        assert neighbour.make(run, 3000)
    same(run, straight, (0, 1234, 2999))
    # Another run, and back to the first, that has been trained here meanwhile.
    other = run_of(example("digits"))
    assert neighbour.make(other, 40)
    run.advance(5)
    straight.advance(505)
    while run.last_iteration + 1 < 3505:
        assert neighbour.make(run, 3505)
    same(run, straight, (3002, 3504))


def test_it_can_be_stopped_at_any_time(neighbour):
    run = run_of()
    there(neighbour, run)
    assert neighbour.make(run, 10**9)
    assert neighbour.is_going
    neighbour.rest()
    assert not neighbour.is_going
    made = run.last_iteration
    assert neighbour.make(run, made + 100)
    straight = run_of(made=run.last_iteration + 1)
    same(run, straight, (run.last_iteration,))


def test_one_that_fails_is_made_here_so_that_it_can_be_said_why(neighbour):
    run = run_of(SetOptimizerOption("lr", 1e6).apply(example("xor")))
    there(neighbour, run)
    made = True
    for _ in range(100):
        made = neighbour.make(run, 500)
        if not made:
            break
    assert not made
    result = complete(TrainJob(run, 500))
    assert "learning rate" in result.problem.english()


def test_a_job_that_lasts_goes_over_to_it(neighbour):
    run, seen = run_of(), []
    there(neighbour, run)
    cancelled = threading.Event()

    def progress(_):
        seen.append(neighbour.is_going)
        if seen.count(True) > 5:
            cancelled.set()

    result = complete(TrainJob(run, 10**9), progress, cancelled.is_set, neighbour=neighbour)
    assert not seen[0]
    assert seen[-1]
    assert not neighbour.is_going
    straight = run_of(made=result.reached)
    assert run.losses.tobytes() == straight.losses.tobytes()


def test_when_the_process_dies_training_goes_on_here():
    neighbour = Neighbour()
    neighbour.start()
    run = run_of()
    there(neighbour, run)
    assert neighbour.make(run, 10**9)
    neighbour._process.kill()
    while neighbour.make(run, 10**9):
        pass
    assert not neighbour.takes(run)
    assert not neighbour.is_going
    until = run.last_iteration + 200
    assert complete(TrainJob(run, until), neighbour=neighbour).reached == until
    straight = run_of(made=until)
    assert run.losses.tobytes() == straight.losses.tobytes()
    neighbour.close()


def test_a_neighbour_that_was_never_needed_costs_nothing():
    neighbour = Neighbour()
    assert not neighbour.is_started
    assert not neighbour.takes(run_of())
    neighbour.rest()
    neighbour.close()
