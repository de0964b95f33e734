"""From weights, biases and activations to a network."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from nnviz.engine.activations import Activation
from nnviz.engine.build import Dense
from nnviz.engine.errors import DataError
from nnviz.engine.exchange.reading import unfit
from nnviz.engine.message import Message, message
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.orientation import HostArray

if TYPE_CHECKING:
    from nnviz.engine.network import Network

NOTE = "origin"


@dataclass(frozen=True, slots=True, eq=False)
class Affine:
    """W (n_out, n_in) and b (n_out,) of one layer, under the name that it has where it is from."""

    name: str
    W: HostArray
    b: HostArray | None


def require_chain(source: "str | Message", layers: Sequence[Affine]) -> None:
    """Refuse layers of which one does not take what the one before it gives.

    Raises:
        FileError: there is such a layer.
    """
    for before, after in pairwise(layers):
        if after.W.shape[1] != before.W.shape[0]:
            raise unfit(
                source,
                message(
                    "{second} takes {taken} numbers, but {first} before it gives {given}",
                    first=before.name,
                    second=after.name,
                    given=before.W.shape[0],
                    taken=after.W.shape[1],
                ),
            )


def assembled(
    layers: Sequence[Affine],
    activations: Sequence[str | Activation | None],
    *,
    loss: str,
    optimizer: str | Optimizer,
    dtype: str,
    note: dict[str, Any],
    l2: float = 0.0,
) -> "Network":
    """Return the network of layers that chain, one activation each; ``note`` says its origin.

    An activation of None is the one that belongs to the loss, else linear.

    Raises:
        SpecError: the network is impossible.
        DataError: a number is too large for the number type.
    """
    from nnviz.engine.network import Network

    dense = [
        Dense(len(layer.W), activation, bias=layer.b is not None)
        for layer, activation in zip(layers, activations, strict=True)
    ]
    network = Network(
        dense, layers[0].W.shape[1], loss=loss, optimizer=optimizer, dtype=dtype, l2=l2
    )
    values = {
        name: _cast(name, array, network.spec.dtype)
        for number, layer in enumerate(layers, start=1)
        for name, array in ((f"W{number}", layer.W), (f"b{number}", layer.b))
        if array is not None
    }
    network.set_parameters(values)
    network.note = {NOTE: note}
    return network


def _cast(name: str, array: HostArray, dtype: str) -> HostArray:
    with np.errstate(over="ignore"):
        result = array.astype(dtype)
    if not np.isfinite(result).all():
        raise DataError(
            "{name} holds a number that is too large for {dtype}.", name=name, dtype=dtype
        )
    return result


def loss_for(output: str) -> str:
    """Return the loss that goes with an output activation, where nobody names one."""
    return {"softmax": "cross_entropy", "sigmoid": "bce"}.get(output, "mse")
