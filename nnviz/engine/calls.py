"""A bound call: a function with its buffers and ``out=``, ready to be called with nothing."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeAlias

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
    if function in _EXTREMES:
        return partial(_EXTREMES[function], *inputs, out)
    if isinstance(function, np.ufunc) or function is np.dot:
        return partial(function, *inputs, out)
    return partial(function, *inputs, out=out)


def _maximum(first: Array, second: Array, out: Array) -> object:
    return np.maximum(first, second, out=out)


def _minimum(first: Array, second: Array, out: Array) -> object:
    return np.minimum(first, second, out=out)


_EXTREMES: dict[Callable[..., object], Callable[..., object]] = {
    np.maximum: _maximum,
    np.minimum: _minimum,
}
_REAL = {ours: ufunc for ufunc, ours in _EXTREMES.items()}


class Bound(NamedTuple):
    """What a bound call will do: a function of NumPy, its buffers and further keywords."""

    function: Callable[..., object]
    inputs: tuple[Array, ...]
    out: Array
    keywords: Mapping[str, object]


def bound(call: Call) -> Bound | None:
    """Look into a call: its function and buffers, or None if it is not one of NumPy's."""
    if not isinstance(call, partial):
        return None
    function = _REAL.get(call.func, call.func)
    keywords = dict(call.keywords)
    if "out" in keywords:
        return Bound(function, call.args, keywords.pop("out"), keywords)
    if isinstance(function, np.ufunc) or function is np.dot:
        return Bound(function, call.args[:-1], call.args[-1], keywords)
    return None


def run(calls: Iterable[Call]) -> None:
    """Run the calls in their order."""
    for call in calls:
        call()


def scalar(xp: Namespace, value: float, like: Array) -> Array:
    """Return a 0-d array of the dtype of ``like``.

    A Python number costs each call a conversion, and a NumPy float64 would promote float32.
    """
    return xp.asarray(value, dtype=like.dtype)
