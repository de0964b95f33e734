"""A bound call: a function with its buffers and ``out=``, ready to be called with nothing."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeAlias

import numpy as np

Call: TypeAlias = Callable[[], object]
# An array of whatever backend is in use, and the namespace of functions that goes with it.
Array: TypeAlias = Any
Namespace: TypeAlias = Any


def bind(function: Callable[..., object], *inputs: Array, out: Array) -> Call:
    """Bind ``function`` to its input buffers and its output buffer, once.

    A keyword costs a bound call as much again as the call itself, and NumPy takes ``out`` by
    position too, but for maximum and minimum, where that is deprecated.
    """
    if function is np.maximum or function is np.minimum:
        first, second = inputs
        return lambda: function(first, second, out=out)
    if isinstance(function, np.ufunc) or function is np.dot:
        return partial(function, *inputs, out)
    return partial(function, *inputs, out=out)


def run(calls: Iterable[Call]) -> None:
    """Run the calls in their order."""
    for call in calls:
        call()


def scalar(xp: Namespace, value: float, like: Array) -> Array:
    """Return a 0-d array of the dtype of ``like``.

    A Python number costs each call a conversion, and a NumPy float64 would promote float32.
    """
    return xp.asarray(value, dtype=like.dtype)
