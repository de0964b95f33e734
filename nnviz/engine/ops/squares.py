"""Sums of squares over all cells of many arrays, as the penalty and the gradient norm need them."""

import weakref

import numpy as np

from nnviz.engine.expression import Expr, Power, Ref, Rest, Sum
from nnviz.engine.ops.rule import shape_as_table
from nnviz.engine.orientation import HostArray
from nnviz.engine.step import Step

# So many cells are listed one by one. Of more, the largest are, and the others as one number: a
# network has up to millions, and nobody reads them.
MOST_LISTED = 512
LISTED = 32

# A picture asks for the same sum in every frame; recorded arrays never change.
_Known = tuple[tuple["weakref.ref[HostArray]", ...], Sum]
_KNOWN: dict[tuple[str, ...], _Known] = {}


def sum_of_squares(step: Step) -> Sum:
    """Return Σ x² over all cells of all inputs of the step."""
    names = tuple(step.inputs)
    arrays = tuple(step.inputs.values())
    known = _KNOWN.get(names)
    if known is not None and all(r() is a for r, a in zip(known[0], arrays, strict=True)):
        return known[1]
    total = _sum(names, arrays)
    _KNOWN.clear()
    _KNOWN[names] = tuple(weakref.ref(array) for array in arrays), total
    return total


def _sum(names: tuple[str, ...], arrays: tuple[HostArray, ...]) -> Sum:
    count = sum(array.size for array in arrays)
    if count <= MOST_LISTED:
        every = [np.arange(array.size) for array in arrays]
        return Sum(_terms(names, arrays, every))
    chosen = _largest(arrays)
    rest = 0.0
    for array, places in zip(arrays, chosen, strict=True):
        others = np.delete(array.reshape(-1), places).astype(np.float64)
        rest += float(others @ others)
    return Sum((*_terms(names, arrays, chosen), Rest(rest, count - LISTED)))


def _largest(arrays: tuple[HostArray, ...]) -> list[HostArray]:
    """Return for each array the places of those of its cells that are the largest of all."""
    sizes = np.abs(np.concatenate([array.reshape(-1) for array in arrays]))
    places = np.sort(np.argpartition(sizes, -LISTED)[-LISTED:])
    stops = np.cumsum([array.size for array in arrays])
    starts = stops - [array.size for array in arrays]
    return [
        places[(places >= start) & (places < stop)] - start
        for start, stop in zip(starts, stops, strict=True)
    ]


def _terms(
    names: tuple[str, ...], arrays: tuple[HostArray, ...], chosen: list[HostArray]
) -> tuple[Expr, ...]:
    found: list[Expr] = []
    for name, array, places in zip(names, arrays, chosen, strict=True):
        columns, flat = shape_as_table(array)[1], array.reshape(-1)
        values = flat[places].tolist()
        found += [
            Power(Ref(name, place // columns, place % columns, value), 2)
            for place, value in zip(places.tolist(), values, strict=True)
        ]
    return tuple(found)
