"""Files read up to a limit, and written whole or not at all."""

import errno
import os
import secrets
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from nnviz.engine.errors import FileError
from nnviz.engine.message import Message, message

# Twenty million parameters in double precision, with what an optimizer keeps beside them.
MOST_BYTES = 2**30


_PREFIX, _SUFFIX = ".nnviz-", ".part"
# What a program that was killed left beside a file; nobody writes for so long.
_STALE_S = 3600.0

_REASONS: Mapping[int, Message] = {
    errno.ENOSPC: message("the disk is full"),
    errno.EDQUOT: message("your share of the disk is used up"),
    errno.EFBIG: message("the file is larger than is allowed there"),
    errno.EROFS: message("nothing can be written on that disk"),
    errno.EACCES: message("you have no permission for it"),
    errno.EPERM: message("you have no permission for it"),
    errno.ENOENT: message("it is not there"),
    errno.ENOTDIR: message("a part of its path is no folder"),
    errno.EISDIR: message("it is a folder"),
    errno.ENAMETOOLONG: message("its name is too long"),
    errno.EIO: message("the disk does not answer as it should"),
    errno.EMFILE: message("too many files are open"),
}


def write_whole(target: Path, content: bytes) -> None:
    """Write the bytes beside their place and move them there: a crash leaves the old file whole.

    Raises:
        FileError: the file cannot be written.
    """
    with replacing(target) as file:
        file.write(content)


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """Hand out a file that takes the place of ``target`` once the block has ended well.

    Until then, and if anything goes wrong, the old file stays as it is. The new one has its
    permissions; a link goes on pointing to it.

    Raises:
        FileError: the file cannot be written.
    """
    try:
        with _beside(Path(os.path.realpath(target))) as file:
            yield file
    except OSError as error:
        why = reason(error)
        if error.errno == errno.ENOENT and not target.parent.is_dir():
            why = message("its folder is not there")
        raise FileError("{path} cannot be written: {reason}.", path=str(target), reason=why) from (
            error
        )


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


def reason(error: OSError) -> str | Message:
    """Return why the system refuses; what has no sentence here is said in the system's words."""
    known = _REASONS.get(error.errno or 0)
    return known or error.strerror or type(error).__name__


@contextmanager
def _beside(target: Path) -> Iterator[BinaryIO]:
    old = _require_writable(target)
    _sweep(target.parent)
    part = target.with_name(f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if old is not None:
            _take_over(part, old)
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    _settle(target.parent)


def _require_writable(target: Path) -> os.stat_result | None:
    """Return what is known of the old file, None without one; one that is protected stays."""
    try:
        old = target.stat()
    except FileNotFoundError:
        return None
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    if stat.S_ISDIR(old.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    return old


def _take_over(part: Path, old: os.stat_result) -> None:
    """Give the new file the owner and the permissions of the old one, as far as that is allowed."""
    with suppress(OSError):
        if hasattr(os, "chown"):
            os.chown(part, old.st_uid, old.st_gid)
    with suppress(OSError):
        part.chmod(stat.S_IMODE(old.st_mode))


def _sweep(folder: Path) -> None:
    """Remove what programs that were killed while writing have left behind."""
    with suppress(OSError):
        for left in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            if time.time() - left.stat().st_mtime > _STALE_S:
                left.unlink()


def _settle(folder: Path) -> None:
    """Let the disk know the new name before anything else is done."""
    with suppress(OSError):  # not every system opens folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
