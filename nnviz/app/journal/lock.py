"""A lock that a program holds as long as it lives, and that goes with it however it ends."""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Lock:
    """A lock on a file; made by :meth:`take`."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    @classmethod
    def take(cls, path: Path) -> "Lock | None":
        """Take the lock in a file, or return None: a living program has it.

        Raises:
            OSError: the file cannot be written.
        """
        file = path.open("a+b")
        try:
            _lock(file)
        except BlockingIOError:
            file.close()
            return None
        except OSError:
            # A file system without locks: who wrote into the file last has it while they live.
            if _lives(path):
                file.close()
                return None
        _sign(file)
        return cls(file)

    def release(self) -> None:
        """Give the lock back."""
        with suppress(OSError):
            self._file.close()


def _sign(file: BinaryIO) -> None:
    """Write down who has the lock."""
    pid = os.getpid()
    file.seek(0)
    file.truncate()
    file.write(json.dumps({"pid": pid, "started": started(pid)}).encode())
    file.flush()


def _lives(path: Path) -> bool:
    """Say whether the process that signed is still there: the same one, not only its number."""
    try:
        signed = json.loads(path.read_bytes())
        pid, begun = int(signed["pid"]), signed["started"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return begun is not None and started(pid) == begun


def started(pid: int) -> str | None:
    """Return when a process began, as a text that no other process with its number has.

    None if there is no such process, or if the system does not tell.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        ticks = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return None
    return f"{boot} {ticks}"


if sys.platform == "win32":

    def _lock(file: BinaryIO) -> None:
        file.seek(2**20)  # far behind what is written, which others may read
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error
else:

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
