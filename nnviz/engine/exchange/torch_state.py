"""PyTorch: the state_dict of an nn.Sequential of Linear layers and activations."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nnviz.engine.activations import Activation
from nnviz.engine.errors import SpecError
from nnviz.engine.exchange.assemble import assembled
from nnviz.engine.exchange.linear_layers import linear_layers
from nnviz.engine.exchange.reading import FilePath
from nnviz.engine.exchange.tensors import Tensor, converted, dtype_of, tensor
from nnviz.engine.message import Message, message
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.orientation import HostArray

if TYPE_CHECKING:
    from nnviz.engine.network import Network
    from nnviz.engine.spec import NetworkSpec

HiddenActivation = str | Activation | Sequence[str | Activation]


def to_torch(network: "Network", prefix: str = "") -> dict[str, HostArray]:
    """Return the parameters under the names that they have in an nn.Sequential.

    Each layer is a Linear, and one that is not linear has its activation as the next module:
    "0.weight", "0.bias", "2.weight" for ``Sequential(Linear, ReLU, Linear)``. For
    ``load_state_dict`` each array goes through ``torch.from_numpy``.
    """
    values = network.parameters
    return {prefix + theirs: values[ours] for ours, theirs in torch_names(network.spec).items()}


def torch_names(spec: "NetworkSpec") -> dict[str, str]:
    """Return for each of our parameters its name in an nn.Sequential."""
    names: dict[str, str] = {}
    place = 0
    for number, layer in enumerate(spec.layers, start=1):
        names[f"W{number}"] = f"{place}.weight"
        if layer.bias:
            names[f"b{number}"] = f"{place}.bias"
        place += 1 if layer.activation == "linear" else 2
    return names


def from_torch(
    source: "FilePath | Mapping[str, Any]",
    *,
    activation: HiddenActivation = "relu",
    output: str | Activation | None = None,
    loss: str = "mse",
    optimizer: str | Optimizer = "sgd",
    prefix: str = "",
    order: Sequence[str] | None = None,
    dtype: str | None = None,
) -> "Network":
    """Return a network with the weights of a state_dict, from memory or from a safetensors file.

    A state_dict says nothing of activations: ``activation`` is that of the hidden layers (one, or
    one for each), ``output`` that of the last (left out: what the loss needs, else linear). Only
    tensors whose names start with ``prefix`` are read, and all of those must belong to Linear
    layers. ``order`` names the layers as they run, if their names do not tell. float16 and
    bfloat16 are widened, which ``network.note["origin"]["converted"]`` says.

    Raises:
        FileError: a tensor is not of a Linear layer, the layers do not chain, the file is damaged.
        SpecError: several orders fit, or the network is impossible.
        BackendError: the package safetensors is not installed.
    """
    place: str | Message
    tensors: Mapping[str, Tensor]
    if isinstance(source, Mapping):
        place = message("The mapping of tensors")
        tensors = {
            str(name): tensor(place, str(name), values)
            for name, values in source.items()
            if str(name).startswith(prefix)
        }
    else:
        from nnviz.engine.exchange.safetensors_file import read_tensors

        place = str(source)
        tensors = read_tensors(source, prefix).tensors
    return network_of(
        place, tensors, activation=activation, output=output, loss=loss, optimizer=optimizer,
        prefix=prefix, order=order, dtype=dtype, trust_given=isinstance(source, Mapping),
    )  # fmt: skip


def network_of(
    source: "str | Message",
    tensors: Mapping[str, Tensor],
    *,
    activation: HiddenActivation,
    output: str | Activation | None,
    loss: str,
    optimizer: str | Optimizer,
    prefix: str,
    order: Sequence[str] | None,
    dtype: str | None,
    trust_given: bool,
) -> "Network":
    """Return the network of named tensors; see :func:`from_torch`.

    Raises:
        FileError: a tensor is not of a Linear layer, or the layers do not chain.
        SpecError: several orders fit, or the network is impossible.
    """
    own = {name.removeprefix(prefix): one for name, one in tensors.items()}
    layers = linear_layers(source, own, order, trust_given=trust_given)
    note: dict[str, Any] = {"program": "torch", "layers": [layer.name for layer in layers]}
    if converted(tensors):
        note["converted"] = converted(tensors)
    return assembled(
        layers,
        [*_hidden(activation, len(layers) - 1), output],
        loss=loss,
        optimizer=optimizer,
        dtype=dtype or dtype_of(tensors),
        note=note,
    )


def _hidden(activation: HiddenActivation, count: int) -> list[str | Activation]:
    if isinstance(activation, str | Activation):
        return [activation] * count
    if len(activation) != count:
        raise SpecError(
            "There are {count} hidden layers, but {given} activations for them.",
            count=count,
            given=len(activation),
        )
    return list(activation)
