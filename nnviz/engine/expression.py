"""The scalar arithmetic behind one cell, as a small tree that can be evaluated and written out.

An op's ``explain`` builds one of these; the value, the formula with letters, the formula with
numbers, the LaTeX and the list of sources are all read from the same tree, so that they cannot
disagree.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Ref:
    """A cell of a trace array: its name, its stored row and column (a vector is one row)."""

    name: str
    row: int
    col: int
    value: float


@dataclass(frozen=True, slots=True)
class Const:
    """A number that is no cell: a hyper-parameter (``symbol`` is its letter, "η") or a count."""

    value: float
    symbol: str | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms added from left to right; a ``Neg`` term is written as a difference."""

    terms: "tuple[Expr, ...]"


@dataclass(frozen=True, slots=True)
class Product:
    """Factors multiplied."""

    factors: "tuple[Expr, ...]"


@dataclass(frozen=True, slots=True)
class Quotient:
    """One expression divided by another."""

    numerator: "Expr"
    denominator: "Expr"


@dataclass(frozen=True, slots=True)
class Neg:
    """The negative of an expression."""

    operand: "Expr"


@dataclass(frozen=True, slots=True)
class Power:
    """An expression to a whole power."""

    base: "Expr"
    exponent: int


@dataclass(frozen=True, slots=True)
class Call:
    """A named scalar function of expressions; :data:`FUNCTIONS` has the names."""

    function: str
    arguments: "tuple[Expr, ...]"


Expr: TypeAlias = "Ref | Const | Sum | Product | Quotient | Neg | Power | Call"


def _sigmoid(z: float) -> float:
    if z >= 0:
        return 1.0 / (1.0 + math.exp(-z))
    e = math.exp(z)
    return e / (1.0 + e)


def _exp(z: float) -> float:
    return math.exp(z) if z < 709.78 else math.inf


FUNCTIONS: dict[str, Callable[..., float]] = {
    "exp": _exp,
    "log": lambda x: math.log(x) if x > 0 else (-math.inf if x == 0 else math.nan),
    "log1p": math.log1p,
    "sqrt": math.sqrt,
    "abs": abs,
    "max": max,
    "tanh": math.tanh,
    "sigmoid": _sigmoid,
    # The gate: 1 where the argument is positive, else 0 (at exactly 0 it is 0).
    "positive": lambda z: 1.0 if z > 0 else 0.0,
}


def evaluate(expr: Expr) -> float:
    """Compute the value of ``expr`` in double precision from the values of its cells."""
    match expr:
        case Ref() | Const():
            return expr.value
        case Sum(terms):
            return math.fsum(evaluate(term) for term in terms)
        case Product(factors):
            return math.prod(evaluate(factor) for factor in factors)
        case Quotient(numerator, denominator):
            return evaluate(numerator) / evaluate(denominator)
        case Neg(operand):
            return -evaluate(operand)
        case Power(base, exponent):
            return float(evaluate(base) ** exponent)
        case Call(function, arguments):
            return float(FUNCTIONS[function](*(evaluate(a) for a in arguments)))


def children(expr: Expr) -> tuple[Expr, ...]:
    """Return the expressions directly inside ``expr``, in written order."""
    match expr:
        case Ref() | Const():
            return ()
        case Sum(parts) | Product(parts) | Call(_, parts):
            return parts
        case Quotient(numerator, denominator):
            return (numerator, denominator)
        case Neg(inner) | Power(inner, _):
            return (inner,)


def references(expr: Expr) -> Iterator[Ref]:
    """Yield every cell in ``expr``, in written order, repeats included."""
    if isinstance(expr, Ref):
        yield expr
    for child in children(expr):
        yield from references(child)
