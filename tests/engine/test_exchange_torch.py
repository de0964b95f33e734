"""PyTorch's state_dicts: the same weights, the same outputs, and every foreign tensor named."""

import numpy as np
import pytest

from nnviz.engine import Dense, Network, activations, errors, exchange
from nnviz.engine.activations import LeakyReLU

torch = pytest.importorskip("torch", reason="PyTorch is the reference; it is not installed here")
safetensors_torch = pytest.importorskip("safetensors.torch", reason="safetensors is not installed")

nn = torch.nn
X = np.random.default_rng(1).normal(size=(30, 4))
TWINS = {
    "relu": nn.ReLU,
    "leaky_relu": lambda: nn.LeakyReLU(0.01),
    "elu": nn.ELU,
    "selu": nn.SELU,
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "softplus": nn.Softplus,
    "swish": nn.SiLU,
    "gelu": nn.GELU,
    "gelu_tanh": lambda: nn.GELU(approximate="tanh"),
}


def outputs(model, values=X):
    parameter = next(model.parameters())
    with torch.no_grad():
        return model(torch.as_tensor(values, dtype=parameter.dtype)).numpy()


def sequential(activation=nn.ReLU, **options):
    torch.manual_seed(3)
    return nn.Sequential(
        nn.Linear(4, 5, **options), activation(), nn.Linear(5, 3, **options), activation(),
        nn.Linear(3, 2, **options),
    )  # fmt: skip


def test_every_activation_has_a_twin():
    assert {*TWINS, "linear", "softmax"} == set(activations.names())


@pytest.mark.parametrize("name", TWINS)
def test_a_state_dict_gives_the_same_outputs(name):
    model = sequential(TWINS[name]).double()
    net = exchange.from_torch(model.state_dict(), activation=name)
    np.testing.assert_allclose(net.predict(X), outputs(model), rtol=1e-11, atol=1e-13)
    assert net.spec.dtype == "float64"


