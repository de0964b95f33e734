import threading
from dataclasses import replace

import pytest

from nnviz.app.data import batches, training, validation
from nnviz.app.edits import SetBatchSize, SetOptimizer, SetOptimizerOption
from nnviz.app.experiment import DataSpec, example
from nnviz.app.goals import Goal
from nnviz.app.jobs import TrainJob, TrainProgress, complete
from nnviz.app.measures.measure import Held
from nnviz.engine import Network
from nnviz.engine.run import Run
from nnviz.engine.spec import LayerSpec

XOR = SetBatchSize(3).apply(SetOptimizer("adam").apply(example("xor")))


def run_of(experiment=XOR, **options):
    network = Network.from_spec(experiment.spec)
    return Run(network.spec, network.state(), batches(experiment), **options)


def straight(iterations, experiment=XOR):
    """Return the traces of the first iterations, made one after another."""
    network, dealt = Network.from_spec(experiment.spec), batches(experiment)
    return [network.trace_step(*dealt.at(k)) for k in range(iterations)]


def same_bits(one, other):
    return one.names == other.names and all(
        one[name].tobytes() == other[name].tobytes() for name in one.names
    )


TRACES = straight(40)


def test_a_job_trains_to_the_same_bits():
    run, reports = run_of(), []
    run.trace(0)
    result = complete(TrainJob(run, 30), progress=reports.append)
    assert result.reached == 30
    assert run.last_iteration == 29
    assert same_bits(run.trace(30), TRACES[30])
    assert same_bits(run.trace(17), TRACES[17])
    assert all(isinstance(report, TrainProgress) for report in reports)
    told = [report.iteration for report in reports]
    assert told == sorted(set(told))
    assert told[-1] == 30
    assert reports[-1].until == 30
    assert reports[-1].loss == TRACES[29].loss


def test_a_run_can_be_looked_at_while_a_job_trains_it():
    run, results = run_of(), []
    job = TrainJob(run, 30_000)
    thread = threading.Thread(target=lambda: results.append(complete(job)))
    thread.start()
    for k in (0, 17, 3, 39, 5):
        assert same_bits(run.trace(k), TRACES[k])
    thread.join()
    assert results[0].reached == 30_000
    assert run.losses[:40].tolist() == [trace.loss for trace in TRACES]


def test_a_cancelled_job_keeps_what_was_done():
    run = run_of()
    run.trace(0)
    calls = iter([False] * 3 + [True])
    result = complete(TrainJob(run, 10**9), cancelled=lambda: next(calls))
    assert 4 <= result.reached < 10**6
    assert result.reached == run.last_iteration + 1
    assert same_bits(run.trace(4), TRACES[4])


def test_a_job_that_is_cancelled_before_it_begins_does_nothing():
    run = run_of()
    assert complete(TrainJob(run, 30), cancelled=lambda: True).reached == 0
    assert len(run.losses) == 0


def test_a_job_that_is_already_done_is_empty():
    run = run_of()
    run.trace(5)
    assert complete(TrainJob(run, 3)).reached == 6
    assert run.last_iteration == 5


def test_a_job_that_diverges_says_so_and_keeps_what_was_good():
    run = run_of(SetOptimizerOption("lr", 1e6).apply(example("xor")))
    good = run.trace(0)
    result = complete(TrainJob(run, 300))
    assert "learning rate" in result.problem.english()
    assert result.reached == run.last_iteration + 1 < 300
    assert same_bits(run.trace(0), good)
    run.trace(run.last_iteration)


def test_at_a_pace_it_rests_as_long_as_the_pace_wants():
    run, rests = run_of(), []
    complete(TrainJob(run, 10, pace=4.0), rest=rests.append)
    assert run.last_iteration == 9
    assert len(rests) == 10  # one for each iteration, as they are rare
    assert sum(rests) > 10 / 4.0  # nothing rested here, so each was due later than the one before
    quick = []
    complete(TrainJob(run, 1010, pace=1000.0), rest=quick.append)
    assert len(quick) == 50


def goal_job(experiment, goal, until, run=None):
    run = run or run_of(experiment)
    return TrainJob(run, until, goal=goal, held=Held.of(experiment.data, run.spec))


def test_a_loss_that_is_reached_ends_it_at_the_first_such_epoch():
    run = run_of()
    result = complete(goal_job(XOR, Goal("loss", 0.05), 50_000, run))
    reached = result.goal.iteration
    losses = run.losses
    means = [losses[k - 1 : k + 1].mean() for k in range(1, len(losses))]  # two batches an epoch
    assert run.batches.per_pass == 2
    assert reached == 1 + next(k for k, mean in enumerate(means) if mean < 0.05)
    assert result.remark.text.startswith("The goal is reached")
    assert run.last_iteration < 50_000 - 1


def test_a_goal_that_is_not_reached_says_so():
    result = complete(goal_job(XOR, Goal("loss", 1e-300), 200))
    assert result.goal is None
    assert result.reached == 200
    assert "not reached" in result.remark.english()


IRIS = replace(
    example("digits"),
    spec=replace(
        example("digits").spec, n_in=4, layers=(LayerSpec(6, "tanh"), LayerSpec(3, "softmax"))
    ),
    data=DataSpec("builtin", "iris", batch_size=16, validation=0.3, standardise=True),
)


@pytest.mark.parametrize("kind", ["training_accuracy", "validation_accuracy"])
def test_an_accuracy_is_reached_at_the_end_of_an_epoch(kind):
    run = run_of(IRIS)
    result = complete(goal_job(IRIS, Goal(kind, 0.85), 50_000, run))
    reached = result.goal.iteration
    assert reached % run.batches.per_pass == 0
    part = training(IRIS.data) if kind.startswith("training") else validation(IRIS.data)
    right = run.network(reached).predict(part.X).argmax(axis=1) == part.Y
    assert right.mean() >= 0.85
    earlier = run.network(reached - 35).predict(part.X).argmax(axis=1) == part.Y
    assert earlier.mean() < 0.85  # asked there too: every fifth epoch of seven iterations


def test_patience_goes_back_to_the_best_epoch():
    experiment = SetOptimizerOption("lr", 0.9).apply(IRIS)
    run = run_of(experiment)
    result = complete(goal_job(experiment, Goal("patience", 20), 50_000, run))
    best = result.goal.iteration
    part = validation(experiment.data)
    at = {k: run.network(k).loss(part.X, part.Y) for k in range(35, run.last_iteration + 1, 35)}
    assert best == min(at, key=at.get)
    assert run.last_iteration - best >= 20 * 7


def test_a_rival_keeps_up():
    run, rival = run_of(), run_of(SetOptimizerOption("lr", 0.01).apply(XOR))
    complete(TrainJob(run, 300, rival))
    assert run.last_iteration == rival.last_iteration == 299
