"""A walk through an ONNX graph that finds the dense layers in it."""

from collections.abc import Callable

import numpy as np

from nnviz.engine.exchange import onnx_functions as functions
from nnviz.engine.exchange.onnx_values import Layer, Node, Signal, UnfitError, Value
from nnviz.engine.exchange.tensors import Tensor
from nnviz.engine.message import message
from nnviz.engine.orientation import HostArray

_FUNCTIONS = ("Relu", "Sigmoid", "Tanh", "Softplus", "Erf")
_ARITHMETIC = ("Add", "Sub", "Mul", "Div", "Neg", "Pow", "Max", "Min")
KNOWN = (
    "Gemm", "MatMul", "Flatten", "Reshape", "Identity", "Dropout", "Transpose", "Softmax", "Gelu",
    "LeakyRelu", "PRelu", "Elu", "Selu", *_FUNCTIONS, *_ARITHMETIC,
)  # fmt: skip


class Walk:
    """The layers found so far, and what each name in the graph stands for."""

    def __init__(self, inputs: str, width: int | None, rank: int | None, dtype: str) -> None:
        self.layers: list[Layer] = []
        self.values: dict[str, Value] = {inputs: Signal(0)}
        self._dtype = dtype
        self._width = width
        self._flat = rank in {2, None}
        self._takes: dict[str, Callable[[Node], Value]] = {
            "Gemm": self._gemm,
            "MatMul": self._matmul,
            "Add": self._add,
            "Identity": self._same,
            "Dropout": self._dropout,
            "Flatten": self._flatten,
            "Reshape": self._reshape,
            "Transpose": self._transpose,
            "Softmax": self._softmax,
        }

    def take(self, node: Node, output: str) -> None:
        """Go past one node.

        Raises:
            UnfitError: no dense network has such a node here.
        """
        if node.op not in KNOWN:
            raise UnfitError(
                message(
                    "its node {node} has the operation {op}; known are {known}",
                    node=node.name,
                    op=node.op,
                    known=", ".join(sorted(KNOWN)),
                )
            )
        try:
            value = self._takes.get(node.op, self._elementwise)(node)
        except functions.TooInvolvedError as error:
            raise self._misplaced(node) from error
        self.define(output, value)

    def define(self, name: str, value: Value) -> None:
        """Give a name in the graph its value.

        Raises:
            UnfitError: it has one already.
        """
        if name in self.values:
            raise UnfitError(message("two nodes make {name}", name=name))
        self.values[name] = value

    def finish(self, output: str) -> None:
        """Settle the activation of the last layer.

        Raises:
            UnfitError: the output is not what the last layer gives.
        """
        value = self.values.get(output)
        last = len(self.layers)
        if not last or not isinstance(value, Signal) or value.layer != last:
            raise UnfitError(message("its output {name} is not that of a layer", name=output))
        self._settle(value, output)

    def width(self, layer: int) -> int | None:
        """Return how many numbers a layer gives; the input's may be unknown."""
        return len(self.layers[layer - 1].W.array) if layer else self._width

    def _read(self, node: Node, place: int) -> Value:
        name = node.inputs[place] if place < len(node.inputs) else ""
        if name not in self.values:
            raise UnfitError(
                message(
                    "its node {node} ({op}) takes {name}, which nothing before it makes",
                    node=node.name,
                    op=node.op,
                    name=repr(name),
                )
            )
        return self.values[name]

    def _misplaced(self, node: Node) -> UnfitError:
        return UnfitError(
            message(
                "its node {node} ({op}) is not used as a dense network uses it",
                node=node.name,
                op=node.op,
            )
        )

    def _settle(self, signal: Signal, where: str) -> None:
        """Say which activation leads from a layer to the signal."""
        found = functions.recognised(signal.value)
        if found is None or (signal.layer == 0 and found[0] != "linear"):
            raise UnfitError(
                message("what leads to {name} is no activation function that is known", name=where)
            )
        if not signal.layer:
            return
        layer = self.layers[signal.layer - 1]
        if layer.activation not in {None, found}:
            raise UnfitError(message("{name} has two activations", name=layer.name))
        layer.activation = found

    def _signal(self, node: Node, place: int) -> Signal:
        value = self._read(node, place)
        if not isinstance(value, Signal):
            raise self._misplaced(node)
        return value

    def _array(self, node: Node, place: int) -> HostArray:
        value = self._read(node, place)
        if isinstance(value, Signal):
            raise self._misplaced(node)
        return value

    # Layers

    def _layer(self, node: Node, W: HostArray, b: HostArray | None, dtype: str) -> Signal:
        signal = self._signal(node, 0)
        if signal.layer != len(self.layers) or W.ndim != 2 or 0 in W.shape or not self._flat:
            raise self._misplaced(node)
        self._settle(signal, node.name)
        taken = self.width(signal.layer)
        if taken is not None and taken != W.shape[1]:
            raise UnfitError(
                message(
                    "its node {node} ({op}) takes {expected} numbers, but {given} come",
                    node=node.name,
                    op=node.op,
                    expected=W.shape[1],
                    given=taken,
                )
            )
        bias = None if b is None else Tensor(b, dtype)
        self.layers.append(Layer(node.name, Tensor(W, dtype), bias))
        return Signal(len(self.layers))

    def _gemm(self, node: Node) -> Signal:
        W = self._array(node, 1)
        if node.whole("transA", 0) or W.ndim != 2:
            raise self._misplaced(node)
        stored = W if node.whole("transB", 0) else W.T
        alpha, beta = node.number("alpha", 1.0), node.number("beta", 1.0)
        has_bias = len(node.inputs) > 2 and node.inputs[2] != "" and beta != 0.0
        b = self._row(node, self._array(node, 2), len(stored)) if has_bias else None
        return self._layer(
            node, _scaled(stored, alpha), None if b is None else _scaled(b, beta), W.dtype.name
        )

    def _matmul(self, node: Node) -> Signal:
        W = self._array(node, 1)
        if W.ndim != 2:
            raise self._misplaced(node)
        return self._layer(node, _scaled(W.T, 1.0), None, W.dtype.name)

    def _row(self, node: Node, values: HostArray, units: int) -> HostArray:
        """Return a bias (units,), given as a row, a vector or one number for all."""
        if values.ndim > 2 or values.size not in {1, units} or values.shape[:-1] not in {(), (1,)}:
            raise self._misplaced(node)
        return np.array(np.broadcast_to(values.reshape(-1), (units,)))

    def _add(self, node: Node) -> Value:
        first, second = self._read(node, 0), self._read(node, 1)
        if isinstance(first, Signal) and not isinstance(second, Signal):
            signal, values = first, second
        elif isinstance(second, Signal) and not isinstance(first, Signal):
            signal, values = second, first
        else:
            return self._elementwise(node)
        fresh = signal.layer > 0 and signal.value == functions.Z
        layer = self.layers[signal.layer - 1] if fresh else None
        if layer is None or layer.b is not None or layer.activation is not None:
            return self._elementwise(node)
        row = self._row(node, values, len(layer.W.array))
        layer.b = Tensor(_scaled(row, 1.0), values.dtype.name)
        # What was the product is now the pre-activation; who still wants the product is refused.
        self.values = {
            name: value
            for name, value in self.values.items()
            if not (isinstance(value, Signal) and value.layer == signal.layer)
        }
        return Signal(signal.layer)

    # Shapes

    def _same(self, node: Node) -> Value:
        return self._read(node, 0)

    def _dropout(self, node: Node) -> Value:
        """Pass: at inference it does nothing, unless it is told to train."""
        training = self.values.get(node.inputs[2]) if len(node.inputs) > 2 else None
        if training is not None and (isinstance(training, Signal) or np.any(training)):
            raise self._misplaced(node)
        return self._signal(node, 0)

    def _flatten(self, node: Node) -> Value:
        signal = self._signal(node, 0)
        if node.whole("axis", 1) != 1:
            raise self._misplaced(node)
        self._flat = True
        return signal

    def _reshape(self, node: Node) -> Value:
        """Let through what only makes each sample one row."""
        signal, shape = self._signal(node, 0), self._array(node, 1).tolist()
        known = self.width(signal.layer)
        if not isinstance(shape, list) or len(shape) != 2:
            raise self._misplaced(node)
        if shape[1] not in {-1, known} and not (shape[1] > 0 and known is None):
            raise self._misplaced(node)
        if signal.layer == 0 and known is None and shape[1] > 0:
            self._width = shape[1]
        self._flat = True
        return signal

    def _transpose(self, node: Node) -> Value:
        """Turn a constant; PyTorch may leave that of a weight to whoever runs the graph."""
        axes = node.attributes.get("perm")
        array = self._array(node, 0)
        if axes is not None and sorted(axes) != list(range(array.ndim)):
            raise self._misplaced(node)
        return np.transpose(array, axes)

    def _softmax(self, node: Node) -> Value:
        signal = self._signal(node, 0)
        if node.whole("axis", -1) not in {-1, 1} or not self._flat:
            raise self._misplaced(node)
        return Signal(signal.layer, functions.function("Softmax", signal.value))

    # Functions of each number

    def _elementwise(self, node: Node) -> Value:
        values = [self._read(node, place) for place in range(len(node.inputs))]
        layers = {value.layer for value in values if isinstance(value, Signal)}
        if len(layers) != 1:
            raise self._misplaced(node)
        sums = [self._sum(node, value) for value in values]
        (layer,) = layers
        return Signal(layer, self._applied(node, sums))

    def _sum(self, node: Node, value: Value) -> functions.Sum:
        if isinstance(value, Signal):
            return value.value
        first = float(value.flat[0]) if value.size else 0.0
        # One number for all units; the reader could not say what to do with one for each.
        if not value.size or not np.all(value == value.flat[0]):
            raise self._misplaced(node)
        return functions.number(first)

    def _applied(self, node: Node, sums: list[functions.Sum]) -> functions.Sum:
        match node.op, sums:
            case (("Relu" | "Sigmoid" | "Tanh" | "Softplus" | "Erf"), [z]):
                return functions.function(node.op, z)
            case "Gelu", [z]:
                tanh = node.attributes.get("approximate", b"none") in {b"tanh", "tanh"}
                return functions.function("GeluTanh" if tanh else "Gelu", z)
            case "LeakyRelu", [z]:
                return self._leaky(z, self._option(node, "alpha", 0.01))
            case "PRelu", [z, slope]:
                alpha = functions.constant(slope)
                if alpha is None:
                    raise self._misplaced(node)
                return self._leaky(z, alpha)
            case "Elu", [z]:
                curve = (self._option(node, "alpha", 1.0),)
                return functions.function("Elu", z, parameters=curve)
            case "Selu", [z]:
                numbers = (node.number("alpha", 1.67326319), node.number("gamma", 1.05070102))
                return functions.function("Selu", z, parameters=numbers)
            case _:
                return self._arithmetic(node, sums)

    def _option(self, node: Node, name: str, default: float) -> float:
        """Return an attribute, which is a float32: in a float32 graph as the number it is for.

        Both are the same to that graph, and 0.1 is kinder than 0.10000000149011612.
        """
        value = node.number(name, default)
        return float(str(np.float32(value))) if self._dtype == "float32" else value

    @staticmethod
    def _leaky(z: functions.Sum, slope: float) -> functions.Sum:
        if slope == 0.0:
            return functions.function("Relu", z)
        return functions.function("LeakyRelu", z, parameters=(slope,))

    def _arithmetic(self, node: Node, sums: list[functions.Sum]) -> functions.Sum:
        match node.op, sums:
            case "Add", [a, b]:
                return functions.add(a, b)
            case "Sub", [a, b]:
                return functions.add(a, functions.multiply(functions.number(-1.0), b))
            case "Neg", [a]:
                return functions.multiply(functions.number(-1.0), a)
            case "Mul", [a, b]:
                return functions.multiply(a, b)
            case (("Max" | "Min"), [a, b]):
                return functions.function(node.op, a, b)
            case "Div", [a, b]:
                divisor = functions.constant(b)
                if divisor:
                    return functions.multiply(a, functions.number(1.0 / divisor))
            case "Pow", [a, b] if functions.constant(b) in {2.0, 3.0}:
                square = functions.multiply(a, a)
                return square if functions.constant(b) == 2.0 else functions.multiply(square, a)
        raise self._misplaced(node)


def _scaled(values: HostArray, factor: float) -> HostArray:
    """Return a copy in float32 or float64, multiplied."""
    kind = np.float64 if values.dtype == np.float64 else np.float32
    array = np.array(values, dtype=kind, order="C")
    return array if factor == 1.0 else np.multiply(array, kind(factor))
