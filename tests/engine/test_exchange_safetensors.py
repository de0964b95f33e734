"""safetensors out and in: to the last bit, and a state_dict that PyTorch loads."""

import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings

from nnviz.engine import Dense, Network, errors, exchange
from tests.engine.exchanged_nets import (
    assert_same_parameters,
    assert_same_state,
    inputs,
    networks,
    targets,
)

safetensors_numpy = pytest.importorskip("safetensors.numpy", reason="safetensors is not installed")


@given(net=networks())
@settings(deadline=None, max_examples=60)
def test_a_round_trip_is_the_same_network_to_the_last_bit(tmp_path_factory, net):
    path = tmp_path_factory.getbasetemp() / "net.safetensors"
    exchange.to_safetensors(net, path)
    back = exchange.from_safetensors(path)
    assert back.spec == net.spec
    assert back.note == net.note
    assert_same_state(net, back)
    X, Y = inputs(net), targets(net)
    assert back.train_step(X, Y) == net.train_step(X, Y)
    assert_same_state(net, back)


@given(net=networks())
@settings(deadline=None, max_examples=30)
def test_a_round_trip_under_the_names_of_pytorch(tmp_path_factory, net):
    path = tmp_path_factory.getbasetemp() / "state.safetensors"
    exchange.to_safetensors(net, path, layers="torch", prefix="model.")
    back = exchange.from_safetensors(path)
    assert back.spec == net.spec
    assert_same_parameters(net, back)
    # What the optimizer kept is no part of a state_dict: it starts anew.
    assert back.iteration == 0
    assert not any(row.any() for row in back.state().optimizer.values())


def test_the_tensors_have_our_names_and_shapes(tmp_path):
    net = Network.mlp([2, 3, 1], optimizer="adam", dtype="float32")
    exchange.to_safetensors(net, tmp_path / "n.safetensors", prefix="a.")
    tensors = safetensors_numpy.load_file(tmp_path / "n.safetensors")
    assert {name: (one.shape, one.dtype.name) for name, one in tensors.items()} == {
        "a.W1": ((3, 2), "float32"),
        "a.b1": ((3,), "float32"),
        "a.W2": ((1, 3), "float32"),
        "a.b2": ((1,), "float32"),
        "a.optimizer.m": ((13,), "float32"),
        "a.optimizer.v": ((13,), "float32"),
    }
    np.testing.assert_array_equal(tensors["a.W1"], net.parameters["W1"])


def test_options_are_used_instead_of_the_description(tmp_path):
    net = Network.mlp([2, 3, 2], hidden="tanh", optimizer="adam")
    net.train_step([[1.0, 2.0]], [[0.0, 0.0]])
    for layers in ("nnviz", "torch"):
        path = tmp_path / f"{layers}.safetensors"
        exchange.to_safetensors(net, path, layers=layers)
        other = exchange.from_safetensors(path, activation="relu", loss="cross_entropy")
        assert [layer.activation for layer in other.spec.layers] == ["relu", "softmax"]
        assert_same_parameters(net, other)


def test_a_file_without_a_description(tmp_path):
    net = Network.mlp([2, 3, 1], dtype="float32")
    for number, names in enumerate((("W1", "b1", "W2", "b2"), ("0.weight", "0.bias", "2.weight"))):
        path = tmp_path / f"{number}.safetensors"
        arrays = dict(zip(names, net.parameters.values(), strict=False))
        safetensors_numpy.save_file(arrays, path)
        back = exchange.from_safetensors(path)
        assert [layer.activation for layer in back.spec.layers] == ["relu", "linear"]
        assert [layer.bias for layer in back.spec.layers] == [True, len(names) == 4]
        np.testing.assert_array_equal(back.parameters["W2"], net.parameters["W2"])


@pytest.mark.parametrize("length", [0x0280, 0x0380, 0x0480, 0x0580])
def test_a_length_that_looks_like_a_pickle(tmp_path, length):
    record = {"weight": {"dtype": "F64", "shape": [1, 2], "data_offsets": [0, 16]}}
    header = json.dumps(record).encode().ljust(length)
    raw = length.to_bytes(8, "little") + header + np.array([3.0, 4.0]).tobytes()
    (tmp_path / "n.safetensors").write_bytes(raw)
    net = exchange.load(tmp_path / "n.safetensors")
    assert net.parameters["W1"].tolist() == [[3.0, 4.0]]


def test_an_unknown_layout():
    with pytest.raises(errors.SpecError, match="'nnviz' or 'torch', but it is 'keras'"):
        exchange.to_safetensors(Network.mlp([1, 1]), "x.safetensors", layers="keras")


