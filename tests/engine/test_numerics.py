"""Extremes: large values, accuracy, dead units, divergence; test_edge_cases has the edges."""

import math
import warnings

import numpy as np
import pytest

from nnviz.engine import Network, activations, errors, optimizers
from nnviz.engine.expression import Const, evaluate


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", activations.names())
def test_activations_are_silent_and_finite_at_large_values(name, dtype):
    Z = np.array([[-1e4, -100, 0, 100, 1e4]], dtype=dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isfinite(activations.get(name)(Z)).all()
        assert np.isfinite(activations.get(name).jacobian(Z[0])).all()


def test_the_normal_distribution_is_accurate_to_the_last_digits():
    # Far to the left a 1 + erf would have lost every digit.
    z = np.linspace(-6, 6, 997)
    expected = np.array([0.5 * math.erfc(-value / math.sqrt(2)) for value in z])
    np.testing.assert_allclose(activations.get("gelu")(z), z * expected, rtol=1e-14, atol=1e-300)


@pytest.mark.parametrize("name", [name for name in activations.names() if name != "softmax"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_written_formula_gives_what_the_calls_give(name, dtype):
    f = activations.get(name)
    largest = np.sqrt(np.finfo(dtype).max) * 100
    Z = np.array([-largest, -50, -5, -1, -1e-3, 0, 1e-3, 1, 5, 50, largest], dtype=dtype)
    values, slopes = f(Z), f.derivative(Z)
    for z, value, slope in zip(Z, values, slopes, strict=True):
        written = evaluate(f.expression(Const(float(z))))
        assert written == pytest.approx(float(value), rel=2e-5, abs=1e-7)
        assert np.isfinite(slope)


@pytest.mark.parametrize(
    "optimizer", [optimizers.Adam(lr=0.1), optimizers.SGD(lr=0.1, momentum=0.5)]
)
def test_moments_of_dead_units_become_zero_not_denormal(optimizer):
    net = Network.mlp([2, 4, 1], optimizer=optimizer, dtype="float32")
    X, Y = np.ones((4, 2)), np.ones((4, 1))
    net.train_step(X, Y)
    assert any(row.any() for row in net.state().optimizer.values())
    # With this bias every hidden unit is off for ever: its gradient is exactly 0.
    net.set_parameters({"b1": np.full(4, -1e6)})
    for _ in range(1200):
        net.train_step(X, Y)
    for name, row in net.state().optimizer.items():
        nonzero = np.abs(row[row != 0])
        assert (nonzero > np.finfo(np.float32).tiny).all(), name
    first = net.state().optimizer.get("m", net.state().optimizer.get("velocity"))
    assert not first[: 4 * 2].any()


def diverging(dtype):
    # Too large a step on a linear net: the error grows by a factor each time.
    return Network.mlp(
        [2, 3, 1], hidden="linear", optimizer=optimizers.SGD(lr=50.0), dtype=dtype, seed=1
    )


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("how", ["train_step", "trace_step"])
def test_divergence_is_an_error_that_leaves_the_last_good_state(dtype, how):
    net = diverging(dtype)
    X, Y = np.ones((4, 2)), np.zeros((4, 1))
    with pytest.raises(errors.DivergenceError) as caught:  # noqa: PT012
        for _ in range(1000):
            state = net.state()
            getattr(net, how)(X, Y)
    assert np.isfinite(state.parameters).all()
    assert net.state().parameters.tobytes() == state.parameters.tobytes()
    assert net.iteration == state.step
    assert f"iteration {state.step}," in str(caught.value)
    assert "learning rate" in str(caught.value)


def test_divergence_names_the_op_and_the_cell():
    net = Network.mlp([1, 1], loss="mse", initializer={"W1": [[1e200]], "b1": [0]})
    with pytest.raises(errors.DivergenceError, match=r"Ls .* \[1\] .* inf .* sample_loss"):
        net.train_step([[0.0], [1.0]], [[0.0], [0.0]])


def test_fit_stops_at_divergence():
    net = diverging("float64")
    with pytest.raises(errors.DivergenceError):
        net.fit(np.ones((4, 2)), np.zeros((4, 1)), epochs=2000)
    assert np.isfinite(net.state().parameters).all()


def test_no_step_warns():
    net = Network.mlp([2, 4, 1], hidden="sigmoid", loss="bce", dtype="float32")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(3):
            net.train_step([[1e6, -1e6]], [[1.0]])
            net.trace_step([[1e6, -1e6]], [[0.0]])
