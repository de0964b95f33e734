"""Whether an expression still adds up when every number in it is rounded for display."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from nnviz.engine import decimals, numerals
from nnviz.engine.expression import Expr, Rest, Sum, children, evaluate, mapped
from nnviz.engine.expression_latex import MAX_TERMS

Format = Callable[[float], str]


def looks_right(
    expr: Expr, result: float, number_format: Format, max_terms: int = MAX_TERMS
) -> bool:
    """Say whether a reader who computes with the displayed numbers gets the displayed result.

    It also looks wrong when a change is shown that leaves no mark: 0.30 − 0.005 = 0.30. A sum
    of which only some terms are written cannot be checked by a reader, and passes.
    """
    if _is_elided(expr, max_terms):
        return True
    shown = mapped(expr, lambda ref: replace(ref, value=_displayed(ref.value, number_format)))
    displayed, computed = _displayed(result, number_format), evaluate(shown)
    if not (math.isfinite(displayed) and math.isfinite(computed)):
        return True
    if _displayed(computed, number_format) != displayed:
        return False
    return not _vanishes(shown, displayed, computed)


def first_that_looks_right(
    expr: Expr, result: float, formats: Sequence[Format], max_terms: int = MAX_TERMS
) -> Format:
    """Return the first format in which the arithmetic looks right, else the second.

    Hand in the usual format, then those with one digit more, two digits more.
    """
    for number_format in formats:
        if looks_right(expr, result, number_format, max_terms):
            return number_format
    # No number of digits helps, so that one more than usual must do.
    return formats[min(1, len(formats) - 1)]


def significant_format(digits: int) -> Format:
    """Return the format with so many significant digits; below zero with −1 − p behind the point.

    (A code as :func:`nnviz.engine.decimals.decimals_for` takes it.)
    """
    if digits < 0:
        return lambda value: decimals.written(value, decimals.decimals_for([value], digits))
    return lambda value: numerals.significant(value, digits)


def _displayed(value: float, number_format: Format) -> float:
    return numerals.read(number_format(value)) if math.isfinite(value) else value


def _is_elided(expr: Expr, max_terms: int) -> bool:
    inner = children(expr)
    if isinstance(expr, Rest) or len(inner) > max_terms:
        return True
    return any(_is_elided(child, max_terms) for child in inner)


def _vanishes(shown: Expr, displayed: float, computed: float) -> bool:
    if not isinstance(shown, Sum) or len(shown.terms) < 2:
        return False
    return displayed == evaluate(shown.terms[0]) and displayed != computed
