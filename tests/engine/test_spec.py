"""The spec: versioned plain data and back, defaults, and what the builders make of it."""

import json
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine import (
    Dense,
    LayerSpec,
    Network,
    NetworkSpec,
    OptimizerSpec,
    activations,
    losses,
    optimizers,
)


def spec(*args, **kwargs):
    return Network.mlp(*args, **kwargs).spec


layers = st.builds(
    LayerSpec,
    units=st.integers(1, 6),
    activation=st.sampled_from(activations.names()),
    bias=st.booleans(),
)
made_optimizers = st.one_of(
    st.builds(optimizers.SGD, lr=st.floats(1e-6, 1e3), momentum=st.floats(0, 1)),
    st.builds(optimizers.Adam, lr=st.floats(1e-6, 1e3), eps=st.floats(1e-12, 1)),
).map(lambda made: OptimizerSpec(made.name, made.options))
specs = st.builds(
    NetworkSpec,
    n_in=st.integers(1, 5),
    layers=st.lists(layers, min_size=1, max_size=4).map(tuple),
    loss=st.sampled_from(["mse", "half_mse", "half_sse"]),
    optimizer=made_optimizers,
    initializer=st.sampled_from(["he", "xavier", "zeros", "constant", "uniform", "normal"]),
    seed=st.integers(0, 2**63 - 1),
    dtype=st.sampled_from(["float32", "float64"]),
)


@settings(max_examples=60, deadline=None)
@given(specs)
def test_through_json_and_back(made):
    again = NetworkSpec.from_dict(json.loads(json.dumps(made.to_dict())))
    assert again == made
    assert hash(again) == hash(made)


@settings(max_examples=25, deadline=None)
@given(specs)
def test_every_spec_makes_a_network_of_its_shapes(made):
    net = Network.from_spec(made)
    shapes = {name: value.shape for name, value in net.parameters.items()}
    assert shapes == made.parameter_shapes
    assert net.predict(np.zeros((3, made.n_in))).shape == (3, made.n_out)


def test_stored_names_carry_a_version():
    data = spec([2, 3, 1], optimizer="adam").to_dict()
    assert data["version"] == 2
    assert data["layers"][0]["activation"]["name"] == "relu.v1"
    assert (data["loss"], data["optimizer"]["name"]) == ("mse.v1", "adam.v1")
    assert data["optimizer"]["options"]["betas"] == [0.9, 0.999]


def test_layer_by_layer_is_the_same_as_by_sizes():
    one = Network([Dense(4, "relu"), Dense(1)], n_in=2, loss="mse", optimizer="adam", seed=3)
    assert one.spec == spec([2, 4, 1], optimizer=optimizers.Adam(), seed=3)


@pytest.mark.parametrize("loss", losses.names())
def test_the_output_left_out_is_the_one_of_the_loss(loss):
    expected = losses.get(loss).output or "linear"
    assert spec([2, 3, 2], loss=loss).layers[-1].activation == expected
    assert Network([Dense(2)], n_in=2, loss=loss).spec.layers[-1].activation == expected


@pytest.mark.parametrize("output", activations.names())
@pytest.mark.parametrize("loss", ["mse", "half_mse", "half_sse"])
def test_squared_losses_take_any_output(loss, output):
    assert spec([2, 3, 2], loss=loss, output=output).layers[-1].activation == output


def test_a_spec_cannot_be_changed_but_replaced():
    made = spec([2, 3, 1])
    with pytest.raises(FrozenInstanceError):
        made.seed = 5
    with pytest.raises(TypeError):
        made.optimizer.options["lr"] = 5
    assert replace(made, seed=5).seed == 5


def test_activation_objects_and_dtypes_are_taken():
    made = spec([2, 3, 1], hidden=activations.get("leaky_relu", alpha=0.2), dtype=np.float32)
    assert made.layers[0].activation_options == {"alpha": 0.2}
    assert made.dtype == "float32"


def test_pytorch_defaults():
    assert optimizers.get("sgd").options == {
        "lr": 0.001,
        "momentum": 0.0,
        "nesterov": False,
        "weight_decay": 0.0,
    }
    assert optimizers.get("adam").options == {
        "lr": 0.001,
        "betas": (0.9, 0.999),
        "eps": 1e-8,
        "weight_decay": 0.0,
    }


@pytest.mark.parametrize("initializer", ["he", "xavier", "uniform", "normal"])
def test_a_seed_gives_the_same_network_and_another_seed_another(initializer):
    one, same, other = (
        Network.mlp([5, 6, 2], initializer=initializer, seed=seed).parameters for seed in (7, 7, 8)
    )
    for name in one:
        np.testing.assert_array_equal(one[name], same[name])
    assert (one["W1"] != other["W1"]).all()
    assert not one["b1"].any()


def test_initial_spread():
    he = Network.mlp([400, 300], initializer="he").parameters["W1"]
    xavier = Network.mlp([400, 300], initializer="xavier").parameters["W1"]
    assert he.std() == pytest.approx(np.sqrt(2 / 400), rel=0.02)
    assert xavier.std() == pytest.approx(np.sqrt(2 / 700), rel=0.02)
    assert np.abs(xavier).max() <= np.sqrt(6 / 700)


def test_explicit_zero_and_constant_values():
    values = {"W1": [[1.0, 2.0]], "b1": [3.0]}
    made = Network.mlp([2, 1], initializer=values)
    np.testing.assert_array_equal(made.parameters["W1"], [[1, 2]])
    assert NetworkSpec.from_dict(json.loads(json.dumps(made.spec.to_dict()))) == made.spec
    assert not Network.mlp([2, 1], initializer="zeros").parameters["W1"].any()
    constant = replace(made.spec, initializer="constant", initializer_options={"value": 0.5})
    assert (Network.from_spec(constant).parameters["W1"] == 0.5).all()
