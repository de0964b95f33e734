"""On a machine with a GPU: what CuPy computes is what NumPy computes, to rounding."""

import numpy as np
import pytest

from nnviz.engine import Network, backends, errors
from tests.engine import parity

CUPY = backends.describe()[1]
pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not CUPY.usable, reason=CUPY.reason.english()),
]


@pytest.mark.parametrize("case", parity.cases(), ids=parity.title)
def test_all_numbers_agree_within_the_documented_tolerance(case, tmp_path):
    X, Y = parity.batch(case)
    ours = parity.everything(parity.network(case, "numpy"), X, Y, tmp_path / "one.nnviz")
    theirs = parity.everything(parity.network(case, "cupy"), X, Y, tmp_path / "two.nnviz")
    assert parity.distance(ours, theirs) < parity.TOLERANCE[case["dtype"]]


@pytest.mark.parametrize("how", ["train_step", "trace_step"])
def test_a_recorded_step_is_the_step_of_training(how):
    case = parity.cases()[0]
    X, Y = parity.batch(case)
    one, other = parity.network(case, "cupy"), parity.network(case, "cupy")
    for _ in range(5):
        one.train_step(X, Y)
        getattr(other, how)(X, Y)
    assert one.state().parameters.tobytes() == other.state().parameters.tobytes()


def test_divergence_is_found_where_it_arises():
    net = Network.mlp([1, 1], backend="cupy", initializer={"W1": [[1e200]], "b1": [0]})
    with pytest.raises(errors.DivergenceError, match="In iteration 0, Ls"):
        net.train_step([[0.0], [1.0]], [[0.0], [0.0]])
    np.testing.assert_array_equal(net.parameters["W1"], [[1e200]])


def test_a_large_network_goes_to_the_device():
    net = Network.mlp([1000, 1000, 1000], optimizer="adam", dtype="float32")
    assert net.backend == "cupy"
    X = np.random.default_rng(0).standard_normal((64, 1000))
    losses = net.fit(X, X, epochs=20, batch_size=32).losses
    assert losses[-1] < losses[0]
