"""Half or not, mean or sum: each loss is what its formula says, worked out here without the engine.

The loss is written down once more in plain Python, number by number; its slopes are those of that
second writing, by central differences.
"""

import math

import numpy as np
import pytest

from nnviz.engine import Network, StepKind, losses

SIZES = (3, 4, 2)
SAMPLES = 5
# What stands before the sum over the units of a sample, and before that over the samples.
FACTORS = {
    "mse": (1 / 2, 1 / 5),
    "half_mse": (0.5, 1 / 5),
    "sse": (1.0, 1.0),
    "half_sse": (0.5, 1.0),
    "bce": (1 / 2, 1 / 5),
    "cross_entropy": (1.0, 1 / 5),
}


def made(loss):
    net = Network.mlp(list(SIZES), hidden="tanh", loss=loss, dtype="float64", seed=5)
    generator = np.random.default_rng(11)
    X = generator.standard_normal((SAMPLES, SIZES[0]))
    Y = np.eye(2)[[0, 1, 1, 0, 1]] if loss in {"bce", "cross_entropy"} else generator.random((5, 2))
    return net, X, Y


def by_hand(loss, parameters, X, Y):
    """The losses of the samples and of the batch, in loops over plain numbers."""
    each = []
    for x, y in zip(X.tolist(), Y.tolist(), strict=True):
        hidden = [math.tanh(math.fsum(w * v for w, v in zip(row, x, strict=True)) + b)
                  for row, b in zip(parameters["W1"], parameters["b1"], strict=True)]  # fmt: skip
        z = [math.fsum(w * v for w, v in zip(row, hidden, strict=True)) + b
             for row, b in zip(parameters["W2"], parameters["b2"], strict=True)]  # fmt: skip
        each.append(FACTORS[loss][0] * math.fsum(terms(loss, z, y)))
    return each, FACTORS[loss][1] * math.fsum(each)


def terms(loss, z, y):
    if loss == "bce":
        p = [1 / (1 + math.exp(-v)) for v in z]
        return [-t * math.log(q) - (1 - t) * math.log(1 - q) for t, q in zip(y, p, strict=True)]
    if loss == "cross_entropy":
        total = math.fsum(map(math.exp, z))
        return [-t * math.log(math.exp(v) / total) for t, v in zip(y, z, strict=True)]
    return [(v - t) ** 2 for v, t in zip(z, y, strict=True)]


def test_every_loss_is_here():
    assert set(FACTORS) == set(losses.names())


@pytest.mark.parametrize("loss", FACTORS)
def test_the_number_is_that_of_the_definition(loss):
    net, X, Y = made(loss)
    trace = net.trace_step(X, Y)
    before = {name: trace[name].tolist() for name in ("W1", "b1", "W2", "b2")}
    each, whole = by_hand(loss, before, X, Y)
    np.testing.assert_allclose(trace["Ls"], each, rtol=1e-13)
    assert math.isclose(trace.loss, whole, rel_tol=1e-13)


@pytest.mark.parametrize("loss", FACTORS)
def test_every_slope_is_that_of_the_definition(loss):
    net, X, Y = made(loss)
    trace = net.trace_step(X, Y)
    width = 1e-5
    for name in ("W1", "b1", "W2", "b2"):
        for place in np.ndindex(trace[name].shape):
            ends = []
            for sign in (1, -1):
                now = {one: trace[one].copy() for one in ("W1", "b1", "W2", "b2")}
                now[name][place] += sign * width
                plain = {one: value.tolist() for one, value in now.items()}
                ends.append(by_hand(loss, plain, X, Y)[1])
            slope = (ends[0] - ends[1]) / (2 * width)
            assert math.isclose(trace[f"d{name}"][place], slope, rel_tol=1e-6, abs_tol=1e-9), name


@pytest.mark.parametrize("loss", FACTORS)
def test_what_is_written_before_the_sums_is_what_is_computed(loss):
    """½ and 1/n stand in the formulas exactly where they are in the numbers."""
    net, X, Y = made(loss)
    steps = {step.kind: step for step in net.trace_step(X, Y).steps}
    units, samples = FACTORS[loss]
    first = steps[StepKind.SAMPLE_LOSS].formula()
    assert (r"\frac{1}{2}" in first) is (loss in {"half_mse", "half_sse"})
    assert (r"\frac{1}{m}" in first) is (units == 1 / 2 and loss in {"mse", "bce"})
    assert (r"\frac{1}{n}" in steps[StepKind.LOSS].formula()) is (samples != 1)
