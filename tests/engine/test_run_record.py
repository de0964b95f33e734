"""A run taken apart into arrays and put together again is the same run, to the bit."""

import threading

import numpy as np
import pytest

from nnviz.app.data import batches
from nnviz.app.edits import SetBatchSize, SetOptimizer
from nnviz.app.experiment import example
from nnviz.engine import Network
from nnviz.engine.run import Batches, Run, run_of, segments_of

SMALL = 4096  # bytes: room for a few states only


def experiment(optimizer="adam"):
    return SetBatchSize(3).apply(SetOptimizer(optimizer).apply(example("xor")))


def fresh(optimizer="adam", **options):
    made = experiment(optimizer)
    network = Network.from_spec(made.spec)
    return Run(network.spec, network.state(), batches(made), **options)


def same_bits(one, other):
    return one.names == other.names and all(
        one[name].tobytes() == other[name].tobytes() for name in one.names
    )


def same_run(one, other, iterations):
    assert one.losses.tobytes() == other.losses.tobytes()
    assert (one.first_iteration, one.last_iteration) == (
        other.first_iteration,
        other.last_iteration,
    )
    assert all(same_bits(one.trace(k), other.trace(k)) for k in iterations)


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adagrad", "rmsprop", "adafactor"])
@pytest.mark.parametrize("budget", [0, SMALL, 2**20])
def test_any_iteration_is_the_same_to_the_bit(optimizer, budget):
    run = fresh(optimizer)
    run.advance(345)
    again = run_of(segments_of(run, budget))
    same_run(run, again, (0, 1, 31, 32, 33, 200, 319, 320, 344))
    run.advance(400)
    again.advance(400)
    same_run(run, again, (345, 400, 744))
    assert max(b - a for a, b in zip(again.kept_iterations, again.kept_iterations[1:], strict=False)
               ) <= 1024  # fmt: skip
    assert again.kept_iterations.stop > 700, "a run that goes on keeps states again"


def test_the_budget_is_kept():
    run = fresh()
    run.advance(5000)
    for budget in (SMALL, 16 * SMALL):
        (segment,) = segments_of(run, budget)
        assert sum(array.nbytes for array in segment.states.values()) <= budget
        assert len(segment.states["p"]) > 1
    (least,) = segments_of(run, 0)
    assert len(least.states["p"]) == 1


def test_a_run_without_iterations():
    run = fresh()
    again = run_of(segments_of(run, SMALL))
    assert again.last_iteration == -1
    assert same_bits(run.trace(0), again.trace(0))


def test_branches_survive():
    run = fresh()
    run.advance(200)
    for at, optimizer in ((150, "sgd"), (190, "adam"), (190, "rmsprop"), (260, "adam")):
        spec = experiment(optimizer).spec
        network = Network.from_spec(spec)
        network.set_parameters({k: v + 0.125 for k, v in run.parameters(at).items()})
        run = run.branch(at, network)
        run.advance(120)
    segments = segments_of(run, SMALL)
    assert [segment.first for segment in segments] == [0, 150, 190, 260]
    assert [segment.last for segment in segments] == [149, 189, 259, 379]
    again = run_of(segments)
    same_run(run, again, (0, 149, 150, 189, 190, 259, 260, 379))
    network = run.network(200)
    one, other = run.branch(200, network), again.branch(200, network)
    one.advance(50)
    other.advance(50)
    same_run(one, other, (0, 199, 200, 249))


def test_other_data_in_a_branch():
    run = fresh()
    run.advance(40)
    dealt = run.batches
    other = Batches(dealt.X + 1, dealt.Y, 4, 7, start=40)
    network = Network.from_spec(run.spec)
    network.restore(run.state(40))
    run = run.branch(40, network, other)
    run.advance(40)
    same_run(run, run_of(segments_of(run, SMALL)), (0, 39, 40, 79))


def test_a_parent_of_which_only_the_first_state_is_known_goes_on_rightly():
    run = fresh()
    run.advance(100)
    network = Network.from_spec(run.spec)
    network.restore(run.state(90))
    child = run.branch(90, network)
    child.advance(10)
    first, _ = segments_of(child, 0)
    again = run_of([first])
    assert again.last_iteration == 89
    again.advance(10)
    same_run(run, again, (0, 89, 95))


def test_a_distance_of_states_that_this_program_does_not_use_is_no_harm():
    run = fresh()
    run.advance(300)
    (segment,) = segments_of(run, SMALL)
    odd = type(segment)(
        segment.spec, segment.batches, segment.first, segment.step, 7,
        {name: rows[:1] for name, rows in segment.states.items()}, segment.front, segment.losses,
    )  # fmt: skip
    again = run_of([odd])
    run.advance(2000)
    again.advance(2000)
    same_run(run, again, (0, 299, 300, 2299))
    assert len(again.kept_iterations) > 1


def test_a_run_can_be_taken_apart_while_it_is_trained():
    run = fresh()
    run.advance(1)
    thread = threading.Thread(target=lambda: run.advance(20_000))
    thread.start()
    taken = []
    while thread.is_alive():
        taken.append(segments_of(run, SMALL))
    thread.join()
    assert len(taken) > 1
    for (segment,) in taken[:: max(1, len(taken) // 3)]:
        again = run_of([segment])
        count = len(segment.losses)
        assert again.losses.tobytes() == run.losses[:count].tobytes()
        assert again.trace(count).loss == run.trace(count).loss


def test_the_step_count_survives():
    made = experiment()
    network = Network.from_spec(made.spec)
    dealt = batches(made)
    for k in range(10):
        network.train_step(*dealt.at(k))
    run = Run(network.spec, network.state(), dealt, first=0)
    run.advance(10)
    (segment,) = segments_of(run, SMALL)
    assert (segment.first, segment.step) == (0, 10)
    assert run_of([segment]).state(10).step == run.state(10).step == 20
    assert np.array_equal(run_of([segment]).state(5).parameters, run.state(5).parameters)
