"""Writing an expression as LaTeX, with letters or with numbers.

The cells are written by whoever asks (:class:`Leaves`), so that the line of text on the stage
(:mod:`nnviz.engine.expression_text`) is this very writing with other leaves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from nnviz.engine import notation
from nnviz.engine.elision import deciding, largest, split
from nnviz.engine.expression import (
    Call,
    Const,
    Expr,
    Neg,
    Power,
    Product,
    Quotient,
    Ref,
    Rest,
    Sum,
)
from nnviz.engine.numerals import exact, significant, to_latex
from nnviz.engine.orientation import Orientation

# The letters of hyper-parameters and counts as LaTeX; any other symbol is written as it is.
SYMBOLS = {
    "η": r"\eta", "λ": r"\lambda", "μ": r"\mu", "ε": r"\epsilon", "α": r"\alpha",
    "γ": r"\gamma", "β₁": r"\beta_{1}", "β₂": r"\beta_{2}", "η₀": r"\eta_{0}",
    "ε₁": r"\epsilon_{1}", "ε₂": r"\epsilon_{2}",
}  # fmt: skip

MAX_TERMS = 6
_ROUNDED_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Leaves:
    """How the ends of the tree are written, and how many terms of a sum at most."""

    ref: Callable[[Ref], str]
    const: Callable[[Const], str]
    numeric: bool
    max_terms: int


def expression_latex(
    expr: Expr,
    *,
    numeric: bool,
    orientation: Orientation = "textbook",
    number_format: Callable[[float], str] = exact,
    max_terms: int = MAX_TERMS,
) -> str:
    """Return the expression as LaTeX, its cells as letters or as numbers.

    A sum of more than ``max_terms`` terms is written with its largest terms, in their order, and
    then the number of those left out in brackets between dots.
    """

    def cell(ref: Ref) -> str:
        if numeric:
            return to_latex(number_format(ref.value))
        return ref_latex(ref, orientation)

    return write(expr, Leaves(cell, lambda const: const_latex(const, numeric), numeric, max_terms))


def ref_latex(ref: Ref, orientation: Orientation) -> str:
    """Return the letter of a cell with its indices."""
    row = ref.row if ref.sample is None else ref.sample
    return notation.latex(ref.name, orientation, row, ref.col)


def const_latex(const: Const, numeric: bool) -> str:
    """Return the letter of a constant, or its number, which is never rounded to the display."""
    if const.symbol is not None and not numeric:
        return SYMBOLS.get(const.symbol, const.symbol)
    return to_latex(const_number(const))


def const_number(const: Const) -> str:
    """Return the number of a constant: as it was typed in, or rounded if it was computed."""
    return significant(const.value, _ROUNDED_DIGITS) if const.rounded else exact(const.value)


def write(expr: Expr, leaves: Leaves) -> str:
    """Write an expression with the given leaves."""
    match expr:
        case Ref():
            return leaves.ref(expr)
        case Const():
            return leaves.const(expr)
        case Rest():
            return _left_out(expr.count)
        case Sum(terms):
            return _sum(terms, leaves)
        case Product(factors):
            return _product(factors, leaves)
        case Quotient(numerator, denominator):
            return rf"\frac{{{write(numerator, leaves)}}}{{{write(denominator, leaves)}}}"
        case Neg(operand):
            return f"-{_factor(operand, leaves)}"
        case Power():
            return _power(expr, leaves)
        case Call(function, arguments):
            return _CALLS[function](*_arguments(function, arguments, leaves))


def _sum(terms: tuple[Expr, ...], leaves: Leaves) -> str:
    single, unlisted = split(terms)
    kept = largest(single, leaves.max_terms) if len(single) > leaves.max_terms else single
    written = write(kept[0], leaves) + "".join(_later(term, leaves) for term in kept[1:])
    count = len(single) - len(kept) + unlisted
    return f"{written} + {_left_out(count)}" if count else written


def _left_out(count: int) -> str:
    return rf"\cdots ({count}) \cdots"


def _arguments(function: str, arguments: tuple[Expr, ...], leaves: Leaves) -> list[str]:
    left_out = len(arguments) - leaves.max_terms
    if left_out <= 0:
        return [write(argument, leaves) for argument in arguments]
    kept = deciding(function, arguments, leaves.max_terms)
    return [*(write(argument, leaves) for argument in kept), _left_out(left_out)]


def _later(term: Expr, leaves: Leaves) -> str:
    if isinstance(term, Neg):
        return f" - {_factor(term.operand, leaves)}"
    written = write(term, leaves)
    return " + " + (_bracketed(written) if _is_negative(term, leaves) else written)


def _is_negative(expr: Expr, leaves: Leaves) -> bool:
    """Say whether the writing of ``expr`` starts with a minus sign."""
    match expr:
        case Neg():
            return True
        case Ref() | Const():
            return leaves.numeric and expr.value < 0
        case Sum(terms):
            return _is_negative(terms[0], leaves)
        case Product(factors):
            return _is_negative(factors[0], leaves) and not leaves.numeric
        case Quotient(numerator):
            return _is_negative(numerator, leaves) and not isinstance(numerator, Sum)
        case _:
            return False


def _product(factors: tuple[Expr, ...], leaves: Leaves) -> str:
    pieces = [_piece(factor, leaves) for factor in factors]
    written = pieces[0]
    for before, after in pairwise(pieces):
        # (−0.27)(1) needs no dot; w·x, 0.1·(0.05) and max(0, 2)·(0.05) do.
        opening = ("(", r"\left(")
        closed = before.startswith(opening) and before.endswith(")") and after.startswith(opening)
        written += after if leaves.numeric and closed else rf" \cdot {after}"
    return written


def _piece(factor: Expr, leaves: Leaves) -> str:
    if leaves.numeric and isinstance(factor, Ref | Const):
        plain = isinstance(factor, Const) and factor.value >= 0
        return write(factor, leaves) if plain else _bracketed(write(factor, leaves))
    return _factor(factor, leaves)


def _factor(expr: Expr, leaves: Leaves) -> str:
    """Write an operand of a product or of a minus sign, in brackets where it needs them."""
    written = write(expr, leaves)
    loose = isinstance(expr, Sum | Neg) or _is_negative(expr, leaves)
    return _bracketed(written) if loose else written


def _power(power: Power, leaves: Leaves) -> str:
    letter = power.symbol if power.symbol and not leaves.numeric else str(power.exponent)
    base = write(power.base, leaves)
    bare = isinstance(power.base, Const) and not _is_negative(power.base, leaves)
    bare = bare and "^" not in base  # a letter with the number of its layer
    return f"{base if bare else _bracketed(base)}^{{{letter}}}"


def _bracketed(written: str) -> str:
    return rf"\left({written}\right)" if r"\frac" in written else f"({written})"


def _function(name: str) -> Callable[..., str]:
    return lambda *arguments: name + _bracketed(", ".join(arguments))


_CALLS: dict[str, Callable[..., str]] = {
    "exp": _function(r"\exp"),
    "log": _function(r"\log"),
    "log1p": lambda argument: r"\log" + _bracketed(f"1 + {argument}"),
    "expm1": lambda argument: r"(\exp" + _bracketed(argument) + " - 1)",
    "sqrt": lambda argument: rf"\sqrt{{{argument}}}",
    "abs": lambda argument: f"|{argument}|",
    "max": _function(r"\max"),
    "min": _function(r"\min"),
    "tanh": _function(r"\tanh"),
    "cospi": lambda argument: r"\cos" + _bracketed(rf"\pi \cdot {argument}"),
    "sigmoid": _function(r"\sigma"),
    "softplus": lambda argument: r"\log" + _bracketed(r"1 + \exp" + _bracketed(argument)),
    "normal_below": _function(r"\Phi"),
    "normal_density": _function(r"\varphi"),
    "positive": lambda argument: f"[{argument} > 0]",
}
