"""Which terms of a long sum are written: the largest, in the order in which they stand."""

import math
from collections.abc import Callable

from nnviz.engine.expression import Expr, Rest, evaluate

# One line is written with letters, with numbers and at several lengths, always from the same
# terms: their order by size is found once. The terms are kept, so that an id stays theirs.
_KNOWN: dict[tuple[int, int], tuple[tuple[Expr, ...], list[int]]] = {}
_MOST_KNOWN = 8


def largest(terms: tuple[Expr, ...], most: int) -> list[Expr]:
    """Return the ``most`` terms that are largest in magnitude, in their written order.

    Of equal terms the earlier ones are kept. A term that is not a number counts as the largest.
    """
    return _kept(terms, most, _magnitude)


def deciding(function: str, arguments: tuple[Expr, ...], most: int) -> list[Expr]:
    """Return ``most`` arguments of a function, among them the one that it picks."""
    return _kept(arguments, most, _PICKS.get(function, _magnitude))


def _kept(terms: tuple[Expr, ...], most: int, size: Callable[[Expr], float]) -> list[Expr]:
    return [terms[place] for place in sorted(_ranked(terms, size)[:most])]


def _ranked(terms: tuple[Expr, ...], size: Callable[[Expr], float]) -> list[int]:
    """Return the places of the terms from the largest to the smallest; the sort is stable."""
    key = id(terms), id(size)
    known = _KNOWN.get(key)
    if known is not None and known[0] is terms:
        return known[1]
    if len(_KNOWN) >= _MOST_KNOWN:
        _KNOWN.clear()
    sizes = [size(term) for term in terms]
    order = sorted(range(len(terms)), key=sizes.__getitem__, reverse=True)
    _KNOWN[key] = terms, order
    return order


def _magnitude(term: Expr) -> float:
    return _or_infinite(abs(evaluate(term)))


def _or_infinite(size: float) -> float:
    return math.inf if math.isnan(size) else size


_PICKS: dict[str, Callable[[Expr], float]] = {
    "max": lambda argument: _or_infinite(evaluate(argument)),
    "min": lambda argument: _or_infinite(-evaluate(argument)),
}


def split(terms: tuple[Expr, ...]) -> tuple[tuple[Expr, ...], int]:
    """Return the terms of a sum that are there one by one, and how many stand in its rest."""
    rest = terms[-1]
    return (terms[:-1], rest.count) if isinstance(rest, Rest) else (terms, 0)
