"""What a file is, by what is in it; its name only decides where the content does not."""

import re
import zipfile
from pathlib import Path
from typing import Literal, TypeAlias

from nnviz.app.project.writing import NETWORK, PLAN, RUN
from nnviz.engine.errors import FileError
from nnviz.engine.exchange.reading import PICKLED_SUFFIXES, is_pickle
from nnviz.engine.message import message
from nnviz.engine.whole_file import damaged, unreadable
from nnviz.engine.writing.file import SUFFIX as NOTATION_SUFFIX

Kind: TypeAlias = Literal[
    "project", "network", "safetensors", "onnx", "pickle", "table", "notation"
]
_HEAD = 4096
_NOTATION = re.compile(rb'^\s*\{[^{}]{0,400}"format"\s*:\s*"nnviz-notation"')
_ZIP = b"PK\x03\x04"
# The first field of an ONNX model is its version of the format, a small number.
_ONNX_FIELD, _ONNX_MOST = 0x08, 64
# A text has none of these; tables in UTF-16 begin with a mark.
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_LOW = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1a\x1b")


def kind_of(path: Path) -> Kind:
    """Return what a file is.

    Raises:
        FileError: it cannot be read, is empty, or is nothing that this program opens.
    """
    head = _head(path)
    if head.startswith(b"PK"):
        return _zipped(path, head)
    if is_pickle(head) or path.suffix.lower() in PICKLED_SUFFIXES:
        return "pickle"
    if head[4:9] == b"\0\0\0\0{":
        return "safetensors"
    if path.suffix.lower() == NOTATION_SUFFIX or _NOTATION.search(head):
        return "notation"
    if _is_text(head):
        return "table"
    if path.suffix.lower() == ".onnx" or (head[0] == _ONNX_FIELD and 0 < head[1] < _ONNX_MOST):
        return "onnx"
    raise FileError(
        "{path} is no file that nnviz opens: a project or network (.nnviz), a model (.safetensors, "
        ".onnx) or a table (.csv).",
        path=str(path),
    )


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError) as error:  # a name with a zero in it is a ValueError
        if isinstance(error, OSError):
            raise unreadable(path, error) from error
        raise FileError("There is no file {path}.", path=repr(str(path))) from error
    if not head:
        raise FileError("{path} is empty.", path=str(path))
    return head


def _zipped(path: Path, head: bytes) -> Kind:
    if is_pickle(head):
        return "pickle"
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if head.startswith(_ZIP) and PLAN.encode() not in head and NETWORK.encode() not in head:
            raise _foreign(path) from error
        raise damaged(path, message("it is no readable zip file, perhaps only a part")) from error
    if PLAN in names:
        return "project"
    if any(name.startswith(RUN) for name in names):
        raise damaged(path, message("{part} is missing", part=PLAN))
    if NETWORK in names:
        return "network"
    raise _foreign(path)


def _foreign(path: Path) -> FileError:
    return FileError("{path} is a zip file, but neither a project nor a network.", path=str(path))


def _is_text(head: bytes) -> bool:
    return head.startswith(_MARKS) or not _LOW.intersection(head)
