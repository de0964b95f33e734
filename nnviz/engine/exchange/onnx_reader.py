"""ONNX in: a graph of dense layers and activations becomes a network."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nnviz.engine import description
from nnviz.engine.errors import FileError, NnvizError
from nnviz.engine.exchange.assemble import Affine, assembled, loss_for
from nnviz.engine.exchange.onnx_graph import Walk
from nnviz.engine.exchange.onnx_tensors import constant_array, constant_of_node
from nnviz.engine.exchange.onnx_values import Layer, Node, UnfitError
from nnviz.engine.exchange.packages import required
from nnviz.engine.exchange.reading import FilePath, content, unfit
from nnviz.engine.exchange.tensors import converted, dtype_of
from nnviz.engine.message import message
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.whole_file import damaged

if TYPE_CHECKING:
    from nnviz.engine.network import Network
    from nnviz.engine.spec import NetworkSpec

KEY = "nnviz"
# Before this version of the operators, Gemm and Add stretched their arguments in another way.
_OLDEST = 7
_FLOAT, _FLOAT16, _DOUBLE, _BFLOAT16 = 1, 10, 11, 16


def from_onnx(
    path: FilePath,
    *,
    loss: str | None = None,
    optimizer: str | Optimizer | None = None,
) -> "Network":
    """Return the network in an ONNX file, if its graph is one of dense layers.

    A file that :func:`to_onnx` wrote gives the same network to the last bit, its optimizer
    starting anew. Another one says nothing of training: without ``loss`` a softmax output gets
    cross_entropy, a sigmoid one bce and any other mse. A graph that ends in logits, as PyTorch's
    mostly do, becomes one of probabilities with ``loss="cross_entropy"`` or ``"bce"``. If an
    option is given, or the graph was changed since, our description in the file is not used.

    Raises:
        FileError: the file is damaged, or a node in it is of no dense network; it is named.
        SpecError: the network is impossible.
        BackendError: the package onnx is not installed.
    """
    source = str(path)
    model = _parsed(Path(path))
    try:
        _check_version(source, model)
        walk = _walked(source, model.graph)
        texts = {one.key: one.value for one in model.metadata_props}
    except UnfitError as error:
        raise unfit(source, error.why) from error
    except (ValueError, TypeError, UnicodeError) as error:
        if isinstance(error, NnvizError):
            raise
        raise damaged(Path(path), message("it is no readable ONNX model")) from error
    if loss is None and optimizer is None:
        network = _described(Path(path), texts, walk.layers)
        if network is not None:
            return network
    return _built(walk.layers, loss, optimizer or "sgd")


def _parsed(path: Path) -> Any:
    onnx = required("onnx", path)
    errors = required("google.protobuf.message", path)
    raw = content(path)
    try:
        model = onnx.load_model_from_string(raw)
    except (errors.DecodeError, ValueError, RuntimeError, RecursionError) as error:
        raise damaged(path, message("it is no readable ONNX model")) from error
    if not model.HasField("graph") or not model.graph.node:
        raise damaged(path, message("it is no readable ONNX model"))
    return model


def _check_version(source: str, model: Any) -> None:
    versions = [one.version for one in model.opset_import if one.domain in {"", "ai.onnx"}]
    if not versions or max(versions) < _OLDEST:
        raise unfit(
            source,
            message("its operators are of version {version}, before {oldest}",
                    version=max(versions, default=0), oldest=_OLDEST),
        )  # fmt: skip


def _walked(source: str, graph: Any) -> Walk:
    constants = {one.name: constant_array(source, one, one.name) for one in graph.initializer}
    if graph.sparse_initializer:
        raise UnfitError(message("it holds sparse tensors"))
    inputs = [one for one in graph.input if one.name not in constants]
    if len(inputs) != 1 or len(graph.output) != 1:
        raise UnfitError(
            message("it has {inputs} inputs and {outputs} outputs; one of each is needed",
                    inputs=len(inputs), outputs=len(graph.output))
        )  # fmt: skip
    (given,) = inputs
    walk = Walk(given.name, *_shape(given))
    walk.values |= constants
    for node in graph.node:
        output, rest = node.output[0] if node.output else "", list(node.output[1:])
        if node.op_type == "Constant" and node.domain in {"", "ai.onnx"}:
            walk.define(output, constant_of_node(source, node))
            continue
        if any(rest) and node.op_type != "Dropout":
            raise UnfitError(message("its node {node} has several outputs", node=_name(node)))
        walk.take(_node(node), output)
    walk.finish(graph.output[0].name)
    return walk


def _shape(given: Any) -> tuple[int | None, int | None, str]:
    """Return how many numbers a sample has, the number of axes (both if known), and the type."""
    kind = given.type.tensor_type
    if kind.elem_type not in {_FLOAT, _FLOAT16, _DOUBLE, _BFLOAT16}:
        raise UnfitError(message("its input {name} is not of floating-point numbers",
                                 name=given.name))  # fmt: skip
    dtype = "float64" if kind.elem_type == _DOUBLE else "float32"
    if not kind.HasField("shape"):
        return None, None, dtype
    axes = [axis.dim_value if axis.HasField("dim_value") else None for axis in kind.shape.dim]
    width: int | None = 1
    for axis in axes[1:]:
        width = None if width is None or axis is None else width * axis
    if len(axes) < 2 or (width is not None and width < 1):
        raise UnfitError(message("its input {name} has no axis of samples and one of features",
                                 name=given.name))  # fmt: skip
    return width, len(axes), dtype


def _name(node: Any) -> str:
    return str(node.name or (node.output[0] if node.output else node.op_type))


def _node(node: Any) -> Node:
    read = required("onnx.helper").get_attribute_value
    op = node.op_type if node.domain in {"", "ai.onnx"} else f"{node.domain}.{node.op_type}"
    attributes = {one.name: read(one) for one in node.attribute}
    return Node(op, _name(node), tuple(node.input), attributes)


def _built(layers: list[Layer], loss: str | None, optimizer: str | Optimizer) -> "Network":
    tensors = {
        f"{layer.name}.{role}": one
        for layer in layers
        for role, one in (("W", layer.W), ("b", layer.b))
        if one is not None
    }
    note: dict[str, Any] = {"program": "onnx", "layers": [layer.name for layer in layers]}
    if converted(tensors):
        note["converted"] = converted(tensors)
    chosen = [_activation(layer) for layer in layers]
    loss = loss or _loss(chosen[-1].name, len(layers[-1].W.array))
    # Logits: the loss brings its own output.
    ends = None if chosen[-1].name == "linear" else chosen[-1]
    return assembled(
        [_affine(layer) for layer in layers], [*chosen[:-1], ends],
        loss=loss, optimizer=optimizer, dtype=dtype_of(tensors), note=note,
    )  # fmt: skip


def _loss(output: str, units: int) -> str:
    """Return the loss of the output, where it is possible: one class is no choice."""
    return "mse" if output == "softmax" and units == 1 else loss_for(output)


def _activation(layer: Layer) -> Any:
    from nnviz.engine import activations

    name, options = layer.activation or ("linear", {})
    return activations.get(name, **options)


def _affine(layer: Layer) -> Affine:
    return Affine(layer.name, layer.W.array, None if layer.b is None else layer.b.array)


def _described(path: Path, texts: Mapping[str, str], layers: list[Layer]) -> "Network | None":
    """Return the network of our own description, if there is one and the graph is still that."""
    from nnviz.engine.network import Network

    if KEY not in texts:
        return None
    try:
        about = description.read(path, texts[KEY])
    except FileError:
        return None  # of a later version, perhaps; the graph says enough
    values = _values(layers)
    if not _agrees(about.spec, layers, values):
        return None
    network = Network.from_spec(about.spec)
    network.set_parameters(values)
    network.note = about.note
    return network


def _values(layers: list[Layer]) -> dict[str, Any]:
    return {
        f"{letter}{number}": one.array
        for number, layer in enumerate(layers, start=1)
        for letter, one in (("W", layer.W), ("b", layer.b))
        if one is not None
    }


def _agrees(spec: "NetworkSpec", layers: list[Layer], values: Mapping[str, Any]) -> bool:
    shapes = {name: value.shape for name, value in values.items()}
    kinds = {value.dtype.name for value in values.values()}
    return (
        shapes == spec.parameter_shapes
        and kinds == {spec.dtype}
        and all(
            (name, options.keys()) == (ours.activation, ours.activation_options.keys())
            and np.allclose(
                list(options.values()), list(ours.activation_options.values()), rtol=1e-6
            )
            for (name, options), ours in zip(map(_named, layers), spec.layers, strict=True)
        )
    )


def _named(layer: Layer) -> tuple[str, Mapping[str, Any]]:
    made = _activation(layer)
    return made.name, made.options
