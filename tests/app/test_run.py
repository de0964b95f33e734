from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.app.checkpoints import Checkpoints
from nnviz.app.data import batches
from nnviz.app.edits import SetBatchSize, SetOptimizer, SetOptimizerOption
from nnviz.app.experiment import example
from nnviz.app.jobs import TrainProgress, complete, train
from nnviz.app.run import TrainingRun
from nnviz.engine import Network, NetworkState
from nnviz.engine.errors import DivergenceError

XOR = SetBatchSize(3).apply(SetOptimizer("adam").apply(example("xor")))


def run_of(experiment=XOR, **options):
    return TrainingRun(Network.from_spec(experiment.spec), batches(experiment), **options)


def straight(iterations, experiment=XOR):
    """Return the traces of the first iterations, made one after another."""
    network, dealt = Network.from_spec(experiment.spec), batches(experiment)
    return [network.trace_step(*dealt.at(k)) for k in range(iterations)]


def same_bits(one, other):
    return one.names == other.names and all(
        one[name].tobytes() == other[name].tobytes() for name in one.names
    )


TRACES = straight(40)
ONE_STATE = 3 * 17 * 8 + 512


@settings(max_examples=30)
@given(
    st.lists(st.integers(0, 39), min_size=1, max_size=12),
    st.sampled_from([1, 3 * ONE_STATE, 9 * ONE_STATE, 10**9]),
)
def test_any_iteration_in_any_order_is_the_same_to_the_bit(order, budget_bytes):
    run = run_of(budget_bytes=budget_bytes)
    for iteration in order:
        assert same_bits(run.trace(iteration), TRACES[iteration])
    assert run.losses.tolist() == [trace.loss for trace in TRACES[: max(order) + 1]]


def test_losses_are_read_only_and_the_same_array_until_one_is_added():
    run = run_of()
    run.trace(3)
    losses = run.losses
    assert run.losses is losses
    run.trace(1)
    assert run.losses is losses
    assert not losses.flags.writeable
    run.trace(4)
    assert len(run.losses) == 5
    assert len(losses) == 4


def test_many_losses_are_kept_in_order():
    run = run_of()
    run.trace(300)
    again = run_of()
    for k in range(301):
        again.trace(k)
    assert run.losses.tolist() == again.losses.tolist()


def test_parameters_and_state_are_those_before_the_update():
    run = run_of()
    for k in (7, 0, 3):
        assert np.array_equal(run.parameters(k)["W1"], TRACES[k]["W1"])
    assert run.state(7).step == 7


def test_a_branch_is_the_old_run_before_and_another_network_from_then_on():
    run = run_of()
    run.trace(20)
    other = SetOptimizerOption("lr", 0.9).apply(XOR)
    network = Network.from_spec(other.spec)
    network.restore(run.state(10))
    branch = run.branch(network, batches(other), 10)
    assert same_bits(branch.trace(4), TRACES[4])
    assert branch.trace(10).spec.optimizer.options["lr"] == 0.9
    assert branch.trace(11).loss != TRACES[11].loss
    assert branch.losses[:11].tolist() == run.losses[:11].tolist()
    assert branch.last_iteration == 11
    assert np.array_equal(branch.parameters(3)["W1"], run.parameters(3)["W1"])
    assert branch.state(3).step == 3


def test_branching_again_at_the_same_place_leaves_no_chain_of_runs():
    run = run_of()
    run.trace(5)
    for _ in range(2000):
        network = Network.from_spec(XOR.spec)
        network.restore(run.state(5))
        run = run.branch(network, batches(XOR), 5)
    assert same_bits(run.trace(2), TRACES[2])
    assert same_bits(run.trace(8), TRACES[8])


def test_divergence_leaves_the_run_usable():
    wild = SetOptimizerOption("lr", 1e6).apply(example("xor"))
    run = run_of(wild)
    good = run.trace(0)
    with pytest.raises(DivergenceError):
        run.trace(300)
    assert same_bits(run.trace(0), good)
    assert run.last_iteration < 300


def test_a_job_trains_to_the_same_bits_and_its_result_is_taken_over():
    run = run_of()
    run.trace(0)
    reports = []
    result = complete(run.job(30), progress=reports.append)
    assert result.reached == 30
    run.accept(result)
    assert run.last_iteration == 29
    assert same_bits(run.trace(30), TRACES[30])
    assert same_bits(run.trace(17), TRACES[17])
    assert all(isinstance(report, TrainProgress) for report in reports)
    assert [report.iteration for report in reports] == sorted({r.iteration for r in reports})
    assert reports[-1].until == 30


def test_a_job_does_not_touch_the_run_that_made_it():
    run = run_of()
    run.trace(2)
    complete(run.job(25))
    assert run.last_iteration == 2
    assert same_bits(run.trace(3), TRACES[3])


def test_a_cancelled_job_keeps_what_was_done():
    run = run_of()
    run.trace(0)
    calls = iter([False] * 5 + [True])
    result = complete(run.job(30), cancelled=lambda: next(calls))
    assert result.reached == 6
    run.accept(result)
    assert same_bits(run.trace(6), TRACES[6])


def test_a_job_that_is_already_done_is_empty():
    run = run_of()
    run.trace(5)
    result = complete(run.job(3))
    assert result.losses == ()
    run.accept(result)
    assert run.last_iteration == 5


def test_a_job_that_diverges_says_so_and_keeps_what_was_good():
    wild = SetOptimizerOption("lr", 1e6).apply(example("xor"))
    run = run_of(wild)
    run.trace(0)
    result = complete(run.job(300))
    assert "learning rate" in result.problem.english()
    run.accept(result)
    run.trace(run.last_iteration)


def test_a_job_can_be_run_bit_by_bit():
    run = run_of()
    assert len(list(train(run.job(1000)))) == 200


def state(step):
    return NetworkState(np.zeros(100), {}, step)


@given(st.integers(2, 30), st.integers(1, 300), st.integers(0, 9))
def test_checkpoints_stay_within_their_budget_and_evenly_spread(most, count, first):
    size = 100 * 8 + 512
    kept = Checkpoints(first, state(first), budget_bytes=most * size)
    for k in range(first + 1, first + count + 1):
        if kept.wants(k):
            kept.keep(k, state(k))
    assert kept.n_bytes <= most * size
    assert len(kept) >= min(count + 1, most // 2)
    places = sorted(kept.states)
    assert places[0] == first
    assert len({b - a for a, b in pairwise(places)}) <= 1
    for k in range(first, first + count + 1):
        nearest, found = kept.before(k)
        assert nearest == max(place for place in places if place <= k)
        assert found.step == nearest


def test_a_checkpoint_that_was_never_made_is_passed_over():
    kept = Checkpoints(0, state(0))
    kept.keep(10, state(10))
    assert kept.before(9)[0] == 0
    assert kept.before(12)[0] == 10


def test_the_first_checkpoint_stays_however_small_the_budget():
    kept = Checkpoints(0, state(0), budget_bytes=1)
    kept.keep(1, state(1))
    assert list(kept.states) == [0]
    kept.limit(10**6)
    kept.limit(0)
    assert kept.before(50)[0] == 0
