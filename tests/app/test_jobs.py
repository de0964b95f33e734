import threading

import pytest

from nnviz.app.data import batches
from nnviz.app.edits import SetBatchSize, SetOptimizer, SetOptimizerOption
from nnviz.app.experiment import example
from nnviz.app.jobs import TrainJob, TrainProgress, complete
from nnviz.engine import Network
from nnviz.engine.run import Run

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
    assert [report.iteration for report in reports] == list(range(2, 31))
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
    calls = iter([False] * 5 + [True])
    result = complete(TrainJob(run, 30), cancelled=lambda: next(calls))
    assert result.reached == 6
    assert same_bits(run.trace(6), TRACES[6])


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


@pytest.mark.parametrize("count", [1000, 10_000])
def test_progress_is_told_two_hundred_times(count):
    reports = []
    complete(TrainJob(run_of(), count), progress=reports.append)
    assert len(reports) == 200
    assert reports[-1].iteration == count
