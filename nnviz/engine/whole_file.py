"""Files read up to a limit, and written whole or not at all."""

import os
import tempfile
from pathlib import Path

from nnviz.engine.errors import FileError
from nnviz.engine.message import Message

# Twenty million parameters in double precision, with what an optimizer keeps beside them.
MOST_BYTES = 2**30


def write_whole(target: Path, content: bytes) -> None:
    """Write the bytes beside their place and move them there: a crash leaves the old file whole.

    Raises:
        FileError: the file cannot be written.
    """
    try:
        _write_beside_and_move(target, content)
    except OSError as error:
        raise FileError(
            "{path} cannot be written: {reason}.", path=str(target), reason=reason(error)
        ) from error


def read_whole(source: Path, most: int = MOST_BYTES) -> bytes:
    """Return all bytes of a file that has no more than ``most`` of them.

    Raises:
        FileError: the file cannot be read, or is larger.
    """
    try:
        with source.open("rb") as file:
            # The size that the system tells is not believed: a device has 0 and never ends.
            content = file.read(most + 1)
    except OSError as error:
        raise unreadable(source, error) from error
    if len(content) > most:
        raise FileError(
            "{path} is larger than {most} bytes, which is more than any network of this program "
            "needs.",
            path=str(source),
            most=most,
        )
    return content


def unreadable(path: Path, error: OSError) -> FileError:
    """Return the error for a file that the system does not let us read."""
    return FileError("{path} cannot be read: {reason}.", path=str(path), reason=reason(error))


def damaged(path: Path, why: Message) -> FileError:
    """Return the error for a file that is not what it should be."""
    return FileError("{path} is damaged: {reason}.", path=str(path), reason=why)


def reason(error: OSError) -> str:
    """Return what the system says about an error of its own."""
    return error.strerror or type(error).__name__


def _write_beside_and_move(target: Path, content: bytes) -> None:
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
