"""Writing a file whole or not at all."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from nnviz.engine.errors import FileError


def check_out(out: str | None, force: bool) -> Path | None:
    """Return the path to write to, before any work is done for it.

    An existing file is overwritten only with ``--force``.

    Raises:
        FileError: the file is there already, or its folder is not.
    """
    if out is None:
        return None
    path = Path(out)
    if path.is_dir():
        raise FileError("{path} is a folder; a file name was expected.", path=out)
    if path.exists() and not force:
        raise FileError("{path} exists already; add --force to overwrite it.", path=out)
    if not path.absolute().parent.is_dir():
        raise FileError("There is no folder {path}.", path=str(path.absolute().parent))
    return path


def write_file(path: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` fill a temporary file beside ``path``, then put it in its place.

    Raises:
        FileError: the folder cannot be written, or the disk is full.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".nnviz-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            write(temporary)
            temporary.chmod(0o666 & ~_umask())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise FileError(
            "{path} cannot be written: {reason}.",
            path=str(path),
            reason=error.strerror or str(error),
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
