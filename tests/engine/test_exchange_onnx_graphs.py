"""ONNX in: graphs as PyTorch, Keras and scikit-learn write them, and every other node named."""

import io
import warnings

import numpy as np
import pytest

from nnviz.engine import errors, exchange

onnx = pytest.importorskip("onnx", reason="onnx is not installed")
evaluators = pytest.importorskip("onnx.reference")
helper, to_tensor = onnx.helper, onnx.numpy_helper.from_array
FLOAT, DOUBLE, INT64 = onnx.TensorProto.FLOAT, onnx.TensorProto.DOUBLE, onnx.TensorProto.INT64

RANDOM = np.random.default_rng(5)
W1, b1, W2 = (RANDOM.normal(size=shape) for shape in ((4, 3), (4,), (2, 4)))
X = RANDOM.normal(size=(10, 3))


def saved(path, nodes, constants=(), shape=("N", 3), opset=17, kind=DOUBLE, output="Y"):
    """Write a graph from X to Y; a node is (op, inputs, output) or with attributes."""
    made = [
        helper.make_node(node[0], node[1].split(), node[2].split(), name=f"n{k}", **node[3])
        if len(node) == 4
        else helper.make_node(node[0], node[1].split(), node[2].split(), name=f"n{k}")
        for k, node in enumerate(nodes)
    ]
    arrays = {"W1": W1, "b1": b1, "W2": W2, **dict(constants)}
    used = {name for node in nodes for name in node[1].split()}
    graph = helper.make_graph(
        made,
        "g",
        [helper.make_tensor_value_info("X", kind, shape)],
        [helper.make_tensor_value_info(output, kind, ["N", "M"])],
        [to_tensor(np.asarray(one), name) for name, one in arrays.items() if name in used],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    path.write_bytes(model.SerializeToString())
    return model


def reference(model):
    return evaluators.ReferenceEvaluator(model).run(None, {"X": X})[0]


def one_layer(*rest, **constants):
    """Return nodes of one layer and of what follows it, and its constants."""
    return [("Gemm", "X W1 b1", "Z", {"transB": 1}), *rest], constants


def constant(value):
    return np.asarray(value, np.float64)


GRAPHS = {
    "Gemm": one_layer(("Relu", "Z", "Y")),
    "Gemm not transposed": ([("Gemm", "X V b1", "Z"), ("Tanh", "Z", "Y")], {"V": W1.T}),
    "alpha and beta": (
        [("Gemm", "X W1 b1", "Y", {"transB": 1, "alpha": 0.5, "beta": -2.0})],
        {},
    ),
    "beta of 0": ([("Gemm", "X W1 b1", "Y", {"transB": 1, "beta": 0.0})], {}),
    "a bias in a row": ([("Gemm", "X W1 c", "Y", {"transB": 1})], {"c": b1[None]}),
    "one bias for all": ([("Gemm", "X W1 c", "Y", {"transB": 1})], {"c": constant(0.5)}),
    "no bias": ([("Gemm", "X W1", "Y", {"transB": 1})], {}),
    "MatMul and Add": (
        [("MatMul", "X V", "P"), ("Add", "P b1", "Z"), ("Sigmoid", "Z", "Y")],
        {"V": W1.T},
    ),
    "Add the other way round": ([("MatMul", "X V", "P"), ("Add", "b1 P", "Y")], {"V": W1.T}),
    "MatMul alone": ([("MatMul", "X V", "Z"), ("Elu", "Z", "Y", {"alpha": 0.5})], {"V": W1.T}),
    "a transposed constant": (
        [("Transpose", "W1", "V", {"perm": [1, 0]}), ("MatMul", "X V", "Y")],
        {},
    ),
    "two layers": one_layer(("Relu", "Z", "A"), ("Gemm", "A W2", "Y", {"transB": 1})),
    "two linear layers": one_layer(("Gemm", "Z W2", "Y", {"transB": 1})),
    "softmax": one_layer(("Softmax", "Z", "Y", {"axis": -1})),
    "softmax of axis 1": one_layer(("Softmax", "Z", "Y", {"axis": 1})),
    "identity": one_layer(("Identity", "Z", "I"), ("Relu", "I", "R"), ("Identity", "R", "Y")),
    "dropout": one_layer(("Dropout", "Z", "I"), ("Relu", "I", "Y")),
    "flatten": ([("Flatten", "X", "F"), ("Gemm", "F W1 b1", "Y", {"transB": 1})], {}),
    "reshape": (
        [("Reshape", "X shape", "F"), ("Gemm", "F W1 b1", "Y", {"transB": 1})],
        {"shape": np.array([-1, 3])},
    ),
    "selu": one_layer(("Selu", "Z", "Y")),
    "softplus": one_layer(("Softplus", "Z", "Y")),
    "leaky": one_layer(("LeakyRelu", "Z", "Y", {"alpha": 0.25})),
    "leaky by default": one_layer(("LeakyRelu", "Z", "Y")),
    "leaky of 0": one_layer(("LeakyRelu", "Z", "Y", {"alpha": 0.0})),
    "leaky by maximum": one_layer(("Mul", "s Z", "L"), ("Max", "L Z", "Y"), s=constant(0.25)),
    "PRelu": one_layer(("PRelu", "Z s", "Y"), s=np.full(4, 0.25)),
    "relu by maximum": one_layer(("Max", "zero Z", "Y"), zero=constant(0.0)),
    "swish": one_layer(("Sigmoid", "Z", "S"), ("Mul", "S Z", "Y")),
    "gelu by tanh": one_layer(
        ("Pow", "Z three", "C"), ("Mul", "C k", "K"), ("Add", "Z K", "S"), ("Mul", "S c", "U"),
        ("Tanh", "U", "T"), ("Add", "T one", "P"), ("Mul", "Z P", "M"), ("Mul", "M half", "Y"),
        three=constant(3.0), k=constant(0.044715), c=constant(0.7978845608028654),
        one=constant(1.0), half=constant(0.5),
    ),
    "a linear factor that does nothing": one_layer(("Mul", "Z one", "Y"), one=constant(1.0)),
}  # fmt: skip


@pytest.mark.parametrize("case", GRAPHS)
def test_a_graph_gives_the_same_outputs(tmp_path, case):
    nodes, constants = GRAPHS[case]
    model = saved(tmp_path / "m.onnx", nodes, constants)
    onnx.checker.check_model(model)
    net = exchange.from_onnx(tmp_path / "m.onnx", loss="mse")
    # Selu's own constants and the attributes are float32.
    np.testing.assert_allclose(net.predict(X), reference(model), rtol=1e-6, atol=1e-7)
    if case not in {"selu", "leaky by default"}:
        np.testing.assert_allclose(net.predict(X), reference(model), rtol=1e-12, atol=1e-13)


ERF = {
    "PyTorch": [
        ("Div", "Z root", "D"), ("Erf", "D", "E"), ("Add", "E one", "P"), ("Mul", "Z P", "M"),
        ("Mul", "M half", "Y"),
    ],
    "Keras": [
        ("Mul", "half Z", "H"), ("Mul", "Z inverse", "D"), ("Erf", "D", "E"),
        ("Add", "one E", "P"), ("Mul", "P H", "Y"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", ERF)
def test_gelu_is_recognised(tmp_path, case):
    numbers = {"root": 2**0.5, "inverse": 0.5**0.5, "one": 1.0, "half": 0.5}
    nodes, _ = one_layer(*ERF[case])
    saved(tmp_path / "m.onnx", nodes, {key: constant(one) for key, one in numbers.items()})
    (layer,) = exchange.from_onnx(tmp_path / "m.onnx").spec.layers
    assert layer.activation == "gelu"


def test_operators_of_gelu_and_swish_themselves(tmp_path):
    for options, name in (({}, "gelu"), ({"approximate": "tanh"}, "gelu_tanh")):
        nodes, _ = one_layer(("Gelu", "Z", "Y", options))
        saved(tmp_path / "m.onnx", nodes, opset=20)
        assert exchange.from_onnx(tmp_path / "m.onnx").spec.layers[0].activation == name


@pytest.mark.parametrize(
    ("ends", "loss", "output"),
    [
        (("Softmax", "Z", "Y"), "cross_entropy", "softmax"),
        (("Sigmoid", "Z", "Y"), "bce", "sigmoid"),
        (("Tanh", "Z", "Y"), "mse", "tanh"),
    ],
)
def test_the_loss_goes_with_the_output(tmp_path, ends, loss, output):
    saved(tmp_path / "m.onnx", *one_layer(ends))
    net = exchange.from_onnx(tmp_path / "m.onnx")
    assert (net.spec.loss, net.spec.layers[-1].activation) == (loss, output)


def test_a_softmax_of_one_unit_is_no_choice_of_classes(tmp_path):
    nodes = [("Gemm", "X V", "Z", {"transB": 1}), ("Softmax", "Z", "Y")]
    saved(tmp_path / "m.onnx", nodes, {"V": W1[:1]})
    assert exchange.from_onnx(tmp_path / "m.onnx").spec.loss == "mse"


def test_an_image_that_is_flattened(tmp_path):
    saved(
        tmp_path / "m.onnx",
        [("Flatten", "X", "F"), ("Gemm", "F V", "Y", {"transB": 1})],
        {"V": RANDOM.normal(size=(2, 12))},
        shape=("N", 1, 3, 4),
    )
    assert exchange.from_onnx(tmp_path / "m.onnx").spec.sizes == (12, 2)


@pytest.mark.parametrize("kind", ["float16", "bfloat16"])
def test_short_numbers_are_widened_with_a_note(tmp_path, kind):
    half = W1.astype(np.float16 if kind == "float16" else pytest.importorskip("ml_dtypes").bfloat16)
    number = onnx.TensorProto.FLOAT16 if kind == "float16" else onnx.TensorProto.BFLOAT16
    saved(tmp_path / "m.onnx", [("Gemm", "X V", "Y", {"transB": 1})], {"V": half}, kind=number)
    net = exchange.from_onnx(tmp_path / "m.onnx")
    assert net.spec.dtype == "float32"
    assert net.note["origin"]["converted"] == {"n0.W": kind}
    np.testing.assert_array_equal(net.parameters["W1"], half.astype(np.float32))


def test_float_fields_are_read_as_well_as_raw_bytes(tmp_path):
    model = saved(tmp_path / "m.onnx", [("Gemm", "X W1", "Y", {"transB": 1})])
    (tensor,) = model.graph.initializer
    tensor.CopyFrom(helper.make_tensor("W1", DOUBLE, W1.shape, W1.ravel()))
    assert not tensor.raw_data
    (tmp_path / "m.onnx").write_bytes(model.SerializeToString())
    np.testing.assert_array_equal(exchange.from_onnx(tmp_path / "m.onnx").parameters["W1"], W1)


def test_constants_as_nodes_and_initializers_among_the_inputs(tmp_path):
    model = saved(tmp_path / "m.onnx", [("Gemm", "X W1 b1", "Y", {"transB": 1})])
    del model.graph.initializer[1]
    node = helper.make_node("Constant", [], ["b1"], value=to_tensor(b1))
    model.graph.node.insert(0, node)
    model.graph.input.append(helper.make_tensor_value_info("W1", DOUBLE, W1.shape))
    (tmp_path / "m.onnx").write_bytes(model.SerializeToString())
    np.testing.assert_array_equal(exchange.from_onnx(tmp_path / "m.onnx").parameters["b1"], b1)


REFUSED = {
    "an unknown operator": (one_layer(("HardSwish", "Z", "Y")), r"n1 has the operation HardSwish"),
    "a convolution": (([("Conv", "X W1", "Y")], {}), "node n0 has the operation Conv"),
    "a weight on the left": (([("MatMul", "W1 X", "Y")], {}), r"n0 \(MatMul\)"),
    "samples as columns": (([("Gemm", "X W1", "Y", {"transA": 1})], {}), r"n0 \(Gemm\)"),
    "two signals": (one_layer(("MatMul", "Z Z", "Y")), r"n1 \(MatMul\)"),
    "a residual": (
        one_layer(("Gemm", "Z Q", "R", {"transB": 1}), ("Add", "R Z", "Y"), Q=np.eye(4)),
        r"n2 \(Add\)",
    ),
    "two branches": (
        one_layer(("Gemm", "X W1", "R", {"transB": 1}), ("Add", "R Z", "Y")),
        r"n1 \(Gemm\)",
    ),
    "a factor for each unit": (one_layer(("Mul", "Z b1", "Y")), r"n1 \(Mul\)"),
    "inputs that are scaled": (
        ([("Mul", "X two", "S"), ("Gemm", "S W1", "Y", {"transB": 1})], {"two": constant(2.0)}),
        "what leads to n1",
    ),
    "an activation before the first layer": (
        ([("Relu", "X", "S"), ("Gemm", "S W1", "Y", {"transB": 1})], {}),
        "what leads to n1",
    ),
    "a doubled output": (one_layer(("Add", "Z Z", "Y")), "what leads to Y"),
    "a slope above 1": (one_layer(("LeakyRelu", "Z", "Y", {"alpha": 2.0})), "what leads to Y"),
    "a softmax over samples": (one_layer(("Softmax", "Z", "Y", {"axis": 0})), r"n1 \(Softmax\)"),
    "two activations of one layer": (
        one_layer(("Relu", "Z", "A"), ("Gemm", "A W2", "B", {"transB": 1}), ("Tanh", "Z", "Y")),
        "output Y is not that of a layer",
    ),
    "no layer": (([("Relu", "X", "Y")], {}), "output Y is not that of a layer"),
    "a weight that does not fit": (([("Gemm", "X W1", "Y")], {}), "takes 4 numbers, but 3 come"),
    "a bias that does not fit": (
        ([("Gemm", "X W1 c", "Y", {"transB": 1})], {"c": np.ones(3)}),
        r"n0 \(Gemm\)",
    ),
    "a bias for each sample": (
        ([("MatMul", "X V", "P"), ("Add", "P c", "Y")], {"V": W1.T, "c": np.ones((2, 4))}),
        r"n1 \(Add\)",
    ),
    "nothing before": (([("Gemm", "X gone", "Y")], {}), "takes 'gone', which nothing before it"),
    "a cycle": (
        ([("Add", "b1 Y", "Q"), ("Gemm", "Q W1", "Y", {"transB": 1})], {}),
        "takes 'Y', which nothing before it makes",
    ),
    "the same name twice": (one_layer(("Relu", "Z", "Z"), ("Relu", "Z", "Y")), "two nodes make Z"),
    "a weight of whole numbers": (
        ([("Gemm", "X V", "Y", {"transB": 1})], {"V": np.ones((4, 3), np.uint8)}),
        "V has shape .* uint8",
    ),
    "NaN": (([("Gemm", "X V", "Y")], {"V": np.full((3, 1), np.nan)}), "V holds a number"),
    "no units": (([("Gemm", "X V", "Y")], {"V": np.ones((3, 0))}), r"n0 \(Gemm\)"),
    "reshaped to another width": (
        ([("Reshape", "X s", "F"), ("Gemm", "F W1", "Y")], {"s": np.array([-1, 6])}),
        r"n0 \(Reshape\)",
    ),
    "squared for ever": (
        one_layer(*(("Mul", f"{a} {a}", b) for a, b in zip("ZABCDEFGH", "ABCDEFGHY", strict=True))),
        r"\(Mul\) is not used as",
    ),
    "summed for ever": (
        one_layer(
            *(
                node
                for a, b in zip("ZABCDEFGH", "ABCDEFGHY", strict=True)
                for node in (("Tanh", a, f"t{a}"), ("Mul", f"{a} t{a}", f"m{a}"),
                             ("Add", f"{a} m{a}", b))
            )
        ),
        r"is not used as",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_no_dense_network_has_is_named(tmp_path, case):
    (nodes, constants), sentence = REFUSED[case]
    saved(tmp_path / "m.onnx", nodes, constants)
    with pytest.raises(errors.FileError, match=sentence) as caught:
        exchange.from_onnx(tmp_path / "m.onnx")
    assert "m.onnx" in str(caught.value)


def test_an_operator_of_another_domain(tmp_path):
    model = saved(tmp_path / "m.onnx", one_layer(("Relu", "Z", "Y"))[0])
    model.graph.node[1].domain = "com.example"
    (tmp_path / "m.onnx").write_bytes(model.SerializeToString())
    with pytest.raises(errors.FileError, match=r"operation com\.example\.Relu"):
        exchange.from_onnx(tmp_path / "m.onnx")


@pytest.mark.parametrize(
    ("shape", "sentence"),
    [((3,), "no axis of samples"), (("N", 2), "takes 3 numbers"), (("N", 1, 3), r"n0 \(Gemm\)")],
)
def test_inputs_of_another_shape(tmp_path, shape, sentence):
    saved(tmp_path / "m.onnx", [("Gemm", "X W1", "Y", {"transB": 1})], shape=shape)
    with pytest.raises(errors.FileError, match=sentence):
        exchange.from_onnx(tmp_path / "m.onnx")


def test_other_inputs_and_outputs(tmp_path):
    path = tmp_path / "m.onnx"
    saved(path, [("Gemm", "X W1", "Y", {"transB": 1})], kind=INT64)
    with pytest.raises(errors.FileError, match="not of floating-point"):
        exchange.from_onnx(path)
    model = saved(path, one_layer(("Softmax", "Z", "Y"))[0])
    model.graph.output.append(helper.make_tensor_value_info("Z", DOUBLE, None))
    path.write_bytes(model.SerializeToString())
    with pytest.raises(errors.FileError, match="1 inputs and 2 outputs"):
        exchange.from_onnx(path)
    saved(path, [("Gemm", "X W1", "Y", {"transB": 1})], opset=6)
    with pytest.raises(errors.FileError, match="of version 6"):
        exchange.from_onnx(path)


torch = pytest.importorskip("torch", reason="PyTorch writes these graphs")
nn = torch.nn
MODULES = {
    "relu": nn.ReLU, "elu": lambda: nn.ELU(0.5), "selu": nn.SELU, "tanh": nn.Tanh,
    "leaky_relu": lambda: nn.LeakyReLU(0.125), "softplus": nn.Softplus, "swish": nn.SiLU,
    "gelu": nn.GELU, "gelu_tanh": lambda: nn.GELU(approximate="tanh"), "sigmoid": nn.Sigmoid,
}  # fmt: skip


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("name", MODULES)
@pytest.mark.parametrize("opset", [13, 17, 20])
def test_what_pytorch_writes(tmp_path, name, bias, opset):
    torch.manual_seed(1)
    model = nn.Sequential(
        nn.Flatten(), nn.Linear(6, 4, bias=bias), MODULES[name](), nn.Dropout(0.3),
        nn.Linear(4, 3, bias=bias), nn.Softmax(dim=1),
    ).eval()  # fmt: skip
    samples = torch.randn(5, 2, 3)
    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the writer that needs no further package is the old one
        torch.onnx.export(model, (samples,), written, dynamo=False, opset_version=opset)
    (tmp_path / "m.onnx").write_bytes(written.getvalue())
    net = exchange.from_onnx(tmp_path / "m.onnx")
    assert [layer.activation for layer in net.spec.layers] == [name, "softmax"]
    assert net.spec.dtype == "float32"
    with torch.no_grad():
        expected = model(samples).numpy()
    np.testing.assert_allclose(net.predict(samples.reshape(5, 6).numpy()), expected, rtol=1e-5)
