"""What all readers share: the bytes of a file, and the sentences for one that cannot be used."""

from os import PathLike
from pathlib import Path
from typing import TypeAlias

from nnviz.engine.errors import FileError
from nnviz.engine.message import Message
from nnviz.engine.whole_file import read_whole

FilePath: TypeAlias = "str | PathLike[str]"

PICKLED_SUFFIXES = frozenset({".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib"})
# The second byte of a pickle is its protocol; 2 is the first that says so.
_PICKLES = tuple(bytes((0x80, protocol)) for protocol in range(2, 6))
# In the zip that torch.save writes; its names come first.
_ZIP, _TORCH_PICKLE = b"PK\x03\x04", b"/data.pkl"
# A safetensors file goes on like this: its header is shorter than 4 GiB, and JSON.
_HEADER = b"\0\0\0\0{"


def content(path: FilePath) -> bytes:
    """Return the bytes of a file that is no pickle.

    Raises:
        FileError: it cannot be read, or it is a pickle: to open one is to run it.
    """
    source = Path(path)
    found = read_whole(source)
    if source.suffix.lower() in PICKLED_SUFFIXES or is_pickle(found):
        raise FileError(
            "{path} holds Python's pickles, which may run any program when they are opened, so "
            "that this program never does; open it where it was made and save it anew, a PyTorch "
            "model with safetensors.torch.save_file(model.state_dict(), 'model.safetensors').",
            path=str(source),
        )
    return found


def is_pickle(start: bytes) -> bool:
    """Say whether a file that starts like this is a pickle, or a zip of torch.save."""
    if start.startswith(_ZIP):
        return _TORCH_PICKLE in start[:512]
    # The length at the start of a safetensors file may look like the start of a pickle.
    return start.startswith(_PICKLES) and start[4:9] != _HEADER


def unfit(source: "str | Message", why: Message) -> FileError:
    """Return the error for what cannot become a network of dense layers.

    ``source`` is the path of a file, or what else the tensors came in.
    """
    return FileError(
        "{source} cannot become a network of dense layers: {reason}.", source=source, reason=why
    )