def test_what_cannot_be_written(tmp_path):
    net = Network.mlp([1, 1])
    with pytest.raises(errors.FileError, match="cannot be written"):
        exchange.to_safetensors(net, tmp_path / "none" / "n.safetensors")
    net.note = {"a": {1, 2}}
    with pytest.raises(errors.SpecError, match="plain data"):
        exchange.to_safetensors(net, tmp_path / "n.safetensors")
    assert list(tmp_path.iterdir()) == []


def altered(path, change):
    """Write the file anew with other tensors or another description."""
    raw = path.read_bytes()
    header = json.loads(raw[8 : 8 + int.from_bytes(raw[:8], "little")])
    tensors, metadata = dict(safetensors_numpy.load_file(path)), header["__metadata__"]
    change(tensors, metadata)
    safetensors_numpy.save_file(tensors, path, metadata)


def described(metadata, **changes):
    data = json.loads(metadata["nnviz"])
    metadata["nnviz"] = json.dumps({**data, **changes})


CHANGES = {
    "no W1": (lambda t, m: t.pop("W1"), "W1 is missing"),
    "no memory of the optimizer": (lambda t, m: t.pop("optimizer.m"), "optimizer.m is missing"),
    "one more": (lambda t, m: t.update(other=np.zeros(3)), "other does not belong in it"),
    "another shape": (lambda t, m: t.update(W1=np.zeros((2, 3))), "W1 has the wrong shape"),
    "another type": (lambda t, m: t.update(W1=np.zeros((3, 2), np.float32)), "number type"),
    "whole numbers": (lambda t, m: t.update(W1=np.zeros((3, 2), np.int64)), "type I64"),
    "NaN": (lambda t, m: t.update(W1=np.full((3, 2), np.nan)), "not finite"),
    "infinite memory": (lambda t, m: t.update({"optimizer.v": np.full(13, np.inf)}), "not finite"),
    "no JSON": (lambda t, m: m.update(nnviz="{"), "not valid JSON"),
    "deep JSON": (lambda t, m: m.update(nnviz="[" * 99_999), "not valid JSON"),
    "another format": (lambda t, m: described(m, format="x"), "not a network file"),
    "another version": (lambda t, m: described(m, version=9), "file version 9"),
    "no network": (lambda t, m: described(m, network=None), "impossible network"),
    "negative step": (lambda t, m: described(m, step=-1), "step count"),
    "another layout": (lambda t, m: m.update({"nnviz.names": "keras"}), "not usable"),
    "another prefix": (lambda t, m: m.update({"nnviz.prefix": "a."}), "a.W1 is missing"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_changed_file_is_refused(tmp_path, case):
    path = tmp_path / "bad.safetensors"
    exchange.to_safetensors(Network.mlp([2, 3, 1], optimizer="adam"), path)
    change, sentence = CHANGES[case]
    altered(path, change)
    with pytest.raises(errors.FileError, match=sentence) as caught:
        exchange.from_safetensors(path)
    assert "bad.safetensors" in str(caught.value)


def test_a_large_network_in_a_small_file_is_refused_before_memory_is_taken(tmp_path, monkeypatch):
    path = tmp_path / "bad.safetensors"
    exchange.to_safetensors(Network([Dense(1)], 1), path)
    large = Network([Dense(2)], 2).spec.to_dict() | {"n_in": 900_000}
    altered(path, lambda t, m: described(m, network=large))
    monkeypatch.setattr(Network, "from_spec", lambda spec: pytest.fail("allocated"))
    with pytest.raises(errors.FileError, match="W1 has the wrong shape"):
        exchange.from_safetensors(path)


def test_the_package_imports_no_format():
    code = (
        "import sys; from nnviz.engine import exchange; "
        "print(*{'onnx', 'safetensors', 'sklearn', 'torch', 'google'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize(
    ("package", "call"),
    [
        ("onnx", lambda path: exchange.to_onnx(Network.mlp([1, 1]), path)),
        ("onnx", exchange.from_onnx),
        ("safetensors", lambda path: exchange.to_safetensors(Network.mlp([1, 1]), path)),
        ("safetensors", exchange.from_safetensors),
        ("safetensors", exchange.from_torch),
    ],
)
def test_a_missing_package_is_one_sentence(tmp_path, monkeypatch, package, call):
    for name in (package, f"{package}.numpy", f"{package}.helper"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(errors.BackendError, match=f"needs the package {package}") as caught:
        call(tmp_path / "x")
    assert "pip install 'nnviz-desktop[exchange]'" in str(caught.value)
