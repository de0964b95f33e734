"""Broken and hostile files of every kind: one sentence each, and nothing is executed or opened."""

import json
import os
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine import Network, errors, exchange
from tests.engine.exchanged_nets import assert_same_parameters

onnx = pytest.importorskip("onnx", reason="onnx is not installed")
pytest.importorskip("safetensors", reason="safetensors is not installed")
SUFFIXES = exchange.SUFFIXES


def network():
    net = Network.mlp([2, 3, 1], hidden="gelu", optimizer="adam", dtype="float32")
    net.train_step([[1.0, 2.0]], [[3.0]])
    return net


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    folder = tmp_path_factory.mktemp("good")
    for suffix in SUFFIXES:
        exchange.save(network(), folder / f"net{suffix}")
    return {suffix: (folder / f"net{suffix}").read_bytes() for suffix in SUFFIXES}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_any_kind_by_its_suffix(tmp_path, suffix):
    path = tmp_path / f"net{suffix.upper()}"
    exchange.save(network(), path)
    assert_same_parameters(exchange.load(str(path)), network())


def test_without_a_suffix_it_is_ours(tmp_path):
    network().save(tmp_path / "net")
    assert_same_parameters(exchange.load(tmp_path / "net"), network())
    with pytest.raises(errors.SpecError, match=r"end in one of \.nnviz, \.onnx, \.safetensors"):
        exchange.save(network(), tmp_path / "net.h5")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_cut_off_anywhere(tmp_path, good, suffix):
    content = good[suffix]
    path = tmp_path / f"net{suffix}"
    for length in range(0, len(content), 7):
        path.write_bytes(content[:length])
        try:
            back = exchange.load(path)
        except errors.FileError:
            continue
        # A graph whose description or names are cut off is still a graph.
        assert suffix == ".onnx"
        assert_same_parameters(back, network())


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(changes=st.lists(st.tuples(st.integers(0), st.integers(0, 255)), min_size=1, max_size=8))
@settings(deadline=None, max_examples=150)
def test_changed_bytes_are_a_network_or_a_sentence(tmp_path_factory, good, suffix, changes):
    content = bytearray(good[suffix])
    for place, value in changes:
        content[place % len(content)] = value
    path = tmp_path_factory.getbasetemp() / f"changed{suffix}"
    path.write_bytes(content)
    try:
        back = exchange.load(path)
    except errors.NnvizError:
        return
    assert all(np.isfinite(values).all() for values in back.parameters.values())


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(content=st.binary(max_size=200))
@settings(deadline=None, max_examples=100)
def test_any_bytes_are_refused(tmp_path_factory, suffix, content):
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(content)
    with pytest.raises(errors.FileError, match=f"any{suffix}"):
        exchange.load(path)


class Bomb:
    def __reduce__(self):
        return os.mkdir, ("exploded",)


@pytest.mark.parametrize(
    "name", ["m.pt", "m.pth", "m.pkl", "m.pickle", "m.joblib", "m.ckpt", "m.PT", "m.onnx",
             "m.safetensors", "m.nnviz", "m"],
)  # fmt: skip
def test_a_pickle_is_never_opened(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(errors.FileError, match=r"safetensors\.torch\.save_file"):
        exchange.load(name)
    assert not (tmp_path / "exploded").exists()
    assert exchange.is_network_file(name) is (name != "m")


@pytest.mark.parametrize("read", [exchange.from_torch, exchange.from_safetensors])
@pytest.mark.parametrize("name", ["m.pt", "m.safetensors"])
def test_what_torch_saves_is_never_opened(tmp_path, read, name):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    torch.save({"weight": torch.ones(1, 1)}, tmp_path / name)
    with pytest.raises(errors.FileError, match=r"safetensors\.torch\.save_file"):
        read(tmp_path / name)
    with pytest.raises(errors.FileError, match=r"safetensors\.torch\.save_file"):
        exchange.load(tmp_path / name)


@pytest.mark.parametrize(
    "read", [exchange.load, exchange.from_onnx, exchange.from_safetensors, exchange.from_torch]
)
def test_files_that_are_not_there(tmp_path, read):
    for path in (tmp_path / "none.onnx", tmp_path):
        with pytest.raises(errors.FileError, match="cannot be read"):
            read(path)


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="there is no endless file here")  # noqa: PTH110
def test_an_endless_file(monkeypatch):
    monkeypatch.setattr("nnviz.engine.whole_file.read_whole.__defaults__", (10**6,))
    with pytest.raises(errors.FileError, match="larger than 1000000 bytes"):
        exchange.from_onnx("/dev/zero")


