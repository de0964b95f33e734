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
    """A cell of a trace array: its name, its stored row and column (a vector is one row).

    ``sample`` is set where the array is one sample's row of a per-sample step: it is the row that
    the cell has in the whole array, and the index with which it is written.
    """

    name: str
    row: int
    col: int
    value: float
    sample: int | None = None


@dataclass(frozen=True, slots=True)
class Const:
    """A number that is no cell: a hyper-parameter (``symbol`` is its letter, "η") or a count.

    A ``rounded`` one was not typed in but computed, and is written with a few digits.
    """

    value: float
    symbol: str | None = None
    rounded: bool = False


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
    """An expression to a whole power; ``symbol`` is the letter of the exponent, if it has one."""

    base: "Expr"
    exponent: int
    symbol: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A named scalar function of expressions; :data:`FUNCTIONS` has the names."""

    function: str
    arguments: "tuple[Expr, ...]"


@dataclass(frozen=True, slots=True)
class Rest:
    """The last term of a sum over very many cells: ``count`` terms that come to ``value``.

    Nobody reads a list of all the weights of a large network; the largest stand before it.
    """

    value: float
    count: int


Expr: TypeAlias = "Ref | Const | Sum | Product | Quotient | Neg | Power | Call | Rest"


def _sigmoid(z: float) -> float:
    if z >= 0:
        return 1.0 / (1.0 + math.exp(-z))
    e = math.exp(z)
    return e / (1.0 + e)


def _exp(z: float) -> float:
    return math.exp(z) if z < 709.78 else math.inf


def _softplus(z: float) -> float:
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))


FUNCTIONS: dict[str, Callable[..., float]] = {
    "exp": _exp,
    "log": lambda x: math.log(x) if x > 0 else (-math.inf if x == 0 else math.nan),
    "log1p": math.log1p,
    "expm1": lambda z: math.expm1(z) if z < 709.78 else math.inf,
    "sqrt": math.sqrt,
    "abs": abs,
    "max": lambda *values: max(values),  # of one value, too
    "min": lambda *values: min(values),
    "tanh": math.tanh,
    # The cosine of so many half turns.
    "cospi": lambda turns: math.cos(math.pi * turns),
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    # The standard normal distribution: the share below z, and its density at z.
    "normal_below": lambda z: 0.5 * math.erfc(-z * math.sqrt(0.5)),
    "normal_density": lambda z: _exp(-0.5 * z * z) / math.sqrt(math.tau),
    # The gate: 1 where the argument is positive, else 0 (at exactly 0 it is 0).
    "positive": lambda z: 1.0 if z > 0 else 0.0,
}


def _total(values: list[float]) -> float:
    # fsum rounds once, but it raises where infinities meet or a partial sum overflows.
    return math.fsum(values) if all(abs(v) < 1e300 for v in values) else sum(values)


def _divided(above: float, below: float) -> float:
    if below != 0:
        return above / below
    return math.nan if above == 0 or math.isnan(above) else math.copysign(math.inf, above)


def _raised(base: float, exponent: int) -> float:
    try:
        return float(base**exponent)
    except OverflowError:
        return math.copysign(math.inf, base) if exponent % 2 else math.inf


def evaluate(expr: Expr) -> float:
    """Compute the value of ``expr`` in double precision from the values of its cells."""
    match expr:
        case Ref() | Const() | Rest():
            return expr.value
        case Sum(terms):
            return _total([evaluate(term) for term in terms])
        case Product(factors):
            # A product of two cells is by far the most frequent; its factors need no call.
            return math.prod([f.value if isinstance(f, Ref) else evaluate(f) for f in factors])
        case Quotient(numerator, denominator):
            return _divided(evaluate(numerator), evaluate(denominator))
        case Neg(operand):
            return -evaluate(operand)
        case Power(base, exponent):
            return _raised(evaluate(base), exponent)
        case Call(function, arguments):
            return float(FUNCTIONS[function](*(evaluate(a) for a in arguments)))


def children(expr: Expr) -> tuple[Expr, ...]:
    """Return the expressions directly inside ``expr``, in written order."""
    match expr:
        case Ref() | Const() | Rest():
            return ()
        case Sum(parts) | Product(parts) | Call(_, parts):
            return parts
        case Quotient(numerator, denominator):
            return (numerator, denominator)
        case Neg(inner) | Power(inner):
            return (inner,)


def unlisted(expr: Expr) -> int:
    """Return how many terms stand only in a :class:`Rest`."""
    return expr.count if isinstance(expr, Rest) else sum(map(unlisted, children(expr)))


def references(expr: Expr) -> Iterator[Ref]:
    """Yield every cell in ``expr``, in written order, repeats included."""
    if isinstance(expr, Ref):
        yield expr
    for child in children(expr):
        yield from references(child)


def mapped(expr: Expr, change: Callable[[Ref], Ref]) -> Expr:
    """Return the expression with every cell replaced by what ``change`` makes of it."""
    match expr:
        case Ref():
            return change(expr)
        case Const() | Rest():
            return expr
        case Sum(terms):
            return Sum(tuple(mapped(term, change) for term in terms))
        case Product(factors):
            return Product(tuple(mapped(factor, change) for factor in factors))
        case Quotient(numerator, denominator):
            return Quotient(mapped(numerator, change), mapped(denominator, change))
        case Neg(operand):
            return Neg(mapped(operand, change))
        case Power(base, exponent, symbol):
            return Power(mapped(base, change), exponent, symbol)
        case Call(function, arguments):
            return Call(function, tuple(mapped(argument, change) for argument in arguments))
