"""safetensors files: named arrays, and beside them our description of the network."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from nnviz.engine import description
from nnviz.engine.activations import Activation
from nnviz.engine.errors import SpecError
from nnviz.engine.exchange.packages import required
from nnviz.engine.exchange.reading import FilePath, content
from nnviz.engine.exchange.tensors import Tensor, from_bytes
from nnviz.engine.exchange.torch_state import HiddenActivation, network_of, torch_names
from nnviz.engine.message import message
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.orientation import HostArray
from nnviz.engine.store import NetworkState
from nnviz.engine.whole_file import damaged, write_whole

if TYPE_CHECKING:
    from nnviz.engine.network import Network
    from nnviz.engine.spec import NetworkSpec

_KEY, _NAMES, _PREFIX = "nnviz", "nnviz.names", "nnviz.prefix"
_STATE = "optimizer."


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """The tensors of a file and the texts beside them."""

    tensors: Mapping[str, Tensor]
    metadata: Mapping[str, str]


def to_safetensors(
    network: "Network",
    path: FilePath,
    *,
    layers: Literal["nnviz", "torch"] = "nnviz",
    prefix: str = "",
) -> None:
    """Write the parameters under our names ("W1", "b1") or PyTorch's ("0.weight", "0.bias").

    Our description goes into the file's metadata, so that :func:`from_safetensors` reads back the
    same network to the last bit. Under our names that includes what the optimizer keeps (as
    "optimizer.m"); under PyTorch's the file is a state_dict and nothing else, so that the
    optimizer starts anew. ``prefix`` is put before every name.

    Raises:
        SpecError: ``layers`` is neither, or the network's note is not plain data.
        FileError: the file cannot be written.
        BackendError: the package safetensors is not installed.
    """
    package = required("safetensors.numpy", path)
    state = network.state()
    names = _names(network.spec, layers)
    arrays: dict[str, HostArray] = {names[key]: value for key, value in network.parameters.items()}
    if layers == "nnviz":
        arrays |= {_STATE + name: np.array(row) for name, row in state.optimizer.items()}
    step = state.step if layers == "nnviz" else 0
    metadata = {_KEY: description.written(network, step), _NAMES: layers, _PREFIX: prefix}
    if layers == "torch":
        metadata["format"] = "pt"  # what other readers of state_dicts ask for
    packed = package.save({prefix + name: one for name, one in arrays.items()}, metadata)
    write_whole(Path(path), packed)


def from_safetensors(
    path: FilePath,
    *,
    activation: HiddenActivation | None = None,
    output: str | Activation | None = None,
    loss: str | None = None,
    optimizer: str | Optimizer | None = None,
) -> "Network":
    """Return the network in a file that :func:`to_safetensors` wrote, or in another state_dict.

    A file of another program says nothing of activations and loss: then they are the options, or
    relu, what the loss needs, mse and sgd. If an option is given, a description in the file is
    not used. For more, such as a prefix, see ``from_torch``.

    Raises:
        FileError: the file cannot be read, is damaged, or holds other than Linear layers.
        SpecError: the network is impossible, or several orders of its layers fit.
        BackendError: the package safetensors is not installed.
    """
    found = read_tensors(path)
    options = (activation, output, loss, optimizer)
    if _KEY in found.metadata and all(option is None for option in options):
        return _described(Path(path), found)
    prefix = found.metadata.get(_PREFIX, "")
    tensors = {
        name: one
        for name, one in found.tensors.items()
        if _KEY not in found.metadata or not name.startswith(prefix + _STATE)
    }
    return network_of(
        str(path), tensors, activation=activation or "relu", output=output, loss=loss or "mse",
        optimizer=optimizer or "sgd", prefix=prefix, order=None, dtype=None, trust_given=False,
    )  # fmt: skip


def read_tensors(path: FilePath, prefix: str = "") -> Contents:
    """Return the tensors of a file whose names start with ``prefix``.

    Raises:
        FileError: the file cannot be read or is damaged, or a tensor is none of finite floats.
        BackendError: the package safetensors is not installed.
    """
    package = required("safetensors", path)
    raw = content(path)
    try:
        records = package.deserialize(raw)
    except (package.SafetensorError, ValueError, OverflowError) as error:
        raise damaged(Path(path), message("it is no readable safetensors file")) from error
    tensors = {
        name: from_bytes(str(path), name, record)
        for name, record in records
        if name.startswith(prefix)
    }
    # The header was checked above: eight bytes of length, then JSON.
    header: dict[str, Any] = json.loads(raw[8 : 8 + int.from_bytes(raw[:8], "little")])
    return Contents(tensors, header.get("__metadata__") or {})


def _names(spec: "NetworkSpec", layers: str) -> dict[str, str]:
    if layers == "torch":
        return torch_names(spec)
    if layers != "nnviz":
        raise SpecError("layers must be 'nnviz' or 'torch', but it is {value}.", value=repr(layers))
    return {name: name for name in spec.parameter_shapes}


def _described(path: Path, found: Contents) -> "Network":
    from nnviz.engine.network import Network

    layout, prefix = found.metadata.get(_NAMES, ""), found.metadata.get(_PREFIX, "")
    if layout not in {"nnviz", "torch"}:
        raise damaged(path, message("its description is not usable"))
    about = description.read(path, found.metadata[_KEY])
    names = {ours: prefix + name for ours, name in _names(about.spec, layout).items()}
    shapes = about.spec.parameter_shapes
    # All is compared before memory is allocated for the network that is described.
    parameters = {
        ours: _expected(path, found, name, shapes[ours], about.spec.dtype)
        for ours, name in names.items()
    }
    network = Network.from_spec(about.spec)
    network.note = about.note
    rows = network.state().optimizer if layout == "nnviz" else {}
    expected = {*names.values(), *(prefix + _STATE + name for name in rows)}
    for name in found.tensors:
        if name not in expected:
            raise damaged(path, message("{part} does not belong in it", part=name))
    network.set_parameters(parameters)
    if layout == "nnviz":
        kept = {
            name: _expected(path, found, prefix + _STATE + name, row.shape, about.spec.dtype)
            for name, row in rows.items()
        }
        network.restore(NetworkState(network.state().parameters, kept, about.step))
    return network


def _expected(
    path: Path, found: Contents, name: str, shape: tuple[int, ...], dtype: str
) -> HostArray:
    if name not in found.tensors:
        raise damaged(path, message("{part} is missing", part=name))
    one = found.tensors[name]
    if one.array.shape != shape or one.dtype != dtype:
        raise damaged(path, message("{part} has the wrong shape or number type", part=name))
    return one.array
