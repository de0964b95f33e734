"""Every measure against formulas written out here, and against the engine's metrics."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.app import data
from nnviz.app.edits import SetBatchSize, SetOptimizer, SetOptimizerOption, SetParameterValue
from nnviz.app.experiment import DataSpec, Experiment, example
from nnviz.app.measures import Course, Meter
from nnviz.app.measures.grid import MOST, places
from nnviz.app.measures.measure import SHARES, Gauge, Held, Samples, scored
from nnviz.app.measures.meter import View
from nnviz.app.measures.metering import complete
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.engine import metrics
from nnviz.engine.options import Options
from nnviz.engine.spec import LayerSpec, NetworkSpec, OptimizerSpec

IRIS = Experiment(
    NetworkSpec(
        n_in=4,
        layers=(LayerSpec(5, "tanh"), LayerSpec(3, "softmax")),
        loss="cross_entropy",
        optimizer=OptimizerSpec("adam", Options({"lr": 0.02})),
        initializer="xavier",
        seed=3,
    ),
    DataSpec("builtin", "iris", batch_size=16, validation=0.3, standardise=True),
)
SINE = Experiment(
    NetworkSpec(
        n_in=1,
        layers=(LayerSpec(6, "tanh"), LayerSpec(1, "linear")),
        loss="mse",
        optimizer=OptimizerSpec("sgd", Options({"lr": 0.05})),
        initializer="xavier",
        seed=1,
    ),
    DataSpec("builtin", "sine", batch_size=20, validation=0.25),
)


def trained(experiment, until):
    session = Session(experiment, Settings())
    session.train_to(until)
    return session


def measured(session, iterations):
    run = session.state.course.run
    gauge = Gauge(run, Held.of(session.state.experiment.data, run.spec))
    return [gauge.measured(number) for number in iterations]


def forward(parameters, X, hidden):
    """The prediction of a net of two layers, written out."""
    A = np.tanh(X @ parameters["W1"].T + parameters["b1"]) if hidden == "tanh" else None
    return A @ parameters["W2"].T + parameters["b2"]


def test_the_scores_of_classes_are_those_of_formulas_written_out():
    session = trained(IRIS, 200)
    run, spec = session.state.course.run, IRIS.data
    parts = {"training": data.training(spec), "validation": data.validation(spec)}
    assert parts["training"].n_samples + parts["validation"].n_samples == 150
    for found in measured(session, (0, 7, 64, 131, 200)):
        parameters = run.parameters(found.iteration)
        for name, part in parts.items():
            Z = forward(parameters, part.X, "tanh")
            P = np.exp(Z - Z.max(axis=1, keepdims=True))
            P /= P.sum(axis=1, keepdims=True)
            true = np.asarray(part.Y).reshape(-1).astype(int)
            score = getattr(found, name)
            loss = -np.log(P[np.arange(len(true)), true]).mean()
            assert score.loss == pytest.approx(loss, rel=1e-12)
            assert score.accuracy == (P.argmax(axis=1) == true).mean()
            assert score.accuracy == metrics.accuracy(P, true)
            assert np.isnan(score.r2)
            assert np.isnan(score.rmse)
    assert measured(session, (200,))[0].validation.accuracy > 0.9


def test_the_scores_of_numbers_are_those_of_formulas_written_out():
    session = trained(SINE, 150)
    run, spec = session.state.course.run, SINE.data
    for found in measured(session, (0, 33, 150)):
        parameters = run.parameters(found.iteration)
        for name, part in (
            ("training", data.training(spec)), ("validation", data.validation(spec)),
        ):  # fmt: skip
            missed = forward(parameters, part.X, "tanh") - part.Y.reshape(-1, 1)
            spread = part.Y - part.Y.mean()
            score = getattr(found, name)
            assert score.loss == pytest.approx((missed**2).mean(), rel=1e-12)
            assert score.rmse == pytest.approx(np.sqrt((missed**2).mean()), rel=1e-12)
            assert score.r2 == pytest.approx(
                1 - (missed**2).sum() / (spread.reshape(-1, 1) ** 2).sum(), rel=1e-12
            )
            assert np.isnan(score.accuracy)


def test_the_norms_and_cells_are_those_of_the_iterations_own_batch():
    session = trained(IRIS, 120)
    run = session.state.course.run
    for found in measured(session, (0, 50, 51, 119)):
        net = run.network(found.iteration)
        X, Y = run.batches.at(found.iteration)
        gradients = net.gradients(X, Y)
        for layer in (1, 2):
            norm = np.sqrt((gradients[f"dW{layer}"] ** 2).sum())
            assert found.gradient_norms[layer - 1] == pytest.approx(norm, rel=1e-12)
            weights = net.parameters[f"W{layer}"]
            assert found.weight_norms[layer - 1] == pytest.approx(
                np.sqrt((weights**2).sum()), rel=1e-12
            )
            assert found.cells[f"W{layer}"].tolist() == weights.reshape(-1).tolist()


def test_of_many_cells_shares_are_kept():
    session = trained(example("digits"), 3)
    found = measured(session, (2,))[0]
    weights = session.state.course.run.parameters(2)["W1"]
    ordered = np.sort(weights.reshape(-1))
    assert found.cells["W1"][0] == ordered[0]
    assert found.cells["W1"][-1] == ordered[-1]
    assert found.cells["W1"][3] == np.median(weights)
    for share, value in zip(SHARES, found.cells["W1"], strict=True):
        below = (ordered < value).mean()
        assert abs(below - share) <= 2 / len(ordered)


def test_a_score_of_one_number_per_sample_and_of_what_is_not_finite():
    samples = Samples(np.zeros((3, 1)), np.zeros((3, 1)), np.array([0, 1, 1]))
    assert scored(1.0, np.array([[-1.0], [2.0], [0.2]]), samples).accuracy == pytest.approx(2 / 3)
    lost = scored(float("inf"), np.array([[np.nan], [1.0], [1.0]]), samples)
    assert np.isnan([lost.loss, lost.accuracy]).all()
    alone = Samples(np.zeros((1, 1)), np.ones((1, 1)), None)
    assert np.isnan(scored(0.0, np.array([[1.0]]), alone).r2)


def test_without_samples_held_out_there_is_no_validation():
    session = trained(example("xor"), 10)
    found = measured(session, (10,))[0]
    assert found.validation is None
    meter = metered(session)
    assert np.isnan(meter.measures.validation["loss"]).all()


def test_measuring_changes_nothing_of_the_run():
    session = trained(IRIS, 90)
    run = session.state.course.run
    before = run.trace(77)
    kept, losses = run.kept_iterations, run.losses.tobytes()
    measured(session, range(0, 90, 7))
    assert run.kept_iterations == kept
    assert run.losses.tobytes() == losses
    after = run.trace(77)
    assert all(before[name].tobytes() == after[name].tobytes() for name in before.names)
    run.advance(10)
    straight = trained(IRIS, 100).state.course.run
    assert run.losses.tobytes() == straight.losses[: len(run.losses)].tobytes()


def test_the_learning_rate_is_that_of_the_trace():
    spec = replace(IRIS.spec, schedule=scheduled("step", step_size=10, gamma=0.5))
    session = trained(replace(IRIS, spec=spec), 40)
    course = session.state.course
    rates = course.learning_rates([0, 9, 10, 25, 40])
    assert rates.tolist() == pytest.approx([0.02, 0.02, 0.01, 0.005, 0.00125])
    for number in (0, 10, 25):
        session.seek_iteration(number)
        assert float(session.state.trace["lr"]) == course.learning_rates([number])[0]


def scheduled(name, **options):
    from nnviz.engine.spec import ScheduleSpec

    return ScheduleSpec(name, Options(options))


def metered(session, view=None):
    meter = Meter()
    meter.turn_to(session.state.course, session.state.experiment.data)
    while (job := meter.job(view, session.state.last_iteration, 0.01)) is not None:
        meter.accept(complete(job))
    return meter


def test_a_run_is_measured_on_a_grid_and_closer_where_one_looks():
    session = trained(IRIS, 3000)
    meter = metered(session)
    iterations = meter.measures.iterations
    assert 100 <= len(iterations) <= MOST + 1
    assert iterations[0] == 0
    assert iterations[-1] == 3000
    assert len(set(np.diff(iterations[:-1]))) == 1
    closer = metered(session, View(1000, 1100)).measures.iterations
    assert set(range(1000, 1101)) <= set(closer.astype(int).tolist())


def test_the_iteration_on_the_stage_is_measured_while_the_run_stands_still():
    session = trained(IRIS, 3000)
    meter = Meter()
    meter.turn_to(session.state.course, session.state.experiment.data)
    assert meter.wanted(None, 1777)[:2] == (1777, 3000)
    assert 1777 not in meter.wanted(None, None)


def test_a_short_run_is_measured_everywhere():
    session = trained(IRIS, 9)
    assert metered(session).measures.iterations.tolist() == list(range(10))


def test_the_grid_of_a_longer_run_has_that_of_a_shorter_one():
    short = set(places(0, 0, 6400, 32))
    long = set(places(0, 0, 12_900, 32))
    assert {number for number in long if number <= 6400} <= short
    assert places(5, 5, 5, 32) == [5]
    assert len(places(0, 0, 10**6, 4096)) <= MOST
    assert all(number % 4096 == 0 for number in places(0, 0, 10**6, 4096))
    assert places(0, 0, 1000, 32)[:3] == [0, 512, 256]


def test_the_budget_ends_a_job_after_at_least_one():
    session = trained(IRIS, 500)
    meter = Meter()
    meter.turn_to(session.state.course, session.state.experiment.data)
    job = meter.job(None, None, 0.0)
    assert len(complete(job).found) == 1
    ticks = iter(range(100))
    assert len(complete(replace(job, budget_s=3.0), lambda: float(next(ticks))).found) == 3


def test_a_result_of_another_run_is_dropped():
    session = trained(IRIS, 50)
    meter = Meter()
    meter.turn_to(session.state.course, session.state.experiment.data)
    result = complete(meter.job(None, session.state.last_iteration, 1.0))
    other = trained(SINE, 50)
    meter.turn_to(other.state.course, other.state.experiment.data)
    assert not meter.accept(result)
    assert len(meter.measures.iterations) == 0


def test_a_branch_keeps_what_was_measured_before_it():
    session = trained(IRIS, 60)
    meter = metered(session)
    session.seek_iteration(30)
    session.edit(SetOptimizerOption("lr", 0.5))
    meter.turn_to(session.state.course, session.state.experiment.data)
    assert meter.measures.iterations.tolist() == list(range(30))
    session.train_to(40)
    while (job := meter.job(None, session.state.last_iteration, 1.0)) is not None:
        meter.accept(complete(job))
    fresh = metered(session).measures
    assert meter.measures.iterations.tolist() == fresh.iterations.tolist()
    assert meter.measures.training["loss"].tobytes() == fresh.training["loss"].tobytes()


def test_marks_say_where_a_run_was_edited():
    session = trained(IRIS, 60)
    session.seek_iteration(30)
    session.edit(SetOptimizerOption("lr", 0.5))
    session.train_to(45)
    session.edit(SetOptimizer("sgd"))
    marks = session.state.course.marks
    assert [(mark.iteration, mark.name.text) for mark in marks] == [
        (30, "Learning rate η"), (45, "Optimizer")]  # fmt: skip
    session.seek_iteration(20)
    session.edit(SetParameterValue("W1", 0, 0, 1.0))
    assert [mark.iteration for mark in session.state.course.marks] == [20]
    session.undo()
    assert [mark.iteration for mark in session.state.course.marks] == [30, 45]


def test_epochs_go_on_over_another_batch_size():
    session = trained(IRIS, 21)
    per = session.state.course.run.batches.per_pass
    assert per == 7
    assert session.state.course.epochs([0, 7, 21]).tolist() == [0, 1, 3]
    assert session.state.course.epoch_ends(8) == 14
    session.edit(SetBatchSize(35))
    session.train_to(30)
    course = session.state.course
    assert course.run.batches.per_pass == 3
    assert course.epochs([7, 21, 24]).tolist() == [1, 3, 4]
    assert course.iterations([1, 3, 4]).tolist() == [7, 21, 24]
    assert isinstance(course, Course)


def test_what_is_known_stays_bounded():
    session = trained(IRIS, 4000)
    meter = metered(session)
    for start in range(0, 4000, 130):
        view = View(start, start + 129)
        while (job := meter.job(view, None, 10.0)) is not None:
            meter.accept(complete(job))
    assert len(meter.measures.iterations) <= 1500 + MOST
