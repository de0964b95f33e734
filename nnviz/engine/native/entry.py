"""One line of the native loop's table, laid out as in ``loop.c``."""

import ctypes

import numpy as np

from nnviz.engine.orientation import HostArray

UFUNC, GEMM, GEMV, DOT = range(4)
MOST_OPERANDS = 4
MOST_LOOPS = 3


class Entry(ctypes.Structure):
    """A call: its function, where its operands lie, and how it walks over them."""

    _fields_ = (
        ("kind", ctypes.c_int64),
        ("function", ctypes.c_void_p),
        ("data", ctypes.c_void_p),
        ("operands", ctypes.c_int64),
        ("args", ctypes.c_void_p * MOST_OPERANDS),
        ("counts", ctypes.c_ssize_t * MOST_LOOPS),
        ("strides", ctypes.c_ssize_t * MOST_OPERANDS * MOST_LOOPS),
        *((name, ctypes.c_int64) for name in ("order", "left", "right", "m", "n", "k")),
        *((name, ctypes.c_int64) for name in ("lda", "ldb", "ldc", "wide", "doubles")),
    )


def common_dtype(*arrays: object) -> np.dtype[np.floating] | None:
    """Return the dtype of the arrays if all are NumPy's, of one kind of float; else None."""
    dtypes = {array.dtype if isinstance(array, np.ndarray) else None for array in arrays}
    (dtype, *others) = dtypes
    floats = (np.dtype(np.float32), np.dtype(np.float64))
    return dtype if not others and dtype in floats else None


def address(array: HostArray) -> int:
    """Return where the first element of the array lies."""
    return int(array.__array_interface__["data"][0])
