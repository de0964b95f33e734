"""Finds the native loop that was built when the package was installed, and tells if it is there."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nnviz.engine.message import Message, message
from nnviz.engine.native.entry import Entry

# The name that the build gives it, on every platform.
FILE = Path(__file__).with_name("loop.bin")


@dataclass(frozen=True, slots=True)
class NativeStatus:
    """Whether steps run in the native loop, and the sentence that says why (not)."""

    usable: bool
    reason: Message


@lru_cache(maxsize=1)
def loop() -> Callable[..., object] | None:
    """Return the function ``(table, count)`` that runs a table, or None if there is none."""
    library = _open()
    if library is None:
        return None
    run: Callable[..., object] = library.nnviz_run
    return run


@lru_cache(maxsize=16)
def own_loop(function: str, dtype: str) -> int | None:
    """Return the address of the library's own inner loop for arrays without gaps, if it has one."""
    library = _open()
    found = getattr(library, f"nnviz_{function}_{dtype}", None)
    return None if found is None else ctypes.cast(found, ctypes.c_void_p).value


def status() -> NativeStatus:
    """Say whether steps run in the native loop."""
    if loop() is not None:
        reason = message("Steps run in the native loop: NumPy's functions without Python between.")
        return NativeStatus(usable=True, reason=reason)
    reason = message(
        "The native loop is not there, so steps run call by call, slower for small networks;"
        " installing nnviz where there is a C compiler builds it."
    )
    return NativeStatus(usable=False, reason=reason)


def _open() -> ctypes.CDLL | None:
    if not FILE.exists():
        return None
    try:
        library = ctypes.CDLL(str(FILE))
    except OSError:  # built for another machine
        return None
    library.nnviz_entry_size.restype = ctypes.c_int64
    return library if library.nnviz_entry_size() == ctypes.sizeof(Entry) else None
