"""Network files: a stored zip of one JSON description and one npy array per row of state.

Nothing in a file is executed, nothing is unpacked to disk, and every size is checked before it
is believed. A file is written beside its place and then moved there, so that a crash leaves the
old one whole.
"""

import io
import math
import zipfile
from os import PathLike
from pathlib import Path
from tokenize import TokenError
from typing import TYPE_CHECKING

import numpy as np

from nnviz.engine import description
from nnviz.engine.message import message
from nnviz.engine.orientation import HostArray
from nnviz.engine.spec import NetworkSpec
from nnviz.engine.store import NetworkState
from nnviz.engine.whole_file import damaged, unreadable, write_whole

if TYPE_CHECKING:
    from nnviz.engine.network import Network

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
    write_whole(Path(path), _packed(network))


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
            found = description.read(source, _read(source, archive, _DESCRIPTION, _MAX_DESCRIPTION))
            _require_size(source, found.spec)
            network = Network.from_spec(found.spec)
            network.note = found.note
            network.restore(_state(source, archive, found.step, network.state()))
    except OSError as error:
        raise unreadable(source, error) from error
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise damaged(source, message("it is no readable zip file")) from error
    return network


def _packed(network: "Network") -> bytes:
    state = network.state()
    text = description.written(network, state.step)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_entry(_DESCRIPTION), text)
        for name, row in {"parameters": state.parameters, **state.optimizer}.items():
            array = io.BytesIO()
            np.save(array, row, allow_pickle=False)
            archive.writestr(_entry(f"{name}.npy"), array.getvalue())
    return packed.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    # A fixed date: the same network gives the same bytes.
    return zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))


def _require_size(path: Path, spec: NetworkSpec) -> None:
    """Refuse a small file that describes a large network, before its memory is allocated."""
    count = sum(math.prod(shape) for shape in spec.parameter_shapes.values())
    if path.stat().st_size < count * np.dtype(spec.dtype).itemsize:
        raise damaged(path, message("it is too short for the network that it describes"))


def _state(path: Path, archive: zipfile.ZipFile, step: int, like: NetworkState) -> NetworkState:
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
        raise damaged(path, message("{part} is no readable array", part=part)) from error
    numbers = file.read()
    if (shape, dtype, len(numbers)) != (like.shape, like.dtype, like.nbytes):
        raise damaged(path, message("{part} has the wrong shape or number type", part=part))
    array = np.frombuffer(numbers, dtype)
    if not math.isfinite(float(np.abs(array).max(initial=0.0))):
        raise damaged(path, message("{part} holds a number that is not finite", part=part))
    return array


def _read(path: Path, archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Return a member that is stored uncompressed and not larger than ``most`` bytes.

    The names of the other members do not matter: nothing is written to disk.
    """
    try:
        info = archive.getinfo(name)
    except KeyError as error:
        raise damaged(path, message("{part} is missing", part=name)) from error
    if info.compress_type != zipfile.ZIP_STORED or info.file_size > most:
        raise damaged(path, message("{part} is compressed or too large", part=name))
    with archive.open(info) as member:
        return member.read(most)
