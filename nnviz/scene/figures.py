"""How many decimals an array is written with and how wide its longest number is."""

import weakref
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nnviz.scene.numbers import decimals_for, widest
from nnviz.scene.primitives import FloatArray


@dataclass(frozen=True, slots=True)
class Figures:
    """The decimals of a whole array and the characters of its longest number."""

    decimals: int
    widest: int


# Looking through a large array takes longer than placing it; recorded arrays never change, so
# the answer is kept for as long as the array that owns the memory lives.
_Key: TypeAlias = tuple[int, int, tuple[int, ...], tuple[int, ...], int]
_KNOWN: dict[_Key, Figures] = {}
_LONGEST: dict[tuple[int, int, tuple[int, ...], int], int] = {}


def figures(values: FloatArray, digits: int) -> Figures:
    """Return the figures of an array at a number of significant digits."""
    owner = owner_of(values)
    if owner.flags.writeable:
        return _look(values, digits)
    start = int(values.__array_interface__["data"][0])
    key = (id(owner), start, values.shape, values.strides, digits)
    if key not in _KNOWN:
        _KNOWN[key] = _look(values, digits)
        weakref.finalize(owner, _KNOWN.pop, key, None)
    return _KNOWN[key]


def longest(values: FloatArray, decimals: int) -> int:
    """Return the characters of the longest number of an array that is written so."""
    owner = owner_of(values)
    key = (id(owner), int(values.__array_interface__["data"][0]), values.shape, decimals)
    if owner.flags.writeable:
        return widest(values, decimals)
    if key not in _LONGEST:
        _LONGEST[key] = widest(values, decimals)
        weakref.finalize(owner, _LONGEST.pop, key, None)
    return _LONGEST[key]


def owner_of(values: FloatArray) -> npt.NDArray[Any]:
    """Return the array that holds the memory; NumPy lets a view point straight at it."""
    return values.base if isinstance(values.base, np.ndarray) else values


def _look(values: FloatArray, digits: int) -> Figures:
    decimals = decimals_for(values, digits)
    return Figures(decimals, widest(values, decimals))