@pytest.mark.parametrize("bias", [True, False])
def test_through_a_file(tmp_path, bias):
    model = sequential(bias=bias)
    safetensors_torch.save_file(model.state_dict(), tmp_path / "m.safetensors")
    net = exchange.from_torch(tmp_path / "m.safetensors")
    assert net.spec.dtype == "float32"
    assert {layer.bias for layer in net.spec.layers} == {bias}
    np.testing.assert_allclose(net.predict(X), outputs(model), rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(net.parameters["W2"], model[2].weight.detach().numpy())


def test_the_loss_brings_its_output():
    model = sequential()
    net = exchange.from_torch(model.state_dict(), loss="cross_entropy", dtype="float64")
    probabilities = torch.softmax(torch.as_tensor(outputs(model.double())), 1).numpy()
    np.testing.assert_allclose(net.predict(X), probabilities, rtol=1e-12)


def test_activations_one_by_one():
    model = sequential()
    net = exchange.from_torch(model.state_dict(), activation=["tanh", LeakyReLU(0.3)], output="elu")
    assert [layer.activation for layer in net.spec.layers] == ["tanh", "leaky_relu", "elu"]
    assert net.spec.layers[1].activation_options["alpha"] == 0.3
    with pytest.raises(errors.SpecError, match="2 hidden layers, but 1 activations"):
        exchange.from_torch(model.state_dict(), activation=["tanh"])


class Named(nn.Module):
    """Layers whose names sort in another order than they run."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(4)
        self.read = nn.Linear(4, 6)
        self.hidden = nn.ModuleList([nn.Linear(6, 6) for _ in range(11)])
        self.answer = nn.Linear(6, 2)

    def forward(self, x):
        x = torch.relu(self.read(x))
        for one in self.hidden:
            x = torch.relu(one(x))
        return self.answer(x)


@pytest.mark.parametrize("by_file", [True, False])
def test_the_order_of_named_layers(tmp_path, by_file):
    model = Named().double()
    source = model.state_dict()
    if by_file:
        source = tmp_path / "m.safetensors"
        safetensors_torch.save_file(model.state_dict(), source)
    net = exchange.from_torch(source)
    np.testing.assert_allclose(net.predict(X), outputs(model), rtol=1e-10)
    order = ["read", *(f"hidden.{number}" for number in range(11)), "answer"]
    assert net.note["origin"]["layers"] == order


def test_an_order_that_the_names_do_not_tell(tmp_path):
    square = {f"{name}.weight": torch.eye(3) * k for k, name in enumerate(("in", "mid", "out"), 1)}
    safetensors_torch.save_file(square, tmp_path / "m.safetensors")
    with pytest.raises(errors.SpecError, match="several orders") as caught:
        exchange.from_torch(tmp_path / "m.safetensors")
    assert "order=" in str(caught.value)
    net = exchange.from_torch(tmp_path / "m.safetensors", order=["out", "in", "mid"])
    assert [net.parameters[f"W{k}"][0, 0] for k in (1, 2, 3)] == [3, 1, 2]
    with pytest.raises(errors.SpecError, match="every layer once; the layers are: "):
        exchange.from_torch(tmp_path / "m.safetensors", order=["out", "in"])


def test_many_equal_layers_with_names_of_their_own_do_not_take_for_ever(tmp_path):
    letters = "abcdefghijklmnopqrstuvwxyz"
    safetensors_torch.save_file(
        {f"{one}.weight": torch.eye(2) for one in letters}, tmp_path / "m.safetensors"
    )
    net = exchange.from_torch(tmp_path / "m.safetensors")
    assert net.note["origin"]["layers"] == list(letters)


def test_a_prefix_and_a_single_linear():
    model = nn.ModuleDict({"actor": sequential(), "critic": sequential()})
    net = exchange.from_torch(model.state_dict(), prefix="critic.")
    np.testing.assert_array_equal(net.parameters["b3"], model["critic"][4].bias.detach().numpy())
    lone = nn.Linear(4, 2)
    net = exchange.from_torch(lone.state_dict())
    np.testing.assert_allclose(net.predict(X), outputs(lone), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("kind", ["float16", "bfloat16"])
@pytest.mark.parametrize("by_file", [True, False])
def test_short_numbers_are_widened_with_a_note(tmp_path, kind, by_file):
    model = sequential().to(getattr(torch, kind))
    source = model.state_dict()
    if by_file:
        source = tmp_path / "m.safetensors"
        safetensors_torch.save_file(model.state_dict(), source)
    net = exchange.from_torch(source)
    assert net.spec.dtype == "float32"
    assert net.note["origin"]["converted"]["0.weight"] == kind
    np.testing.assert_array_equal(net.parameters["W1"], model[0].weight.detach().float().numpy())


def test_lists_and_parameters_with_a_gradient_come_in_too():
    linear = nn.Linear(4, 2)
    net = exchange.from_torch({"weight": linear.weight, "bias": [0, 1]})
    np.testing.assert_array_equal(net.parameters["b1"], [0.0, 1.0])


FOREIGN = {
    r"1\.num_batches_tracked has shape": lambda: nn.Sequential(nn.Linear(4, 5), nn.BatchNorm1d(5)),
    r"1\.weight with shape \(5,\)": lambda: nn.Sequential(nn.Linear(4, 5), nn.LayerNorm(5)),
    r"0\.weight with shape \(2, 1, 3, 3\)": lambda: nn.Sequential(nn.Conv2d(1, 2, 3)),
    r"weight_ih_l0 with shape \(20, 4\)": lambda: nn.LSTM(4, 5),
    r"in_proj_weight with shape \(12, 4\)": lambda: nn.MultiheadAttention(4, 2),
}


@pytest.mark.parametrize("sentence", FOREIGN)
def test_a_tensor_of_another_module_is_named(sentence):
    with pytest.raises(errors.FileError, match=sentence):
        exchange.from_torch(FOREIGN[sentence]().state_dict())


def test_a_counter_is_named():
    with pytest.raises(errors.FileError, match=r"steps has shape \(\) and values of type int64"):
        exchange.from_torch({"0.weight": torch.ones(2, 2), "steps": torch.tensor(3)})


BROKEN = {
    "do not chain": (
        {"0.weight": np.ones((3, 2)), "2.weight": np.ones((1, 4))},
        "2 takes 4 numbers, but 0 before it gives 3",
    ),
    "bias alone": ({"0.bias": np.ones(3)}, "a bias but no weight"),
    "another bias": ({"0.weight": np.ones((3, 2)), "0.bias": np.ones(2)}, "has 3 units"),
    "empty": ({"0.weight": np.ones((0, 2))}, "is empty"),
    "nothing": ({}, "holds no tensors"),
    "NaN": ({"weight": np.array([[np.nan]])}, "not finite"),
    "complex": ({"weight": np.ones((1, 1), complex)}, "complex128"),
    "text": ({"weight": "abc"}, "weight"),
    "ragged": ({"weight": [[1, 2], [3]]}, "no array of numbers"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_impossible_tensors(case):
    tensors, sentence = BROKEN[case]
    with pytest.raises(errors.FileError, match=sentence):
        exchange.from_torch(tensors)


def test_numbers_too_large_for_the_type_that_is_asked_for():
    with pytest.raises(errors.DataError, match="too large for float32"):
        exchange.from_torch({"weight": np.array([[1e300]])}, dtype="float32")


@pytest.mark.parametrize("name", TWINS)
def test_to_torch_is_a_state_dict_of_a_sequential(name):
    net = Network([Dense(5, name), Dense(3, name, bias=False), Dense(2)], 4, initializer="xavier")
    model = nn.Sequential(
        nn.Linear(4, 5), TWINS[name](), nn.Linear(5, 3, bias=False), TWINS[name](), nn.Linear(3, 2)
    ).double()
    arrays = exchange.to_torch(net)
    model.load_state_dict({key: torch.from_numpy(one) for key, one in arrays.items()}, strict=True)
    np.testing.assert_allclose(outputs(model), net.predict(X), rtol=1e-11, atol=1e-13)


def test_linear_layers_take_one_place(tmp_path):
    net = Network([Dense(5), Dense(3, "relu"), Dense(2, "softmax")], 4, loss="cross_entropy")
    assert [*exchange.to_torch(net, prefix="m.")] == [
        "m.0.weight", "m.0.bias", "m.1.weight", "m.1.bias", "m.3.weight", "m.3.bias",
    ]  # fmt: skip
    exchange.to_safetensors(net, tmp_path / "m.safetensors", layers="torch")
    model = nn.Sequential(nn.Linear(4, 5), nn.Linear(5, 3), nn.ReLU(), nn.Linear(3, 2)).double()
    model.load_state_dict(safetensors_torch.load_file(tmp_path / "m.safetensors"), strict=True)
    logits = torch.as_tensor(outputs(model))
    np.testing.assert_allclose(torch.softmax(logits, 1).numpy(), net.predict(X), rtol=1e-12)
