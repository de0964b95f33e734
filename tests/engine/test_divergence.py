"""NaN and infinity that arise are named: the op, the array, the cell and the iteration."""

import re

import numpy as np
import pytest

from nnviz.engine import Dense, Network, Phase, errors, optimizers
from nnviz.engine.store import FLUSH_EVERY
from tests.engine import parity

SENTENCE = re.compile(
    r"In iteration (\d+), (\S+)(?: \((.+)\))? stopped being finite: its cell (\[[\d, ]*\]) became"
    r" (\S+) in the op (\w+)\. The parameters are as before this step; a smaller learning rate"
    r" usually helps\."
)


def single(W, b=None, *, activation="linear", loss="mse", **options):
    """Return a network of one layer with these values."""
    W = np.asarray(W, dtype=float)
    values = {"W1": W} if b is None else {"W1": W, "b1": b}
    layer = Dense(len(W), activation, bias=b is not None)
    return Network([layer], W.shape[1], loss=loss, initializer=values, **options)


def double(W1, W2, b1=None, *, hidden="linear", alpha=None, b2=None):
    """Return a network of two layers with these values."""
    W1, W2 = np.asarray(W1, dtype=float), np.asarray(W2, dtype=float)
    values = {"W1": W1, "W2": W2}
    values |= {} if b1 is None else {"b1": b1}
    values |= {} if b2 is None else {"b2": b2}
    first = Dense(len(W1), hidden, bias=b1 is not None, **({"alpha": alpha} if alpha else {}))
    layers = [first, Dense(len(W2), "linear", bias=b2 is not None)]
    return Network(layers, W1.shape[1], loss="half_sse", initializer=values)


def off_by(net, X, distance):
    """Return targets that lie so far from what the network predicts."""
    return net.predict(X) - distance


def hadamard():
    # The error 1e150 comes back through a weight of 1e155 and meets a slope of a million.
    net = double([[1.0]], [[1e155]], hidden="elu", alpha=1e6)
    X = [[-1e-150]]
    return net, X, off_by(net, X, 1e150)


def softmax_backward():
    net = double([[0.0], [2.0]], [[1e158, -1e158]], hidden="softmax")
    X = [[1.0]]
    return net, X, off_by(net, X, 1.5e150)


def bias_gradient():
    net = double([[0.0]], [[1e158]], b1=[0.0], b2=[0.0])
    X = np.array([[1e-3], [1e-3]])
    return net, X, off_by(net, X, 1.2e150)


def input_gradient():
    net = double([[0.0]], [[1e200]], b2=[0.0])
    X = np.array([[1.0]])
    return net, X, off_by(net, X, 1e150)


def weight_gradient():
    net = single([[1e-60]], loss="half_sse")
    return net, [[1e200]], [[-1e150]]


# What overflows, and the array, its sign on the screen, the cell and the value that are named.
ARISING = {
    "matmul": (lambda: (single([[1.0], [1e200]]), [[1e200]], [[0, 0]]), "Z1", "Z¹", "[0, 1]"),
    "add_bias": (lambda: (single([[1.7e308]], [1.7e308]), [[1.0]], [[0]]), "Z1", "Z¹", "[0, 0]"),
    "activation": (
        lambda: (single([[1.75e308]], activation="selu"), [[0.5], [1.0]], [[0], [0]]),
        "A1",
        "A¹",
        "[1, 0]",
    ),
    "softmax_shift": (
        lambda: (
            single([[1.7e308], [-1.7e308]], activation="softmax", loss="cross_entropy"),
            [[1.0]],
            [0],
        ),
        "Zshift1",
        "Z̃¹",
        "[0, 1]",
    ),
    "error": (lambda: (single([[1.7e308]]), [[1.0]], [[-1.7e308]]), "E", None, "[0, 0]"),
    "sample_loss": (lambda: (single([[1e200]]), [[0], [1]], [[0], [0]]), "Ls", "ℓ", "[1]"),
    "loss": (
        lambda: (single([[1.3e154]], loss="half_sse"), [[1]] * 3, [[0]] * 3),
        "L",
        None,
        "[]",
    ),
    "hadamard": (hadamard, "dZ1", "δ¹", "[0, 0]"),
    "softmax_backward": (softmax_backward, "dZ1", "δ¹", "[0, 0]"),
    "weight_gradient": (weight_gradient, "dW1", "∂L/∂W¹", "[0, 0]"),
    "bias_gradient": (bias_gradient, "db1", "∂L/∂b¹", "[0]"),
    "penalty": (lambda: (single([[1e200]], l2=1.0), [[0]], [[1]]), "R", None, "[]"),
    "total_loss": (
        lambda: (single([[1.3e154]], loss="half_sse", l2=1.2), [[1]], [[0]]),
        "L",
        None,
        "[]",
    ),
    "input_gradient": (input_gradient, "dA1", "∂L/∂A¹", "[0, 0]"),
}


