"""The predicted and the real change of the loss by one update."""

import gc
import weakref

import numpy as np
import pytest

from nnviz.engine import Network, optimizers
from nnviz.engine.loss_change import loss_change
from nnviz.engine.replay import replay
from nnviz.engine.symptoms import symptoms

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
Y = np.array([[0.0], [1.0], [1.0], [0.0]])


def network(optimizer, loss="half_mse"):
    return Network.mlp([2, 4, 1], hidden="tanh", loss=loss, optimizer=optimizer, seed=3)


def gradient_norm(trace):
    return sum(float((trace[f"d{p}"] ** 2).sum()) for p in trace.spec.parameter_shapes)


@pytest.mark.parametrize("rate", [0.001, 0.1, 2.0])
def test_plain_descent_predicts_the_squared_gradient_times_the_rate(rate):
    trace = network(optimizers.SGD(lr=rate)).trace_step(X, Y)
    change = loss_change(trace)
    assert change.plain
    assert change.rate == rate
    assert change.predicted == pytest.approx(-rate * gradient_norm(trace))


@pytest.mark.parametrize(
    "optimizer",
    [
        optimizers.SGD(lr=0.1, momentum=0.9, weight_decay=0.01),
        optimizers.Adam(lr=0.01),
        optimizers.AdamW(lr=0.01, weight_decay=0.1),
    ],
)
def test_other_optimizers_predict_gradient_times_movement(optimizer):
    net = network(optimizer)
    net.trace_step(X, Y)
    trace = net.trace_step(X, Y)
    change = loss_change(trace)
    wanted = sum(
        float((trace[f"d{p}"] * (trace[f"{p}_new"] - trace[p])).sum())
        for p in trace.spec.parameter_shapes
    )
    assert not change.plain
    assert change.predicted == pytest.approx(wanted)


@pytest.mark.parametrize("loss", ["mse", "half_mse", "half_sse", "bce"])
def test_the_real_change_is_that_to_the_next_recorded_loss(loss):
    net = network(optimizers.SGD(lr=0.3), loss)
    first = net.trace_step(X, Y)
    second = net.trace_step(X, Y)
    change = loss_change(first)
    assert change.before == pytest.approx(first.loss)
    assert change.after == pytest.approx(second.loss)
    assert change.real == pytest.approx(second.loss - first.loss)
    assert change.ratio == pytest.approx(change.real / change.predicted)


def test_the_smaller_the_step_the_truer_the_prediction():
    misses = []
    for rate in (1.0, 0.1, 0.01, 0.001):
        change = loss_change(network(optimizers.SGD(lr=rate)).trace_step(X, Y))
        misses.append(abs(change.ratio - 1))
    assert misses == sorted(misses, reverse=True)
    assert misses[-1] < 1e-2


def test_the_slope_at_the_start_of_the_way_is_the_prediction():
    change = loss_change(network(optimizers.SGD(lr=1e-4)).trace_step(X, Y))
    first = (change.losses[1] - change.losses[0]) / change.shares[1]
    assert first == pytest.approx(change.predicted, rel=1e-2)
    assert (change.shares[0], change.shares[-1]) == (0.0, 1.0)


def test_where_nothing_moves_there_is_no_ratio():
    net = network(optimizers.SGD(lr=0.1))
    zero = {name: np.zeros_like(value) for name, value in net.parameters.items()}
    net.set_parameters(zero)
    change = loss_change(net.trace_step(X, np.zeros((4, 1))))
    assert (change.predicted, change.real, change.ratio) == (0.0, 0.0, None)


def test_a_trace_is_looked_at_once():
    trace = network(optimizers.SGD(lr=0.1)).trace_step(X, Y)
    assert loss_change(trace) is loss_change(trace)


def test_the_two_ends_cost_two_forward_passes_and_only_the_way_costs_more(monkeypatch):
    passes = []

    def counted(*given):
        passes.append(given)
        return replay(*given)

    monkeypatch.setattr("nnviz.engine.loss_change.replay", counted)
    trace = network(optimizers.SGD(lr=0.1)).trace_step(X, Y)
    symptoms(trace)
    assert loss_change(trace).real < 0
    assert len(passes) == 2
    assert len(loss_change(trace).losses) == len(loss_change(trace).shares)
    assert len(passes) == len(loss_change(trace).shares)
    assert loss_change(trace).losses[-1] == loss_change(trace).after


def test_what_is_known_of_a_trace_does_not_keep_it():
    trace = network(optimizers.SGD(lr=0.1)).trace_step(X, Y)
    loss_change(trace)
    gone = weakref.ref(trace)
    del trace
    gc.collect()
    assert gone() is None
