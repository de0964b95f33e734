"""An op of a program: how it is shown, and its bound calls; and what emitting one needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nnviz.engine import losses
from nnviz.engine.calls import Array, Call, Namespace
from nnviz.engine.options import Options
from nnviz.engine.spec import LayerSpec, NetworkSpec
from nnviz.engine.template import Template


@dataclass(frozen=True, slots=True)
class Op:
    """One step and the calls that compute it; a derived step has none."""

    template: Template
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What the emitters bind to: the spec, the arrays by trace name, and the array library."""

    spec: NetworkSpec
    xp: Namespace
    arrays: Mapping[str, Array]
    loss: losses.Loss

    @property
    def last(self) -> int:
        """The number of the last layer."""
        return len(self.spec.layers)

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name]

    def empty_like(self, name: str) -> Array:
        """Return a work buffer of the shape of the named array."""
        return self.xp.empty(self.arrays[name].shape, dtype=self.arrays[name].dtype)


def feed(layer: int) -> str:
    """Return the name of what feeds a layer: X, or the A of the layer before."""
    return f"A{layer - 1}" if layer > 1 else "X"


def activation_options(layer: LayerSpec) -> Options:
    """Return the name and the options of a layer's activation, as steps carry them."""
    options: dict[str, Any] = {"activation": layer.activation, **layer.activation_options}
    return Options(options)
