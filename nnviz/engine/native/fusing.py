"""Turns runs of neighbouring bound calls into one call of the native loop each."""

import ctypes
from collections.abc import Callable
from functools import partial
from itertools import groupby

import numpy as np

from nnviz.engine.calls import Bound, Call, bound
from nnviz.engine.native.entry import Entry
from nnviz.engine.native.library import loop
from nnviz.engine.native.products import product_entries
from nnviz.engine.native.ufuncs import reduction_entries, ufunc_entry

_REDUCTION = {"axis": -1, "keepdims": True}


def fuse(calls: list[Call]) -> list[Call]:
    """Return calls that do the same, to the last bit, with fewer steps through Python.

    What the native loop cannot run (another array library, another number type, a function of
    Python) stays as it is, in its place.
    """
    run = loop()
    if run is None:
        return calls
    lowered = [(call, _entries(call)) for call in calls]
    fused: list[Call] = []
    for native, group in groupby(lowered, key=lambda pair: pair[1] is not None):
        members = list(group)
        originals = [call for call, _ in members]
        if native:
            entries = [entry for _, found in members for entry in found or ()]
            fused.append(_segment(run, entries, originals))
        else:
            fused += originals
    return fused


def is_fused(call: Call) -> bool:
    """Say whether the call is one of the native loop; those never warn."""
    return isinstance(call, partial) and "originals" in vars(call)


def _segment(run: Callable[..., object], entries: list[Entry], originals: list[Call]) -> Call:
    table = (Entry * len(entries))(*entries)
    segment = partial(run, ctypes.byref(table), ctypes.c_int64(len(entries)))
    # The table has only addresses: this keeps the buffers behind them alive.
    vars(segment)["originals"] = originals
    return segment


def _entries(call: Call) -> tuple[Entry, ...] | None:
    """Return the entries of one bound call, or None if it must be called as it is."""
    parts = bound(call)
    if parts is None:
        return None
    if parts.keywords == _REDUCTION:
        return _reduction(parts)
    if parts.keywords:
        return None
    if parts.function is np.dot:
        left, right = parts.inputs
        return product_entries(left, right, parts.out)
    if isinstance(parts.function, np.ufunc):
        entry = ufunc_entry(parts.function, parts.inputs, parts.out)
        return None if entry is None else (entry,)
    return None


def _reduction(parts: Bound) -> tuple[Entry, ...] | None:
    ufunc = getattr(parts.function, "__self__", None)
    if not isinstance(ufunc, np.ufunc) or parts.function != ufunc.reduce:
        return None
    (source,) = parts.inputs
    return reduction_entries(ufunc, source, parts.out)
