"""``np.dot`` as an entry of the native loop: the BLAS call that NumPy makes for these operands."""

import ctypes
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from nnviz.engine.native.entry import DOT, GEMM, GEMV, Entry, address, common_dtype
from nnviz.engine.native.ufuncs import ufunc_entry
from nnviz.engine.orientation import HostArray
from nnviz.engine.threads import numpy_blas

_ROW_MAJOR, _COLUMN_MAJOR = 101, 102
_PLAIN, _TRANSPOSED = 111, 112
# BLAS with 32-bit sizes must not be handed more.
_MOST = 2**31 - 1
_ZERO: dict[str, HostArray] = {"f": np.zeros((), np.float32), "d": np.zeros(())}


class _Routine(NamedTuple):
    """A BLAS function, and whether its whole numbers have 64 bits."""

    function: int
    wide: bool


def product_entries(a: HostArray, b: HostArray, out: HostArray) -> tuple[Entry, ...] | None:
    """Return the entries of ``np.dot(a, b, out)``, or None if the loop cannot run it.

    Which routine, in which order and with which transposes, is what NumPy itself chooses
    (``cblas_matrixproduct``), so that the bits are the same.
    """
    dtype = common_dtype(a, b, out)
    if dtype is None or max(a.ndim, b.ndim) > 2 or max(a.size, b.size, out.size) > _MOST:
        return None
    if not out.flags.c_contiguous or np.may_share_memory(a, out) or np.may_share_memory(b, out):
        return None
    left, right = _shape(a), _shape(b)
    if left == "scalar":
        return _scaled(b, a, out)
    if right == "scalar":
        return _scaled(a, b, out)
    entry = _product(a, b, out, left, right)
    return None if entry is None else (entry,)


def _product(a: HostArray, b: HostArray, out: HostArray, left: str, right: str) -> Entry | None:
    if right == "column" and left != "matrix":
        return _dot(a, b, out)
    if left == "matrix" and right != "matrix":
        return _matrix_vector(a, b, out, (_ROW_MAJOR, _COLUMN_MAJOR), _PLAIN)
    if left != "matrix" and right == "matrix":
        return _matrix_vector(b, a, out, (_ROW_MAJOR, _COLUMN_MAJOR), _TRANSPOSED)
    return _matrix_matrix(a, b, out)


def _shape(array: HostArray) -> str:
    """Name the shape as NumPy's product does."""
    if array.ndim == 0 or array.size == 1:
        return "scalar"
    if array.ndim == 1 or array.shape[1] == 1:
        return "column"
    return "row" if array.shape[0] == 1 else "matrix"


def _scaled(array: HostArray, factor: HostArray, out: HostArray) -> tuple[Entry, ...] | None:
    """Return a product with a single number: NumPy adds it onto zeros, which shows in -0."""
    if not array.flags.c_contiguous:
        return None
    single = factor.reshape(out.shape if out.size == 1 else (1,))
    inputs = (array.reshape(out.shape), single)
    product = ufunc_entry(np.multiply, inputs, out)
    if out.size == 1 or product is None:
        return None if product is None else (product,)
    onto_zero = ufunc_entry(np.add, (out, _ZERO[out.dtype.char]), out)
    return None if onto_zero is None else (product, onto_zero)


def _dot(a: HostArray, b: HostArray, out: HostArray) -> Entry | None:
    strides = [_step(a), _step(b)]
    entry = _entry(DOT, "dot", out.dtype, (a, b, out))
    if entry is not None and min(strides) > 0:
        entry.k, entry.lda, entry.ldb = a.size, *strides
        return entry
    return None


def _matrix_vector(
    matrix: HostArray, vector: HostArray, out: HostArray, orders: tuple[int, int], side: int
) -> Entry | None:
    if not (matrix.flags.c_contiguous or matrix.flags.f_contiguous) or _step(vector) <= 0:
        return None
    entry = _entry(GEMV, "gemv", out.dtype, (matrix, vector, out))
    if entry is not None:
        by_rows = matrix.flags.c_contiguous
        entry.order, entry.left = orders[0 if by_rows else 1], side
        entry.m, entry.n = matrix.shape
        entry.lda, entry.ldb = matrix.shape[1 if by_rows else 0], _step(vector)
    return entry


def _matrix_matrix(a: HostArray, b: HostArray, out: HostArray) -> Entry | None:
    contiguous = [x.flags.c_contiguous or x.flags.f_contiguous for x in (a, b)]
    # NumPy copies what is not contiguous, and multiplies a matrix with itself by another routine.
    if not all(contiguous) or address(a) == address(b):
        return None
    entry = _entry(GEMM, "gemm", out.dtype, (a, b, out))
    if entry is not None:
        entry.order = _ROW_MAJOR
        entry.left, entry.lda = _transposition(a)
        entry.right, entry.ldb = _transposition(b)
        entry.m, entry.k, entry.n = *a.shape, b.shape[1]
        entry.ldc = max(out.shape[1], 1)
    return entry


def _transposition(matrix: HostArray) -> tuple[int, int]:
    if matrix.flags.c_contiguous:
        return _PLAIN, max(matrix.shape[1], 1)
    return _TRANSPOSED, max(matrix.shape[0], 1)


def _step(vector: HostArray) -> int:
    """Return the distance between neighbours in elements."""
    axis = 0 if vector.ndim == 1 or vector.shape[1] == 1 else 1
    return vector.strides[axis] // vector.itemsize


def _entry(
    kind: int, name: str, dtype: np.dtype[np.generic], arrays: tuple[HostArray, ...]
) -> Entry | None:
    routine = _routine(("s" if dtype == np.float32 else "d") + name)
    if routine is None:
        return None
    entry = Entry(kind=kind, function=routine.function, wide=routine.wide, operands=len(arrays))
    entry.doubles = dtype == np.float64
    for place, array in enumerate(arrays):
        entry.args[place] = address(array)
    return entry


@lru_cache(maxsize=8)
def _routine(name: str) -> _Routine | None:
    """Return NumPy's own BLAS function, if NumPy brings an OpenBLAS whose names are known."""
    path = numpy_blas()
    if path is None:
        return None
    library = ctypes.CDLL(path)
    for symbol, wide in ((f"scipy_cblas_{name}64_", True), (f"scipy_cblas_{name}", False)):
        found = getattr(library, symbol, None)
        if found is not None:
            return _Routine(ctypes.cast(found, ctypes.c_void_p).value or 0, wide)
    return None
