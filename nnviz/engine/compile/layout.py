"""Which arrays one training step of a network has, and where they lie in one piece of memory."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from nnviz.engine import losses
from nnviz.engine.losses import FusedLoss
from nnviz.engine.spec import LayerSpec, NetworkSpec

# Arrays start at multiples of this many elements: at least one cache line.
_ALIGNMENT = 16


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an array lies in a flat piece of memory, in elements."""

    offset: int
    shape: tuple[int, ...]

    @property
    def stop(self) -> int:
        """The end of the array."""
        return self.offset + math.prod(self.shape)


@dataclass(frozen=True, slots=True)
class Layout:
    """The slots of all arrays of a step by their trace names; ``aliases`` are other names."""

    slots: dict[str, Slot]
    aliases: dict[str, str]

    @property
    def size(self) -> int:
        """How many elements the piece of memory has."""
        return max(slot.stop for slot in self.slots.values())


def layout(spec: NetworkSpec, n_samples: int) -> Layout:
    """Return the layout of a step on ``n_samples`` samples."""
    slots: dict[str, Slot] = {}
    offset = 0
    for name, shape in _shapes(spec, n_samples):
        slots[name] = Slot(offset, shape)
        offset = -(-slots[name].stop // _ALIGNMENT) * _ALIGNMENT
    return Layout(slots, _aliases(spec))


def _shapes(spec: NetworkSpec, n: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    fused = isinstance(losses.get(spec.loss), FusedLoss)
    last = len(spec.layers)
    yield "X", (n, spec.n_in)
    yield "Y", (n, spec.n_out)
    for number, layer in enumerate(spec.layers, start=1):
        for name, per_sample in _forward_names(layer, number):
            yield name, (n,) if per_sample else (n, layer.units)
        if not (fused and number == last):
            for name in _backward_names(layer, number):
                yield name, (n, layer.units)
        yield f"dZ{number}", (n, layer.units)
    if not fused:
        yield "E", (n, spec.n_out)
    yield "Ls", (n,)
    if spec.l2:
        yield "L_data", ()
        yield "R", ()
    yield "L", ()
    if spec.clip_norm is not None:
        yield "gnorm", ()


def _forward_names(layer: LayerSpec, number: int) -> Iterator[tuple[str, bool]]:
    """Yield the names of a layer's forward arrays, and whether they have one entry per sample."""
    if layer.bias:
        yield f"P{number}", False
    yield f"Z{number}", False
    if layer.activation == "softmax":
        yield f"Zmax{number}", True
        yield f"Zshift{number}", False
        yield f"expZ{number}", False
        yield f"sumexp{number}", True
    if layer.activation != "linear":
        yield f"A{number}", False


def _backward_names(layer: LayerSpec, number: int) -> Iterator[str]:
    if layer.activation == "linear":
        return
    if layer.make_activation().elementwise:
        yield f"D{number}"
    yield f"dA{number}"


def _aliases(spec: NetworkSpec) -> dict[str, str]:
    """Return the second names: A of a linear layer is Z; a mask is the derivative it will be."""
    aliases: dict[str, str] = {}
    for number, layer in enumerate(spec.layers, start=1):
        if layer.activation == "linear":
            aliases |= {f"A{number}": f"Z{number}", f"dA{number}": f"dZ{number}"}
        if layer.make_activation().has_mask:
            aliases[f"M{number}"] = f"D{number}"
    return aliases
