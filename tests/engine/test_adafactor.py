"""Adafactor, written down a second time in plain NumPy, and its state of own shapes."""

import numpy as np
import pytest

from nnviz.engine import Network, StepKind, errors, optimizers
from nnviz.engine.store import FLUSH_EVERY

RANDOM = np.random.default_rng(3)
X, Y = RANDOM.standard_normal((6, 3)), RANDOM.standard_normal((6, 2))
ALL = optimizers.Adafactor(lr=0.02, beta2_decay=-0.5, eps=(1e-3, 0.05), d=1.25, weight_decay=0.2)


def network(optimizer, dtype="float64", sizes=(3, 5, 2)):
    return Network.mlp(list(sizes), hidden="tanh", optimizer=optimizer, seed=4, dtype=dtype)


def rms(values):
    return np.sqrt(np.mean(values**2))


def estimate(g, state, beta2, least):
    """Return the estimate of g² and the new state, from the published formulas."""
    if g.ndim == 1:
        v = beta2 * state[0] + (1 - beta2) * g**2
        return v, (v,)
    R = beta2 * state[0] + (1 - beta2) * (g**2).mean(axis=1, keepdims=True)
    C = beta2 * state[1] + (1 - beta2) * (g**2).mean(axis=0, keepdims=True)
    return R @ C / max(R.mean(), least), (R, C)


def plain(p, g, state, t, o):
    """Return the new parameter and state after update number t."""
    least = np.finfo(p.dtype).eps if o.eps[0] is None else o.eps[0]
    v, state = estimate(g, state, 1 - t**o.beta2_decay, least)
    U = g / np.maximum(np.sqrt(v), least)
    U = U / max(1.0, rms(U) / o.d)
    alpha = max(o.eps[1], rms(p)) * min(o.lr, 1 / np.sqrt(t))
    return (1 - o.lr * o.weight_decay) * p - alpha * U, state


@pytest.mark.parametrize("optimizer", [optimizers.Adafactor(), ALL], ids=["defaults", "all"])
def test_ten_updates_are_those_of_the_formulas(optimizer):
    net = network(optimizer)
    states = {name: (np.zeros(()), np.zeros(())) for name in net.parameters}
    for t in range(1, 11):
        before, gradients = net.parameters, net.gradients(X, Y)
        net.train_step(X, Y)
        for name, p in before.items():
            new, states[name] = plain(p, gradients[f"d{name}"], states[name], t, optimizer)
            np.testing.assert_allclose(net.parameters[name], new, rtol=1e-12, atol=1e-15)
    kept = net.state().optimizer
    expected = {
        "R": [states["W1"][0], states["W2"][0]],
        "C": [states["W1"][1], states["W2"][1]],
        "v": [states["b1"][0], states["b2"][0]],
    }
    assert set(kept) == set(expected)
    for row, parts in expected.items():
        together = np.concatenate([part.ravel() for part in parts])
        np.testing.assert_allclose(kept[row], together, rtol=1e-11)


def test_the_state_is_as_short_as_rows_and_columns():
    state = network("adafactor").state()
    assert {row: values.size for row, values in state.optimizer.items()} == {
        "R": 5 + 2,
        "C": 3 + 5,
        "v": 5 + 2,
    }
    assert state.parameters.size == 3 * 5 + 5 + 5 * 2 + 2


def test_a_network_without_biases_keeps_rows_and_columns_only(tmp_path):
    from nnviz.engine import Dense

    net = Network([Dense(4, "tanh", bias=False), Dense(2, bias=False)], 3, optimizer="adafactor")
    net.train_step(X, Y)
    assert net.state().optimizer["v"].size == 0
    net.save(tmp_path / "n")
    again = Network.load(tmp_path / "n")
    assert again.train_step(X, Y) == net.train_step(X, Y)


def test_the_shapes_in_a_trace_are_those_of_rows_columns_and_numbers():
    trace = network(ALL).trace_step(X, Y)
    shapes = {
        "Rmean_W1": (5, 1),
        "R_W1": (5, 1),
        "R_W1_new": (5, 1),
        "Cmean_W1": (1, 3),
        "C_W1_new": (1, 3),
        "vhat_W1": (5, 3),
        "U_W1": (5, 3),
        "rms_W1": (),
        "alpha_W1": (),
        "v_b1_new": (5,),
        "Uhat_b1": (5,),
        "W1_decayed": (5, 3),
    }
    assert {name: trace[name].shape for name in shapes} == shapes
    assert "v_W1" not in trace
    assert "R_b1" not in trace


