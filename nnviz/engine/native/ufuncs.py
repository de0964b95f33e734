"""Element-wise calls as entries of the native loop: NumPy's own inner loop and how it walks."""

import ctypes
from functools import lru_cache

import numpy as np

from nnviz.engine.native.entry import (
    MOST_LOOPS,
    MOST_OPERANDS,
    UFUNC,
    Entry,
    address,
    common_dtype,
)
from nnviz.engine.native.library import own_loop
from nnviz.engine.orientation import HostArray


class _Head(ctypes.Structure):
    """The public beginning of NumPy's ``PyUFuncObject``, as ``numpy/ufuncobject.h`` declares it."""

    _fields_ = (
        ("references", ctypes.c_ssize_t),
        ("type", ctypes.c_void_p),
        ("nin", ctypes.c_int),
        ("nout", ctypes.c_int),
        ("nargs", ctypes.c_int),
        ("identity", ctypes.c_int),
        ("functions", ctypes.POINTER(ctypes.c_void_p)),
        ("data", ctypes.POINTER(ctypes.c_void_p)),
        ("ntypes", ctypes.c_int),
        ("reserved", ctypes.c_int),
        ("name", ctypes.c_char_p),
    )


def ufunc_entry(function: np.ufunc, inputs: tuple[HostArray, ...], out: HostArray) -> Entry | None:
    """Return the entry of ``function(*inputs, out)``, or None if the loop cannot run it."""
    dtype = common_dtype(*inputs, out)
    if dtype is None or len(inputs) != function.nin or _overlaps(inputs, out):
        return None
    spread = [np.broadcast_to(array, out.shape) for array in inputs]
    return walk(function, dtype, [*spread, out])


def reduction_entries(
    function: np.ufunc, source: HostArray, out: HostArray
) -> tuple[Entry, ...] | None:
    """Return the entries that reduce the last axis of ``source`` into ``out`` (…, 1)."""
    dtype = common_dtype(source, out)
    if dtype is None or out.shape != (*source.shape[:-1], 1) or _overlaps((source,), out):
        return None
    first = walk(np.positive, dtype, [source[..., :1], out])
    if source.shape[-1] == 1:
        return None if first is None else (first,)
    rest = source[..., 1:]
    running = np.broadcast_to(out, rest.shape)
    then = walk(function, dtype, [running, rest, running])
    return None if first is None or then is None else (first, then)


def walk(function: np.ufunc, dtype: np.dtype[np.floating], arrays: list[HostArray]) -> Entry | None:
    """Return the entry that calls the inner loop over arrays of one shape, the output last."""
    found = inner_loop(function, dtype.char)
    axes = _axes(arrays)
    if found is None or len(axes) > MOST_LOOPS or len(arrays) > MOST_OPERANDS:
        return None
    entry = Entry(kind=UFUNC, operands=len(arrays))
    gapless = axes[0][1] == (dtype.itemsize,) * len(arrays)
    own = own_loop(function.__name__, dtype.name) if gapless else None
    entry.function, entry.data = found if own is None else (own, None)
    for place, array in enumerate(arrays):
        entry.args[place] = address(array)
    axes += [(1, (0,) * len(arrays))] * (MOST_LOOPS - len(axes))
    for loop, (count, strides) in enumerate(axes):
        entry.counts[loop] = count
        for place, stride in enumerate(strides):
            entry.strides[loop][place] = stride
    return entry


def _axes(arrays: list[HostArray]) -> list[tuple[int, tuple[int, ...]]]:
    """Return the counts and strides of the loops, innermost first, neighbours joined."""
    axes: list[tuple[int, tuple[int, ...]]] = []
    for axis in reversed(range(arrays[0].ndim)):
        count = arrays[0].shape[axis]
        strides = tuple(array.strides[axis] for array in arrays)
        if count == 1:
            continue
        if axes and strides == tuple(axes[-1][0] * stride for stride in axes[-1][1]):
            axes[-1] = (axes[-1][0] * count, axes[-1][1])
        else:
            axes.append((count, strides))
    return axes or [(1, (0,) * len(arrays))]


def _overlaps(inputs: tuple[HostArray, ...], out: HostArray) -> bool:
    """Say whether an input shares memory with the output without being the same cells.

    NumPy would work on a copy then.
    """
    return any(
        np.may_share_memory(array, out)
        and (address(array), array.shape, array.strides) != (address(out), out.shape, out.strides)
        for array in inputs
    )


@lru_cache(maxsize=256)
def inner_loop(function: np.ufunc, char: str) -> tuple[int, int | None] | None:
    """Return the inner loop and its data for a number type, or None if it is not to be had."""
    signature = char * function.nin + "->" + char
    if function.nout != 1 or function.signature is not None or signature not in function.types:
        return None
    head = _Head.from_address(id(function))
    # Whether this NumPy has the layout that is written above; a wrong one must never be called.
    described = (function.nin, function.nout, function.nargs, function.ntypes)
    if (head.nin, head.nout, head.nargs, head.ntypes) != described:
        return None
    if head.name != function.__name__.encode():
        return None
    place = function.types.index(signature)
    return head.functions[place], head.data[place]
