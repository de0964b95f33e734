"""Which array library computes, and whether it is there. The only file that may import CuPy."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from nnviz.engine.calls import Array, Namespace
from nnviz.engine.errors import BackendError
from nnviz.engine.message import Message, message
from nnviz.engine.orientation import HostArray


@dataclass(frozen=True, slots=True)
class Backend:
    """An array library as a value: its namespace, and the ways in and out of its memory."""

    name: str
    xp: Namespace
    to_host: Callable[[Array], HostArray]
    # copy_to_host(array, out): the array, flattened, into host memory.
    copy_to_host: Callable[[Array, HostArray], object]
    # take(source, indices, out): rows of the source into the buffer.
    take_rows: Callable[[Array, Array, Array], object]


@dataclass(frozen=True, slots=True)
class BackendStatus:
    """Whether a backend can be used here, and the sentence that says why or why not."""

    name: str
    usable: bool
    reason: Message


def available() -> list[str]:
    """Return the names of the backends that work here, for example ["numpy"]."""
    return [status.name for status in describe() if status.usable]


@lru_cache(maxsize=1)
def describe() -> tuple[BackendStatus, ...]:
    """Return for each backend whether it works here and why (not)."""
    numpy = BackendStatus(
        "numpy", usable=True, reason=message("NumPy {version}.", version=np.__version__)
    )
    return (numpy, _describe_cupy())


def get(name: str = "auto") -> Backend:
    """Return the backend: "numpy", "cupy", or "auto", which is NumPy.

    NumPy is what "auto" means because the networks that one can watch are small, and there each
    launch on a GPU costs more than the whole step on the CPU.

    Raises:
        BackendError: there is no such backend, or it does not work here.
    """
    if name in {"auto", "numpy"}:
        return _numpy()
    if name != "cupy":
        raise BackendError(
            "There is no backend '{name}'; known are auto, numpy, cupy.", name=str(name)
        )
    status = describe()[1]
    if not status.usable:
        raise BackendError(
            "The backend cupy cannot be used here: {reason} Take the backend numpy.",
            reason=status.reason,
        )
    return _cupy()


@lru_cache(maxsize=1)
def _numpy() -> Backend:
    def take_rows(source: Array, indices: Array, out: Array) -> object:
        # mode="clip" writes straight into out; the default goes through a temporary.
        return np.take(source, indices, axis=0, out=out, mode="clip")

    def copy_to_host(array: Array, out: HostArray) -> object:
        np.copyto(out.reshape(array.shape), array)
        return out

    return Backend("numpy", np, np.array, copy_to_host, take_rows)


def _import_cupy() -> Any:
    import cupy

    return cupy


@lru_cache(maxsize=1)
def _cupy() -> Backend:
    cupy = _import_cupy()

    def take_rows(source: Array, indices: Array, out: Array) -> object:
        return cupy.take(source, cupy.asarray(indices), axis=0, out=out)

    def copy_to_host(array: Array, out: HostArray) -> object:
        return array.get(out=out.reshape(array.shape))

    return Backend("cupy", cupy, cupy.asnumpy, copy_to_host, take_rows)


def _describe_cupy() -> BackendStatus:
    """Ask two questions: is CuPy installed, and is there a device."""
    try:
        cupy = _import_cupy()
    except ImportError:
        reason = message("CuPy is not installed; the extras cuda12 and cuda13 bring it.")
        return BackendStatus("cupy", usable=False, reason=reason)
    try:
        count = int(cupy.cuda.runtime.getDeviceCount())
        # A device may be there and still refuse to compute (driver too old). CUDA has many
        # classes of errors, and all of them mean no.
        cupy.zeros(1).sum()
    except Exception as error:
        reason = message("CuPy finds no working CUDA device ({error}).", error=str(error))
        return BackendStatus("cupy", usable=False, reason=reason)
    reason = message(
        "CuPy {version} with {count} CUDA devices.", version=cupy.__version__, count=count
    )
    return BackendStatus("cupy", usable=True, reason=reason)