def test_an_update_that_is_too_large_is_clipped_and_another_is_not():
    """The first update of a bias has a root mean square of exactly 1: each g over its own size."""
    first = network("adafactor").trace_step(X, Y)
    assert float(first["rms_b1"]) == pytest.approx(1.0)
    np.testing.assert_allclose(np.abs(first["U_b1"]), 1.0, rtol=1e-12)
    net = network(optimizers.Adafactor())
    for _ in range(20):
        net.train_step(X, Y)
    calm, wild = network(optimizers.Adafactor()), net
    calm.restore(net.state())
    small, large = calm.trace_step(X, Y), wild.trace_step(X, 50 * Y)
    for name in ("W1", "b2"):
        assert float(small[f"rms_{name}"]) <= 1.5
        assert float(large[f"rms_{name}"]) > 1.5
        np.testing.assert_allclose(rms(large[f"Uhat_{name}"]), 1.0, rtol=1e-12)


def test_a_gradient_of_zero_moves_nothing():
    net = Network.mlp([2, 3, 1], initializer="zeros", optimizer="adafactor")
    zeros = np.zeros((4, 2))
    trace = net.trace_step(zeros, np.zeros((4, 1)))
    assert all(not value.any() for value in net.parameters.values())
    assert not trace["U_W1"].any()


def test_what_vanishes_is_flushed_in_rows_of_their_own_length():
    net = network("adafactor")
    state = net.state()
    tiny = {row: np.full_like(values, 1e-305) for row, values in state.optimizer.items()}
    nothing = np.zeros_like(state.parameters)
    for step, flushed in ((FLUSH_EVERY - 2, False), (FLUSH_EVERY - 1, True)):
        net.restore(type(state)(nothing, tiny, step))
        net.train_step(np.zeros((2, 3)), np.zeros((2, 2)))
        rows = net.state().optimizer.values()
        assert all((values == 0).all() if flushed else values.all() for values in rows)


def test_a_state_of_another_network_is_refused():
    with pytest.raises(errors.ShapeError, match="belongs to another network"):
        network("adafactor").restore(network("adafactor", sizes=(3, 4, 2)).state())


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_least_value_is_the_rounding_of_the_number_type(dtype):
    eps = float(np.finfo(dtype).eps)
    default = network(optimizers.Adafactor(), dtype)
    given = network(optimizers.Adafactor(eps=(eps, 0.001)), dtype)
    for _ in range(5):
        default.train_step(X, Y)
        given.train_step(X, Y)
    assert default.state().parameters.tobytes() == given.state().parameters.tobytes()


def test_every_step_of_a_matrix_in_its_order():
    trace = network(ALL).trace_step(X, Y)
    kinds = [step.kind for step in trace.steps if step.phase == "update"]
    start = kinds.index(StepKind.UPDATE) + 1
    matrix = [
        "decoupled_decay", "row_mean", "row_average", "column_mean", "column_average",
        "factored_estimate", "unit_update", "update_rms", "clipped_update", "relative_step",
        "update",
    ]  # fmt: skip
    assert kinds[:start] == matrix
    bias = ["decoupled_decay", "second_moment", *matrix[6:]]
    assert kinds[start : start + len(bias)] == bias


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"eps": 0.1}, "eps of adafactor must be two numbers such as (None, 0.001)"),
        ({"eps": (0.0, 0.1)}, "eps of adafactor must be a number > 0"),
        ({"eps": (None, None)}, "eps of adafactor must be a number ≥ 0"),
        ({"beta2_decay": 0.5}, "beta2_decay of adafactor must be a number"),
        ({"d": 0.5}, "d of adafactor must be a number ≥ 1"),
        ({"lr": 0}, "lr of adafactor must be a number > 0"),
    ],
)
def test_what_is_impossible_is_said(options, said):
    with pytest.raises(errors.SpecError) as found:
        optimizers.Adafactor(**options)
    assert said in str(found.value)
