"""ONNX out: what another program computes from our file, and the way back to the last bit."""

import math

import numpy as np
import pytest
from hypothesis import given, settings

from nnviz.engine import Dense, Network, activations, errors, exchange
from tests.engine.exchanged_nets import assert_same_parameters, inputs, layer, networks

onnx = pytest.importorskip("onnx", reason="onnx is not installed")
OpRun = pytest.importorskip("onnx.reference.op_run").OpRun
ReferenceEvaluator = pytest.importorskip("onnx.reference").ReferenceEvaluator
# Relative to the largest output: some tens of roundings.
NEAR = {"float64": 1e-14, "float32": 5e-6}


class Erf(OpRun):
    """The reference's own rounds to float32, whatever comes."""

    def _run(self, x):
        return (np.vectorize(math.erf, otypes=[x.dtype])(x),)


def computed(path, X):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    (result,) = ReferenceEvaluator(model, new_ops=[Erf]).run(None, {"X": X})
    return result


def assert_near(result, expected):
    assert result.dtype == expected.dtype
    scale = max(1.0, float(np.abs(expected).max()))
    np.testing.assert_allclose(result, expected, rtol=0, atol=NEAR[expected.dtype.name] * scale)


@given(net=networks())
@settings(deadline=None, max_examples=60)
def test_another_program_computes_the_same_and_the_way_back_is_exact(tmp_path_factory, net):
    path = tmp_path_factory.getbasetemp() / "net.onnx"
    exchange.to_onnx(net, path)
    X = inputs(net)
    assert_near(computed(path, X), net.predict(X))
    back = exchange.from_onnx(path)
    assert back.spec == net.spec
    assert back.note == net.note
    assert back.iteration == 0
    assert_same_parameters(net, back)


@given(net=networks())
@settings(deadline=None, max_examples=60)
def test_the_graph_alone_says_enough(tmp_path_factory, net):
    path = tmp_path_factory.getbasetemp() / "net.onnx"
    exchange.to_onnx(net, path)
    without_description(path)
    back = exchange.from_onnx(path)
    assert back.spec.layers == net.spec.layers
    assert back.spec.dtype == net.spec.dtype
    assert_same_parameters(net, back)
    X = inputs(net)
    assert back.predict(X).tobytes() == net.predict(X).tobytes()


def without_description(path):
    model = onnx.load(path)
    del model.metadata_props[:]
    onnx.save(model, path)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", activations.names())
def test_every_activation_far_out(tmp_path, name, dtype):
    net = Network([layer(3, name)], 3, initializer={"W1": np.eye(3), "b1": [0, 0, 0]}, dtype=dtype)
    exchange.to_onnx(net, tmp_path / "n.onnx")
    X = np.linspace(-30, 30, 300).reshape(-1, 3).astype(dtype)
    assert_near(computed(tmp_path / "n.onnx", X), net.predict(X))


@pytest.mark.parametrize("alpha", [1.0, 0.5, 0.1, 1.000001, 1.67326])
@pytest.mark.parametrize("name", ["elu", "leaky_relu"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_every_alpha_comes_back(tmp_path, name, alpha, dtype):
    alpha = min(alpha, 1.0) if name == "leaky_relu" else alpha
    net = Network([Dense(2, name, alpha=alpha)], 2, dtype=dtype)
    exchange.to_onnx(net, tmp_path / "n.onnx")
    without_description(tmp_path / "n.onnx")
    (back,) = exchange.from_onnx(tmp_path / "n.onnx").spec.layers
    assert (back.activation, back.activation_options["alpha"]) == (name, alpha)


def test_the_batch_is_as_large_as_one_likes_and_the_names_are_ours(tmp_path):
    net = Network.mlp([2, 3, 2], loss="cross_entropy")
    exchange.to_onnx(net, tmp_path / "n.onnx")
    model = onnx.load(tmp_path / "n.onnx")
    (given_,), (made,) = model.graph.input, model.graph.output
    assert (given_.name, made.name) == ("X", "A2")
    assert [axis.dim_param or axis.dim_value for axis in given_.type.tensor_type.shape.dim] == [
        "N",
        2,
    ]
    assert {one.name for one in model.graph.initializer} == {"W1", "b1", "W2", "b2"}
    for count in (1, 7):
        assert computed(tmp_path / "n.onnx", np.ones((count, 2))).shape == (count, 2)


def test_a_graph_that_was_changed_is_believed_rather_than_the_description(tmp_path):
    net = Network.mlp([2, 3, 1], hidden="tanh", optimizer="adam")
    exchange.to_onnx(net, tmp_path / "n.onnx")
    model = onnx.load(tmp_path / "n.onnx")
    (tanh,) = (node for node in model.graph.node if node.op_type == "Tanh")
    tanh.op_type = "Sigmoid"
    onnx.save(model, tmp_path / "n.onnx")
    back = exchange.from_onnx(tmp_path / "n.onnx")
    assert [one.activation for one in back.spec.layers] == ["sigmoid", "linear"]
    assert back.spec.optimizer.name == "sgd"


def test_a_description_of_a_later_version_does_not_matter(tmp_path):
    net = Network.mlp([2, 3, 1], hidden="tanh", optimizer="adam")
    exchange.to_onnx(net, tmp_path / "n.onnx")
    model = onnx.load(tmp_path / "n.onnx")
    (entry,) = model.metadata_props
    entry.value = entry.value.replace('"version": 1', '"version": 99', 1)
    onnx.save(model, tmp_path / "n.onnx")
    back = exchange.from_onnx(tmp_path / "n.onnx")
    assert [one.activation for one in back.spec.layers] == ["tanh", "linear"]
    assert_same_parameters(net, back)


def test_options_are_used_instead_of_the_description(tmp_path):
    net = Network.mlp([2, 3, 2], optimizer="adam")
    exchange.to_onnx(net, tmp_path / "n.onnx")
    back = exchange.from_onnx(tmp_path / "n.onnx", loss="cross_entropy")
    assert back.spec.layers[-1].activation == "softmax"
    assert exchange.from_onnx(tmp_path / "n.onnx", optimizer="rmsprop").spec.loss == "mse"
    with pytest.raises(errors.SpecError, match="no loss 'hinge'"):
        exchange.from_onnx(tmp_path / "n.onnx", loss="hinge")


def test_the_same_network_gives_the_same_bytes(tmp_path):
    for name in ("a.onnx", "b.onnx"):
        exchange.to_onnx(Network.mlp([2, 3, 1], hidden="gelu"), tmp_path / name)
    assert (tmp_path / "a.onnx").read_bytes() == (tmp_path / "b.onnx").read_bytes()
