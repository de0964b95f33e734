"""A network file of any known kind, by its suffix."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from nnviz.engine.errors import SpecError
from nnviz.engine.exchange.onnx_reader import from_onnx
from nnviz.engine.exchange.onnx_writer import to_onnx
from nnviz.engine.exchange.packages import required
from nnviz.engine.exchange.reading import PICKLED_SUFFIXES, FilePath, content, is_pickle
from nnviz.engine.exchange.safetensors_file import from_safetensors, to_safetensors
from nnviz.engine.file import load as load_own
from nnviz.engine.file import save as save_own

if TYPE_CHECKING:
    from nnviz.engine.network import Network

_READERS: Mapping[str, Callable[[FilePath], "Network"]] = {
    ".nnviz": load_own,
    ".onnx": from_onnx,
    ".safetensors": from_safetensors,
}
Writer: TypeAlias = Callable[["Network", FilePath], None]
_WRITERS: Mapping[str, Writer] = {
    ".nnviz": save_own,
    ".onnx": to_onnx,
    ".safetensors": to_safetensors,
}
_PACKAGES = {".onnx": "onnx", ".safetensors": "safetensors"}
SUFFIXES = tuple(_READERS)


def load(path: FilePath) -> "Network":
    """Return the network in a file; without a known suffix it is taken for one of our own.

    Raises:
        FileError: the file cannot be read, is damaged, or holds something else.
        BackendError: a package or the network's backend is not there.
    """
    source = Path(path)
    if _may_be_pickled(source):
        content(source)
    return _READERS.get(source.suffix.lower(), load_own)(source)


def save(network: "Network", path: FilePath) -> None:
    """Write the network in the format that the suffix names.

    Raises:
        SpecError: the suffix names none, or the note is not plain data.
        FileError: the file cannot be written.
        BackendError: a package is not there.
    """
    writer(path)(network, path)


def writer(path: FilePath) -> Writer:
    """Return what writes the format that the suffix names, before there is anything to write.

    Raises:
        SpecError: the suffix names none.
        BackendError: a package is not there.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in _WRITERS:
        raise SpecError(
            "{path} does not say in which format to write; let its name end in one of {suffixes}.",
            path=str(path),
            suffixes=", ".join(_WRITERS),
        )
    if suffix in _PACKAGES:
        required(_PACKAGES[suffix], path)
    return _WRITERS[suffix]


def is_network_file(path: FilePath) -> bool:
    """Say whether the file would be a network by its suffix, pickles included.

    Those :func:`load` refuses with the remedy.
    """
    return Path(path).suffix.lower() in {*_READERS, *PICKLED_SUFFIXES}


def _may_be_pickled(source: Path) -> bool:
    if source.suffix.lower() in PICKLED_SUFFIXES:
        return True
    try:
        with source.open("rb") as file:
            return is_pickle(file.read(512))
    except OSError:
        return False  # the reader says why it cannot be read
