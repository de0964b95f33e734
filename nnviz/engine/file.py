"""Network files: a stored zip of one JSON description and one npy array per row of state.

Nothing in a file is executed, nothing is unpacked to disk, and every size is checked before it
is believed. A file is written beside its place and then moved there, so that a crash leaves the
old one whole.
"""

import io
import json
import math
import os
import tempfile
import zipfile
from os import PathLike
from pathlib import Path
from tokenize import TokenError
from typing import TYPE_CHECKING, Any

import numpy as np

from nnviz.engine.errors import FileError, NnvizError, SpecError
from nnviz.engine.message import Message, message
from nnviz.engine.orientation import HostArray
from nnviz.engine.spec import NetworkSpec
from nnviz.engine.store import NetworkState

if TYPE_CHECKING:
    from nnviz.engine.network import Network

_FORMAT = "nnviz-network"
_VERSION = 1
_DESCRIPTION = "network.json"
_MAX_DESCRIPTION = 64 * 2**20
# What an npy file has before its numbers; NumPy itself stops at 10000 characters.
_MAX_HEADER = 16_384


def save(network: "Network", path: "str | PathLike[str]") -> None:
    """Write the network with its optimizer state and its note.

    Raises:
        SpecError: the note is not plain data.
        FileError: the file cannot be written.
    """
    target = Path(path)
    try:
        _write_atomically(target, _packed(network))
    except OSError as error:
        raise FileError(
            "{path} cannot be written: {reason}.", path=str(target), reason=_reason(error)
        ) from error


def load(path: "str | PathLike[str]") -> "Network":
    """Read a network back, with its optimizer state and step count.

    Raises:
        FileError: the file cannot be read, is of another kind or version, or is damaged.
        BackendError: the network's backend is not there.
    """
    from nnviz.engine.network import Network

    source = Path(path)
    try:
        with zipfile.ZipFile(source) as archive:
            description = _description(source, archive)
            spec = _spec(source, description)
            _require_size(source, spec)
            network = Network.from_spec(spec)
            network.note = _note(source, description)
            network.restore(_state(source, archive, description, network.state()))
    except OSError as error:
        raise FileError(
            "{path} cannot be read: {reason}.", path=str(source), reason=_reason(error)
        ) from error
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise _damaged(source, message("it is no readable zip file")) from error
    return network


def _packed(network: "Network") -> bytes:
    state = network.state()
    description = {
        "format": _FORMAT,
        "version": _VERSION,
        "network": network.spec.to_dict(),
        "step": state.step,
        "note": network.note,
    }
    written = _json(description)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_entry(_DESCRIPTION), written)
        for name, row in {"parameters": state.parameters, **state.optimizer}.items():
            array = io.BytesIO()
            np.save(array, row, allow_pickle=False)
            archive.writestr(_entry(f"{name}.npy"), array.getvalue())
    return packed.getvalue()


def _json(description: dict[str, Any]) -> str:
    try:
        return json.dumps(description, indent=1, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise SpecError(
            "The note of a network must be plain data (texts, numbers, lists and mappings), but "
            "it is {note}.",
            note=repr(description["note"]),
        ) from error


def _entry(name: str) -> zipfile.ZipInfo:
    # A fixed date: the same network gives the same bytes.
    return zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))


def _write_atomically(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _description(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        data = json.loads(_read(path, archive, _DESCRIPTION, _MAX_DESCRIPTION))
    except (ValueError, RecursionError) as error:
        if isinstance(error, NnvizError):
            raise
        raise _damaged(path, message("its description is not valid JSON")) from error
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        raise FileError("{path} is not a network file of nnviz.", path=str(path))
    if data.get("version") != _VERSION:
        raise FileError(
            "{path} is of file version {version}, but this program reads version {known}.",
            path=str(path),
            version=str(data.get("version")),
            known=_VERSION,
        )
    return data


def _spec(path: Path, description: dict[str, Any]) -> NetworkSpec:
    try:
        return NetworkSpec.from_dict(description.get("network", {}))
    except NnvizError as error:
        raise FileError(
            "{path} describes an impossible network: {reason}",
            path=str(path),
            reason=error.message,
        ) from error


def _note(path: Path, description: dict[str, Any]) -> dict[str, Any]:
    note = description.get("note", {})
    if not isinstance(note, dict):
        raise _damaged(path, message("its note is not usable"))
    return note


def _require_size(path: Path, spec: NetworkSpec) -> None:
    """Refuse a small file that describes a large network, before its memory is allocated."""
    count = sum(math.prod(shape) for shape in spec.parameter_shapes.values())
    if path.stat().st_size < count * np.dtype(spec.dtype).itemsize:
        raise _damaged(path, message("it is too short for the network that it describes"))


def _state(
    path: Path, archive: zipfile.ZipFile, description: dict[str, Any], like: NetworkState
) -> NetworkState:
    step = description.get("step")
    if isinstance(step, bool) or not isinstance(step, int) or not 0 <= step < 2**53:
        raise _damaged(path, message("its step count is not usable"))
    parameters = _row(path, archive, "parameters", like.parameters)
    rows = {name: _row(path, archive, name, row) for name, row in like.optimizer.items()}
    return NetworkState(parameters, rows, step)


def _row(path: Path, archive: zipfile.ZipFile, name: str, like: HostArray) -> HostArray:
    """Return one flat array, if it has the length and the number type of ``like``."""
    part = f"{name}.npy"
    content = _read(path, archive, part, like.nbytes + _MAX_HEADER)
    file = io.BytesIO(content)
    try:
        np.lib.format.read_magic(file)
        # The shape is compared before anything of that size is allocated.
        shape, _, dtype = np.lib.format.read_array_header_1_0(file)
    except (ValueError, TypeError, SyntaxError, TokenError, RecursionError) as error:
        raise _damaged(path, message("{part} is no readable array", part=part)) from error
    numbers = file.read()
    if (shape, dtype, len(numbers)) != (like.shape, like.dtype, like.nbytes):
        raise _damaged(path, message("{part} has the wrong shape or number type", part=part))
    array = np.frombuffer(numbers, dtype)
    if not math.isfinite(float(np.abs(array).max(initial=0.0))):
        raise _damaged(path, message("{part} holds a number that is not finite", part=part))
    return array


def _read(path: Path, archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Return a member that is stored uncompressed and not larger than ``most`` bytes.

    The names of the other members do not matter: nothing is written to disk.
    """
    try:
        info = archive.getinfo(name)
    except KeyError as error:
        raise _damaged(path, message("{part} is missing", part=name)) from error
    if info.compress_type != zipfile.ZIP_STORED or info.file_size > most:
        raise _damaged(path, message("{part} is compressed or too large", part=name))
    with archive.open(info) as member:
        return member.read(most)


def _damaged(path: Path, reason: Message) -> FileError:
    return FileError("{path} is damaged: {reason}.", path=str(path), reason=reason)


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