# What can only be infinite after something else is: probabilities and what is made of them, slopes,
# an error's multiple where its square is finite, and what clipping does with finite squares.
BOUNDED = {
    *("softmax_exp", "softmax_sum", "softmax_divide", "fused_gradient", "derivative"),
    *("loss_gradient", "penalty_gradient", "gradient_norm", "clip"),
}


def test_every_op_before_the_update_has_been_thought_of():
    kinds = set()
    for case in parity.cases():
        steps = parity.network(case, "numpy").trace_step(*parity.batch(case)).steps
        kinds |= {s.kind.value for s in steps if s.phase is not Phase.UPDATE and not s.derived}
    assert kinds <= set(ARISING) | BOUNDED
    assert not BOUNDED & set(ARISING)


def diverged(net, X, Y, how="train_step"):
    before = net.state()
    with pytest.raises(errors.DivergenceError) as caught:
        getattr(net, how)(X, Y)
    assert net.state().parameters.tobytes() == before.parameters.tobytes()
    assert net.iteration == before.step
    return caught.value


@pytest.mark.parametrize("how", ["train_step", "trace_step", "gradients"])
@pytest.mark.parametrize("kind", ARISING)
def test_the_op_the_cell_and_the_iteration_are_named(kind, how):
    make, name, sign, cell = ARISING[kind]
    net, X, Y = make()
    error = diverged(net, X, Y, how)
    found = SENTENCE.fullmatch(str(error))
    assert found, str(error)
    assert found.groups()[:4] == ("0", name, sign, cell)
    assert found[5] in {"inf", "-inf", "nan"}
    assert found[6] == kind
    assert error.message.english() == str(error)


def test_the_iteration_is_the_number_of_updates_before():
    net = single([[1.0]], [0.0], optimizer=optimizers.SGD(lr=2.0))
    with pytest.raises(errors.DivergenceError) as caught:  # noqa: PT012
        while net.iteration < 5000:
            iteration = net.iteration
            net.train_step([[2.0]], [[1.0]])
    assert f"In iteration {iteration}," in str(caught.value)


@pytest.mark.parametrize("logits", [[0.0, 1.7e308], [-1.7e308, 0.0], [1.7e308, 1.7e308]])
def test_what_cannot_overflow_does_not(logits):
    """Probabilities, their sums and their differences to a target are bounded."""
    W = np.array(logits)[:, None]
    trace = single(W, activation="softmax", loss="half_mse").trace_step([[1.0]], [[0, 1]])
    for name in ("expZ1", "sumexp1", "A1", "E", "dA1", "dZ1"):
        assert np.isfinite(trace[name]).all(), name
    fused = single(W, activation="softmax", loss="cross_entropy")
    Y = [int(np.argmax(logits))]
    assert np.isfinite(fused.trace_step([[1.0]], Y)["dZ1"]).all()


def test_gradients_too_large_to_be_squared_are_named():
    net = single([[1.0, 0.0]], loss="half_sse")
    error = diverged(net, [[1.0, 1e160]], [[-1e10]])
    assert "In iteration 0, the gradients became too large to go on: dW1 (∂L/∂W¹) is" in str(error)
    assert "at its cell [0, 1]" in str(error)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_parameters_that_an_update_lost_are_named(dtype):
    # Nothing but the decay moves this weight: it doubles and changes its sign a million times.
    optimizer = optimizers.SGD(lr=1e3, weight_decay=1e6)
    net = single([[1.0, 1.0]], [0.0], optimizer=optimizer, dtype=dtype)
    with pytest.raises(errors.DivergenceError) as caught:  # noqa: PT012
        while net.iteration < 1000:
            net.train_step([[0.0, 0.0]], [[0.0]])
    sentence = str(caught.value)
    assert sentence.startswith(f"After the update of iteration {net.iteration - 1}, W1 (W¹) is")
    assert "its cell [0, 0] is" in sentence
    assert "weight decay" in sentence


def test_an_optimizer_that_stopped_learning_is_found():
    # Each square fits into float32, their sum does not: from then on every step would be 0.
    net = single([[1.0]], optimizer="adagrad", dtype="float32")
    with pytest.raises(errors.DivergenceError, match=r"s_W1 .* its cell \[0, 0\] is inf"):  # noqa: PT012
        for _ in range(FLUSH_EVERY):
            net.train_step([[1e9]], [[-8e9]])


def test_a_bias_that_only_saturates_its_unit_is_found():
    optimizer = optimizers.SGD(lr=1e3, weight_decay=1e6)
    net = single([[0.0]], [1e300], activation="tanh", optimizer=optimizer)
    with pytest.raises(errors.DivergenceError, match=r"b1 .* is not finite any more"):  # noqa: PT012
        for _ in range(FLUSH_EVERY):
            net.train_step([[0.0]], [[1.0]])
