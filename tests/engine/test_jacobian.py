import numpy as np
import pytest
from hypothesis import assume, given, settings

from nnviz.engine.build import Dense
from nnviz.engine.errors import DataError, ShapeError, SpecError
from nnviz.engine.network import Network
from tests.engine.explained_nets import ACTIVATIONS, Case, cases


def sample(network: Network) -> np.ndarray:
    return np.random.default_rng(7).normal(size=network.spec.n_in)


def forward(network: Network, start: str, value: np.ndarray, of: str) -> np.ndarray:
    """Compute ``of`` from the array ``start``, plainly."""
    parameters, a, z = network.parameters, value, value
    layers = len(network.spec.layers)
    reached = start == "X"
    for layer in range(1, layers + 1):
        if reached:
            z = parameters[f"W{layer}"] @ a + parameters.get(f"b{layer}", 0.0)
        if start == f"Z{layer}":
            z, reached = value, True
        if of == f"Z{layer}" and reached:
            return z
        if reached:
            a = network.spec.layers[layer - 1].make_activation()(z)
        if start == f"A{layer}":
            a, reached = value, True
        if of == f"A{layer}" and reached:
            return a
    return value


def array_at(network: Network, name: str) -> np.ndarray:
    return sample(network) if name == "X" else forward(network, "X", sample(network), name)


@settings(max_examples=50, deadline=None)
@given(cases())
def test_it_agrees_with_central_differences(case: Case) -> None:
    network = Network.from_spec(case.network().spec)
    assume(case.dtype == "float64")
    for layer, spec in enumerate(network.spec.layers, start=1):
        # At a kink a difference is no derivative.
        far = np.abs(array_at(network, f"Z{layer}")).min() > 1e-4
        assume(far or not spec.make_activation().has_kink)
    names = ["X", *(f"{k}{n + 1}" for n in range(len(network.spec.layers)) for k in "ZA")]
    for first, wrt in enumerate(names):
        start, h = array_at(network, wrt), 1e-6
        for of in names[first + 1 :]:
            columns = [
                (
                    forward(network, wrt, start + h * e, of)
                    - forward(network, wrt, start - h * e, of)
                )
                / (2 * h)
                for e in np.eye(len(start))
            ]
            found = network.jacobian(sample(network), of=of, wrt=wrt)
            np.testing.assert_allclose(found, np.stack(columns, axis=1), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_it_agrees_with_torch(activation: str) -> None:
    torch = pytest.importorskip("torch", reason="torch is only a judge")
    functions = {
        "linear": lambda z: z,
        "relu": torch.relu,
        "leaky_relu": lambda z: torch.nn.functional.leaky_relu(z, 0.01),
        "elu": torch.nn.functional.elu,
        "selu": torch.selu,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "softplus": torch.nn.functional.softplus,
        "swish": torch.nn.functional.silu,
        "gelu": torch.nn.functional.gelu,
        "gelu_tanh": lambda z: torch.nn.functional.gelu(z, approximate="tanh"),
        "softmax": lambda z: torch.softmax(z, dim=-1),
    }
    network = Network([Dense(4, activation), Dense(5, activation), Dense(3, activation)], 2, seed=3)
    parameters = {name: torch.tensor(value) for name, value in network.parameters.items()}

    def run(x: "torch.Tensor") -> "torch.Tensor":
        for layer in (1, 2, 3):
            x = functions[activation](parameters[f"W{layer}"] @ x + parameters[f"b{layer}"])
        return x

    x = sample(network)
    judged = torch.autograd.functional.jacobian(run, torch.tensor(x)).numpy()
    np.testing.assert_allclose(network.jacobian(x, of="A3"), judged, rtol=1e-12, atol=1e-14)


def test_the_path_from_an_array_to_itself_is_the_identity() -> None:
    network = Network.mlp([2, 4, 1])
    np.testing.assert_array_equal(network.jacobian([1, 2], of="Z1", wrt="Z1"), np.eye(4))


def test_one_step_of_the_path_is_w_or_the_diagonal() -> None:
    network = Network.mlp([2, 4, 1], hidden="tanh")
    np.testing.assert_array_equal(network.jacobian([[1, 2]], of="Z1"), network.parameters["W1"])
    J = network.jacobian([1, 2], of="A1", wrt="Z1")
    assert np.count_nonzero(J - np.diag(np.diag(J))) == 0


def test_it_has_the_dtype_of_the_network() -> None:
    assert Network.mlp([2, 3, 1], dtype="float32").jacobian([1, 2], of="A2").dtype == np.float32


@pytest.mark.parametrize(
    ("x", "of", "wrt", "error", "sentence"),
    [
        ([1, 2], "A3", "X", SpecError, "no array 'A3'.*X, Z1, A1, Z2, A2"),
        ([1, 2], "A1", "W1", SpecError, "no array 'W1'"),
        ([1, 2], "Z1", "A2", SpecError, "Z1 does not depend on A2"),
        ([1, 2, 3], "A1", "X", ShapeError, r"shape \(2,\), but it has shape \(3,\)"),
        ([[1, 2], [3, 4]], "A1", "X", ShapeError, "one sample"),
        ([1, float("nan")], "A1", "X", DataError, "finite"),
        (["a", "b"], "A1", "X", DataError, "real numbers"),
    ],
)
def test_bad_input_is_one_clear_sentence(x, of, wrt, error, sentence) -> None:
    with pytest.raises(error, match=sentence):
        Network.mlp([2, 4, 1]).jacobian(x, of=of, wrt=wrt)
