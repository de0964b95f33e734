"""How many threads NumPy's matrix products use: one, unless somebody asks for more.

OpenBLAS workers spin while they wait. In a program with a window, two threads make a step of a
small network up to thirty times slower now and then, and faster only for large ones.
"""

from functools import lru_cache
from typing import Any

from nnviz.engine.checks import whole_number
from nnviz.engine.message import message


def set_blas_threads(count: int) -> None:
    """Set the number of threads of NumPy's BLAS, for the whole process.

    The engine sets it to 1 when the first network is made; call this afterwards to have more.

    Raises:
        SpecError: the count is no whole number above 0.
    """
    use_one_blas_thread()
    number = whole_number(message("The number of threads"), count, at_least=1, at_most=1024)
    for library in _libraries():
        library.set_num_threads(number)


def blas_threads() -> int:
    """Return the number of threads of NumPy's BLAS."""
    return max((int(library.num_threads) for library in _libraries()), default=1)


@lru_cache(maxsize=1)
def use_one_blas_thread() -> None:
    """Set NumPy's BLAS to one thread, the first time that this is called."""
    for library in _libraries():
        library.set_num_threads(1)


def numpy_blas() -> str | None:
    """Return the path of the OpenBLAS that NumPy brought with it, or None if it uses another."""
    found = [library for library in _libraries() if "numpy" in library.filepath]
    return str(found[0].filepath) if len(found) == 1 else None


def _libraries() -> list[Any]:
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

    found = ThreadpoolController().select(user_api="blas").lib_controllers
    # Another package's own BLAS (PyTorch's, SciPy's) is not ours to change.
    return [library for library in found if "numpy" in library.filepath] or list(found)