def header(text, numbers=b"", length=None):
    raw = text if isinstance(text, bytes) else json.dumps(text).encode()
    return (len(raw) if length is None else length).to_bytes(8, "little") + raw + numbers


def one(dtype, shape, start, stop):
    return {"weight": {"dtype": dtype, "shape": shape, "data_offsets": [start, stop]}}


SAFETENSORS = {
    "a huge header": header(b"{}", length=2**63),
    "a header longer than the file": header(b"{}", length=1000),
    "no JSON": header(b"{]"),
    "a list": header([]),
    "nothing in it": header({}),
    "deep JSON": header(b"[" * 100_000),
    "beyond the end": header(one("F32", [1, 1], 0, 400), bytes(4)),
    "before the start": header(one("F32", [1, 1], -4, 0), bytes(4)),
    "a hole": header(one("F32", [1, 1], 4, 8), bytes(8)),
    "bytes that belong to nothing": header(one("F32", [1, 1], 0, 4), bytes(400)),
    "another length than the shape": header(one("F32", [10**9, 10**9], 0, 4), bytes(4)),
    "a shape that overflows": header(one("F32", [2**62, 4], 0, 0)),
    "an empty side and a huge one": header(one("F32", [0, 2**62], 0, 0)),
    "a negative shape": header(one("F32", [-1, -1], 0, 4), bytes(4)),
    "an unknown type": header(one("F99", [1, 1], 0, 4), bytes(4)),
    "whole numbers": header(one("I32", [1, 1], 0, 4), bytes(4)),
    "truth values": header(one("BOOL", [1, 1], 0, 1), bytes(1)),
    "eight bits": header(one("F8_E4M3", [1, 1], 0, 1), bytes(1)),
    "NaN": header(one("F32", [1, 1], 0, 4), np.float32(np.nan).tobytes()),
    "NaN of bfloat16": header(one("BF16", [1, 1], 0, 2), b"\xc0\x7f"),
    "metadata of numbers": header({"__metadata__": {"nnviz": 3}, **one("F32", [1, 1], 0, 4)},
                                  bytes(4)),
    "a name twice": header(
        b'{"weight":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},'
        b'"weight":{"dtype":"F32","shape":[1,1],"data_offsets":[4,8]}}', bytes(8)),
}  # fmt: skip


@pytest.mark.parametrize("case", SAFETENSORS)
@pytest.mark.parametrize("read", [exchange.from_safetensors, exchange.from_torch])
def test_a_hostile_safetensors_file(tmp_path, case, read):
    path = tmp_path / "bad.safetensors"
    path.write_bytes(SAFETENSORS[case])
    with pytest.raises(errors.FileError, match=r"bad\.safetensors"):
        read(path)


def model():
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Gemm", ["X", "W"], ["Y"], name="first")],
        "g",
        [onnx.helper.make_tensor_value_info("X", onnx.TensorProto.FLOAT, ["N", 2])],
        [onnx.helper.make_tensor_value_info("Y", onnx.TensorProto.FLOAT, ["N", 2])],
        [onnx.numpy_helper.from_array(np.eye(2, dtype=np.float32), "W")],
    )
    return onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)])


def external(location, **more):
    def change(made):
        (tensor,) = made.graph.initializer
        tensor.ClearField("raw_data")
        tensor.data_location = onnx.TensorProto.EXTERNAL
        for key, value in {"location": location, **more}.items():
            entry = tensor.external_data.add()
            entry.key, entry.value = key, str(value)

    return change


def external_without_saying_so(made):
    external("secret")(made)
    made.graph.initializer[0].data_location = onnx.TensorProto.DEFAULT


