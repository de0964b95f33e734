"""What flows along the edges of an ONNX graph while it is read: constants, and signals."""

from dataclasses import dataclass, field
from typing import Any

from nnviz.engine.exchange.onnx_functions import Sum, Z
from nnviz.engine.exchange.tensors import Tensor
from nnviz.engine.message import Message
from nnviz.engine.orientation import HostArray


class UnfitError(Exception):
    """Something in a graph that no dense network has; ``why`` is the clause that says it."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.english())
        self.why = why


@dataclass(eq=False)
class Layer:
    """An affine layer as far as it is read."""

    name: str
    W: Tensor
    b: Tensor | None = None
    # The activation, once something that stands behind the layer asks for it.
    activation: tuple[str, Any] | None = None


@dataclass(frozen=True, eq=False)
class Signal:
    """A function of the pre-activation of layer ``layer`` (from 1; 0 is the input)."""

    layer: int
    value: Sum = Z


@dataclass(frozen=True, eq=False)
class Node:
    """A node as the reader wants it: its name, inputs and attributes by name."""

    op: str
    name: str
    inputs: tuple[str, ...]
    attributes: dict[str, Any] = field(default_factory=dict)

    def number(self, name: str, default: float) -> float:
        """Return an attribute that is a number."""
        value = self.attributes.get(name, default)
        return float(value) if isinstance(value, int | float) else default

    def whole(self, name: str, default: int) -> int:
        """Return an attribute that is a whole number."""
        value = self.attributes.get(name, default)
        return value if isinstance(value, int) else default


Value = Signal | HostArray
