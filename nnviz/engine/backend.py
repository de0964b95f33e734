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

# On a CPU, larger element-wise passes are cut, so that each part is still in the cache for the
# next call. On a GPU every part would be one more launch.
_CACHE_CHUNK = 16_384
_UNCUT = 2**62


@dataclass(frozen=True, slots=True)
class Backend:
    """An array library as a value: its namespace, and the ways in and out of its memory."""

    name: str
    xp: Namespace
    to_host: Callable[[Array], HostArray]
    # copy_to_host(array, out): a flat array into host memory.
    copy_to_host: Callable[[Array, HostArray], object]
    # take(source, indices, out): rows of the source into the buffer.
    take_rows: Callable[[Array, Array, Array], object]
    # Longer element-wise passes over the parameters are cut into parts of this many elements.
    chunk: int = _CACHE_CHUNK


@dataclass(frozen=True, slots=True)
class BackendStatus:
    """Whether a backend can be used here, and the sentence that says why or why not.

    ``chosen`` says why a network computes with this one; None if it does not, or if no network
    was asked about.
    """

    name: str
    usable: bool
    reason: Message
    chosen: Message | None = None


def available() -> list[str]:
    """Return the names of the backends that work here, for example ["numpy"]."""
    return [status.name for status in statuses() if status.usable]


@lru_cache(maxsize=1)
def statuses() -> tuple[BackendStatus, ...]:
    """Return for each backend whether it works here and why (not); this imports CuPy."""
    numpy = BackendStatus(
        "numpy", usable=True, reason=message("NumPy {version}.", version=np.__version__)
    )
    return (numpy, _describe_cupy())


def get(name: str = "auto") -> Backend:
    """Return the backend: "numpy", "cupy", or "auto", which is NumPy.

    For a network, "auto" may be something else: :func:`nnviz.engine.backends.choose` knows its
    size.

    Raises:
        BackendError: there is no such backend, or it does not work here.
    """
    if name in {"auto", "numpy"}:
        return _numpy()
    if name != "cupy":
        raise BackendError(
            "There is no backend '{name}'; known are auto, numpy, cupy.", name=str(name)
        )
    status = statuses()[1]
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

    def copy_to_host(array: Array, out: HostArray) -> None:
        out[:] = array

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

    return Backend("cupy", cupy, cupy.asnumpy, copy_to_host, take_rows, _UNCUT)


def _describe_cupy() -> BackendStatus:
    """Ask three questions: is CuPy installed, is there a device, and does it compute."""
    try:
        cupy = _import_cupy()
    except (
        Exception
    ) as error:  # not only ImportError: a CuPy built for another NumPy fails in ways of its own
        return _unusable(_import_problem(error))
    try:
        count = int(cupy.cuda.runtime.getDeviceCount())
        # A device may be there and still refuse: too old a driver, no compiler for kernels, no
        # cuBLAS. CUDA has many classes of errors, and all of them mean no.
        square = cupy.ones((2, 2))
        float(cupy.exp(cupy.dot(square, square)).sum())
    except Exception as error:
        return _unusable(message("CuPy finds no working CUDA device ({error}).", error=str(error)))
    reason = message(
        "CuPy {version} with {count} CUDA devices.", version=cupy.__version__, count=count
    )
    return BackendStatus("cupy", usable=True, reason=reason)


def _unusable(reason: Message) -> BackendStatus:
    return BackendStatus("cupy", usable=False, reason=reason)


def _import_problem(error: Exception) -> Message:
    if isinstance(error, ModuleNotFoundError) and error.name == "cupy":
        return message("CuPy is not installed; the extras cuda12 and cuda13 bring it.")
    return message("CuPy is installed, but cannot be imported ({error}).", error=str(error))
