"""ONNX out: a network as a graph of standard operators, runnable anywhere."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nnviz import __version__
from nnviz.engine import description
from nnviz.engine.activations import Activation
from nnviz.engine.exchange.onnx_functions import SELU_ALPHA, SELU_SCALE
from nnviz.engine.exchange.onnx_reader import KEY
from nnviz.engine.exchange.packages import required
from nnviz.engine.exchange.reading import FilePath
from nnviz.engine.orientation import HostArray
from nnviz.engine.whole_file import write_whole

if TYPE_CHECKING:
    from nnviz.engine.network import Network

# The oldest versions of operators and file that have what is needed, for old runtimes' sake.
# Gelu is an operator only since version 20, and its constants are float32 even then.
_OPERATORS, _FILE = 17, 8


def to_onnx(network: "Network", path: FilePath) -> None:
    """Write the network as an ONNX model from "X" (any number of samples) to "A1", "A2" ….

    What runs it gets what ``network.predict`` gives, to rounding: with bce and cross_entropy
    probabilities. Operators keep options such as alpha as float32; where that would change a
    float64 network, its activation is written with other operators instead. Our description goes
    along, so that :func:`from_onnx` reads back the same network; what the optimizer keeps does
    not.

    Raises:
        SpecError: the network's note is not plain data.
        FileError: the file cannot be written.
        BackendError: the package onnx is not installed.
    """
    helper = required("onnx.helper", path)
    graph = _Graph(network)
    model = helper.make_model(
        graph.made(),
        opset_imports=[helper.make_opsetid("", _OPERATORS)],
        ir_version=_FILE,
        producer_name="nnviz",
        producer_version=__version__,
    )
    helper.set_model_props(model, {KEY: description.written(network, 0)})
    write_whole(Path(path), model.SerializeToString())


class _Graph:
    """The nodes and constants of a graph while it is written."""

    def __init__(self, network: "Network") -> None:
        self._spec = network.spec
        self._parameters = network.parameters
        self._dtype = np.dtype(network.spec.dtype)
        self._nodes: list[Any] = []
        self._constants: dict[str, HostArray] = {}

    def made(self) -> Any:
        """Return the graph as onnx has it."""
        helper, number_type = required("onnx.helper"), self._number_type()
        output = "X"
        for number in range(1, len(self._spec.layers) + 1):
            output = self._layer(number, output)
        to_tensor = required("onnx.numpy_helper").from_array
        constants = {**self._parameters, **self._constants}
        return helper.make_graph(
            self._nodes,
            "nnviz",
            [helper.make_tensor_value_info("X", number_type, ["N", self._spec.n_in])],
            [helper.make_tensor_value_info(output, number_type, ["N", self._spec.n_out])],
            [to_tensor(array, name) for name, array in constants.items()],
        )

    def _number_type(self) -> int:
        kinds = required("onnx").TensorProto
        return int(kinds.DOUBLE if self._dtype == np.float64 else kinds.FLOAT)

    def _layer(self, number: int, inputs: str) -> str:
        layer = self._spec.layers[number - 1]
        linear = layer.activation == "linear"
        output = f"A{number}"
        Z = output if linear else f"Z{number}"
        bias = [f"b{number}"] if layer.bias else []
        self._node("Gemm", [inputs, f"W{number}", *bias], Z, transB=1)
        if not linear:
            self._activation(layer.make_activation(), Z, output)
        return output

    def _activation(self, made: Activation, Z: str, output: str) -> None:
        write = _SPECIAL.get(made.name)
        if write is not None:
            write(self, made, Z, output)
        else:
            op, attributes = _PLAIN[made.name]
            self._node(op, [Z], output, **attributes)

    def _swish(self, made: Activation, Z: str, output: str) -> None:
        self._node("Mul", [Z, self._step("Sigmoid", Z)], output)

    def _leaky(self, made: Activation, Z: str, output: str) -> None:
        alpha = made.options["alpha"]
        if self._exact(alpha):
            self._node("LeakyRelu", [Z], output, alpha=alpha)
        else:
            self._node("PRelu", [Z, self._constant(alpha)], output)

    def _elu(self, made: Activation, Z: str, output: str) -> None:
        alpha = made.options["alpha"]
        if self._exact(alpha):
            self._node("Elu", [Z], output, alpha=alpha)
        else:
            self._scaled_elu(Z, output, 1.0, alpha)

    def _selu(self, made: Activation, Z: str, output: str) -> None:
        if self._dtype == np.float32:
            self._node("Selu", [Z], output)
        else:
            self._scaled_elu(Z, output, SELU_SCALE, SELU_SCALE * SELU_ALPHA)

    def _scaled_elu(self, Z: str, output: str, above: float, below: float) -> None:
        """Write above·max(0, z) + below·(exp(min(0, z)) − 1)."""
        curve = self._step("Elu", self._step("Min", Z, self._constant(0.0)))
        left = self._step("Mul", curve, self._constant(below))
        right = self._step("Mul", self._step("Relu", Z), self._constant(above))
        self._node("Add", [right, left], output)

    def _gelu(self, made: Activation, Z: str, output: str) -> None:
        """Write ½·z·(1 + erf(z·√½))."""
        below = self._step("Erf", self._step("Mul", Z, self._constant(math.sqrt(0.5))))
        self._half_of(Z, below, output)

    def _gelu_tanh(self, made: Activation, Z: str, output: str) -> None:
        """Write ½·z·(1 + tanh(z·(√(2/π)·0.044715·z² + √(2/π))))."""
        scale = math.sqrt(2.0 / math.pi)
        square = self._step("Mul", self._step("Mul", Z, Z), self._constant(scale * 0.044715))
        inner = self._step("Mul", self._step("Add", square, self._constant(scale)), Z)
        self._half_of(Z, self._step("Tanh", inner), output)

    def _half_of(self, Z: str, curve: str, output: str) -> None:
        """Write ½·z·(1 + curve)."""
        half = self._step("Mul", Z, self._constant(0.5))
        self._node("Mul", [half, self._step("Add", curve, self._constant(1.0))], output)

    def _exact(self, value: float) -> bool:
        """Say whether a float32 attribute changes nothing: it is one, or the network is float32."""
        return self._dtype == np.float32 or float(np.float32(value)) == value

    def _constant(self, value: float) -> str:
        name = f"constant_{len(self._constants) + 1}"
        self._constants[name] = np.asarray(value, self._dtype)
        return name

    def _step(self, op: str, *inputs: str) -> str:
        """Write a node on the way and return the name of what it makes."""
        output = f"step_{len(self._nodes) + 1}"
        self._node(op, list(inputs), output)
        return output

    def _node(self, op: str, inputs: list[str], output: str, **attributes: Any) -> None:
        made = required("onnx.helper").make_node(
            op, inputs, [output], name=f"{op}_{output}", **attributes
        )
        self._nodes.append(made)


_PLAIN: dict[str, tuple[str, dict[str, Any]]] = {
    "relu": ("Relu", {}),
    "sigmoid": ("Sigmoid", {}),
    "tanh": ("Tanh", {}),
    "softplus": ("Softplus", {}),
    "softmax": ("Softmax", {"axis": -1}),
}
_SPECIAL: dict[str, Callable[[_Graph, Activation, str, str], None]] = {
    "swish": _Graph._swish,
    "leaky_relu": _Graph._leaky,
    "elu": _Graph._elu,
    "selu": _Graph._selu,
    "gelu": _Graph._gelu,
    "gelu_tanh": _Graph._gelu_tanh,
}
