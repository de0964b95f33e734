"""Each symptom is seen on a network made for it, and none on networks that learn well."""

import math

import numpy as np
import pytest

from nnviz.engine import Network, datasets, optimizers
from nnviz.engine.errors import DivergenceError
from nnviz.engine.gradient_norms import gradient_norms
from nnviz.engine.step import StepKind
from nnviz.engine.symptom import NAMES, SymptomKind
from nnviz.engine.symptoms import symptoms
from nnviz.engine.symptoms_of_units import dead_units, off_units

KINDS = SymptomKind
RANDOM = np.random.default_rng(0)
X, Y = RANDOM.normal(size=(8, 3)), RANDOM.normal(size=(8, 2))


def kinds(found):
    return [symptom.kind for symptom in found]


def mlp(sizes, hidden="tanh", lr=0.01, **more):
    return Network.mlp(sizes, hidden=hidden, loss="mse", optimizer=optimizers.SGD(lr=lr), **more)


def healthy():
    iris = datasets.load("iris")
    measured = (np.asarray(iris.X) - np.mean(iris.X, axis=0)) / np.std(iris.X, axis=0)
    digits, xor = datasets.load("digits"), datasets.load("xor")
    for seed in (1, 3):
        for made in (optimizers.SGD(lr=0.1), optimizers.Adam(lr=0.01)):
            yield "xor", Network.mlp(
                [2, 4, 1], hidden="tanh", loss="mse", optimizer=made, seed=seed
            ), (xor.X, xor.Y), 4  # fmt: skip
            for hidden in ("relu", "sigmoid"):
                yield "iris", Network.mlp(
                    [4, 8, 3], hidden=hidden, loss="cross_entropy", optimizer=made, seed=seed
                ), (measured, iris.Y), 16  # fmt: skip
        yield "digits", Network.mlp(
            [64, 16, 10], hidden="tanh", loss="cross_entropy", optimizer="adam", seed=seed
        ), (digits.X, digits.Y), 32  # fmt: skip


@pytest.mark.parametrize(("name", "net", "data", "batch"), list(healthy()))
def test_a_network_that_learns_well_shows_nothing(name, net, data, batch):
    run = net.run(*data, batch_size=batch)
    run.advance(501)
    for iteration in (0, 1, 20, 250, 500):
        losses = run.losses[: iteration + 1]
        assert symptoms(run.trace(iteration), losses) == (), (name, iteration)


def test_the_relu_digits_show_nothing_but_units_that_truly_are_off():
    digits = datasets.load("digits")
    net = Network.mlp([64, 16, 10], hidden="relu", loss="cross_entropy", optimizer="sgd", seed=0)
    run = net.run(digits.X, digits.Y, batch_size=32)
    run.advance(501)
    for iteration in (0, 250, 500):
        trace = run.trace(iteration)
        for symptom in symptoms(trace, run.losses[: iteration + 1]):
            assert symptom.kind is KINDS.DEAD
            assert not trace["A1"][:, list(symptom.units)].any()
            assert not trace["dW1"][list(symptom.units)].any()


def test_a_dead_relu_is_named_with_its_units_and_its_step():
    net = mlp([3, 4, 2], "relu")
    values = net.parameters
    bias = values["b1"].copy()
    bias[[1, 3]] = -100.0
    net.set_parameters({**values, "b1": bias})
    trace = net.trace_step(X, Y)
    (found,) = symptoms(trace)
    assert (found.kind, found.layer, found.units) == (KINDS.DEAD, 1, (1, 3))
    assert tuple(found.cell) == ("A1", 0, 1)
    assert trace.steps[found.step_index].kind is StepKind.ACTIVATION
    assert "units 2, 4 are off" in found.message.english()
    assert found.name.english() == "dead ReLU"


def test_a_few_samples_prove_no_unit_dead():
    off = np.zeros((3, 2))
    assert dead_units(off) == ()
    assert off_units(off) == (0, 1)
    assert dead_units(np.zeros((4, 2))) == (0, 1)


@pytest.mark.parametrize("hidden", ["tanh", "sigmoid"])
def test_a_saturated_unit_is_named(hidden):
    net = mlp([3, 4, 2], hidden)
    values = net.parameters
    bias = values["b1"].copy()
    bias[2] = 40.0
    net.set_parameters({**values, "b1": bias})
    found = symptoms(net.trace_step(X, Y))
    assert [(s.kind, s.units) for s in found] == [(KINDS.SATURATED, (2,))]
    assert found[0].value == 1.0
    assert hidden in found[0].message.english()


def test_an_output_at_its_end_is_a_symptom_only_where_it_is_wrong():
    net = Network.mlp([3, 1], output="sigmoid", loss="mse", optimizer="sgd")
    values = net.parameters
    net.set_parameters({**values, "b1": np.full_like(values["b1"], 40.0)})
    right, wrong = (net.trace_step(X, np.full((8, 1), target)) for target in (1.0, 0.0))
    assert KINDS.SATURATED not in kinds(symptoms(right))
    assert KINDS.SATURATED in kinds(symptoms(wrong))