def external_constant(made):
    external("secret")(made)
    tensor = made.graph.initializer.pop()
    made.graph.node.insert(0, onnx.helper.make_node("Constant", [], ["W"], value=tensor))


def dims(*sides):
    def change(made):
        del made.graph.initializer[0].dims[:]
        made.graph.initializer[0].dims.extend(sides)

    return change


def typed(kind):
    def change(made):
        made.graph.initializer[0].data_type = kind

    return change


def without_a_value(made):
    made.graph.initializer.pop()
    made.graph.node.insert(0, onnx.helper.make_node("Constant", [], ["W"]))


def sparse(made):
    values = onnx.numpy_helper.from_array(np.ones(1, np.float32), "W")
    indices = onnx.numpy_helper.from_array(np.zeros(1, np.int64), "i")
    made.graph.initializer.pop()
    made.graph.sparse_initializer.append(onnx.helper.make_sparse_tensor(values, indices, [2, 2]))


ONNX = {
    "data in another file": (external("secret"), "lie outside of the file"),
    "data in another folder": (external("../../etc/passwd"), "lie outside of the file"),
    "data anywhere": (external("/etc/passwd", offset=0, length=16), "lie outside of the file"),
    "data outside, unsaid": (external_without_saying_so, "lie outside of the file"),
    "a constant outside": (external_constant, "lie outside of the file"),
    "more numbers than bytes": (dims(10**6, 10**6), "W is no readable array"),
    "a shape that overflows": (dims(2**62, 2**62), "W is no readable array"),
    "a negative shape": (dims(-1, 2), "W"),
    "an axis too many": (dims(2, 2, 1), r"first \(Gemm\)"),
    "text": (typed(onnx.TensorProto.STRING), "W"),
    "complex numbers": (typed(onnx.TensorProto.COMPLEX64), "W"),
    "an unknown type": (typed(99), "W is no readable array"),
    "no type": (typed(0), "W is no readable array"),
    "a constant without a value": (without_a_value, "W is no readable array"),
    "sparse weights": (sparse, "sparse"),
    "no graph": (lambda made: made.ClearField("graph"), "no readable ONNX model"),
    "no operators": (lambda made: made.ClearField("opset_import"), "of version 0"),
    "no inputs": (lambda made: made.graph.ClearField("input"), "0 inputs and 1 outputs"),
    "two inputs": (
        lambda made: made.graph.input.append(
            onnx.helper.make_tensor_value_info("other", onnx.TensorProto.FLOAT, ["N", 2])
        ),
        "2 inputs and 1 outputs",
    ),
    "no output of the node": (lambda made: made.graph.node[0].ClearField("output"), "Y"),
    "no inputs of the node": (lambda made: made.graph.node[0].ClearField("input"), "takes ''"),
}


@pytest.mark.parametrize("case", ONNX)
def test_a_hostile_onnx_file(tmp_path, monkeypatch, case):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret").write_bytes(np.eye(2, dtype=np.float32).tobytes())
    change, sentence = ONNX[case]
    made = model()
    change(made)
    (tmp_path / "bad.onnx").write_bytes(made.SerializeToString())
    with pytest.raises(errors.FileError, match=sentence) as caught:
        exchange.from_onnx("bad.onnx")
    assert "bad.onnx" in str(caught.value)


def test_the_model_that_is_changed_above_is_good(tmp_path):
    (tmp_path / "good.onnx").write_bytes(model().SerializeToString())
    assert exchange.from_onnx(tmp_path / "good.onnx").spec.sizes == (2, 2)


def test_a_graph_inside_graphs(tmp_path):
    made = model()
    inner = made.graph
    for _ in range(200):
        node = inner.node.add(op_type="If", name="deep")
        attribute = node.attribute.add(name="then_branch", type=onnx.AttributeProto.GRAPH)
        inner = attribute.g
    (tmp_path / "bad.onnx").write_bytes(made.SerializeToString())
    with pytest.raises(errors.FileError, match=r"bad\.onnx"):
        exchange.from_onnx(tmp_path / "bad.onnx")