def test_a_vanishing_gradient_is_named_at_each_layer_that_it_does_not_reach():
    trace = mlp([3, *[8] * 9, 2], "sigmoid", seed=0).trace_step(X, Y)
    found = [s for s in symptoms(trace) if s.kind is KINDS.VANISHING]
    assert found[0].layer == 1
    assert all(trace.steps[s.step_index].kind is StepKind.WEIGHT_GRADIENT for s in found)
    norms = gradient_norms(trace)
    assert found[0].value == norms[0].norm < 1e-3 * max(norm.norm for norm in norms)


def test_an_exploding_gradient_is_named():
    net = mlp([3, 6, 6, 6, 2], "linear", seed=0)
    values = net.parameters
    grown = {n: v * (200.0 if n in {"W3", "W4"} else 1.0) for n, v in values.items()}
    net.set_parameters({**grown, "W1": values["W1"] * 1e-3, "W2": values["W2"] * 1e-3})
    found = symptoms(net.trace_step(X, Y))
    assert KINDS.EXPLODING in kinds(found)
    net = mlp([3, 2], lr=1e-9, seed=0)
    (found,) = symptoms(net.trace_step(1e3 * X, 1e3 * Y))
    assert found.kind is KINDS.OUTGROWN


@pytest.mark.parametrize(("hidden", "value"), [("tanh", 0.3), ("relu", 0.3), ("sigmoid", 0.0)])
def test_identical_units_are_named_and_stay(hidden, value):
    net = mlp([3, 4, 2], hidden, lr=0.1)
    net.set_parameters({name: np.full_like(v, value) for name, v in net.parameters.items()})
    run = net.run(X, Y)
    run.advance(20)
    for iteration in (0, 19):
        found = symptoms(run.trace(iteration), run.losses[: iteration + 1])
        units = [s.units for s in found if s.kind is KINDS.IDENTICAL]
        assert units == [(0, 1, 2, 3)]


def test_weights_of_zero_have_identical_units_and_no_gradient():
    net = mlp([3, 4, 2], "tanh", initializer="zeros")
    found = symptoms(net.trace_step(X, Y))
    assert kinds(found) == [KINDS.IDENTICAL, KINDS.NO_GRADIENT]
    assert found[1].layer is None


def test_a_loss_of_zero_needs_no_gradient():
    net = mlp([3, 2])
    values = net.parameters
    net.set_parameters({name: np.zeros_like(v) for name, v in values.items()})
    assert symptoms(net.trace_step(X, np.zeros((8, 2)))) == ()


def test_units_that_are_the_same_only_in_their_weights_will_part():
    net = mlp([3, 2, 2], seed=0)
    values = net.parameters
    net.set_parameters({**values, "W1": np.tile(values["W1"][:1], (2, 1))})
    assert KINDS.IDENTICAL not in kinds(symptoms(net.trace_step(X, Y)))


def test_too_large_a_learning_rate_is_seen_in_the_very_update():
    trace = mlp([3, 8, 2], lr=2.0, seed=0).trace_step(X, Y)
    (found,) = symptoms(trace)
    assert found.kind is KINDS.OVERSHOOT
    assert found.cell.name.endswith("_new")
    assert trace.steps[found.step_index].kind is StepKind.UPDATE
    assert found.value > 0


def test_losses_that_keep_rising_are_seen_too():
    trace = mlp([3, 8, 2], lr=0.001, seed=0).trace_step(X, Y)
    assert symptoms(trace, [1.0, 1.2, 1.4, 1.6, 1.8, 2.1]) != ()
    assert symptoms(trace, [1.0, 1.2, 1.1, 1.6, 1.8, 2.1]) == ()
    assert symptoms(trace, [1.0, 1.01, 1.02, 1.03, 1.04, 1.05]) == ()


def test_an_exploding_loss_is_seen_up_to_the_end():
    run = mlp([3, 2], lr=5.0, seed=0).run(X, Y)
    with pytest.raises(DivergenceError):
        run.advance(100_000)
    trace = run.trace(run.last_iteration)
    found = symptoms(trace, run.losses)
    assert KINDS.EXPLODED in kinds(found)
    assert KINDS.OVERSHOOT in kinds(found)
    assert all(math.isfinite(s.value) or s.kind is KINDS.OVERSHOOT for s in found)


def test_every_kind_has_a_name_and_the_norms_are_those_of_numpy():
    assert set(NAMES) == set(SymptomKind)
    trace = mlp([3, 4, 2], seed=0).trace_step(X, Y)
    for norm in gradient_norms(trace):
        assert norm.norm == pytest.approx(np.linalg.norm(trace[f"dW{norm.layer}"]), rel=1e-14)
        assert norm.weights == pytest.approx(np.linalg.norm(trace[f"W{norm.layer}"]), rel=1e-14)
        step = trace.steps[norm.step_index]
        assert (step.kind, step.layer) == (StepKind.WEIGHT_GRADIENT, norm.layer)
        largest = np.abs(trace[f"dW{norm.layer}"]).max()
        assert abs(trace[f"dW{norm.layer}"][norm.row, norm.col]) == largest
