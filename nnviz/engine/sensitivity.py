"""How much each cell has to do with a value: its share of a sum, or the slope towards it.

A sum is taken apart into shares that add up to it; cells that are multiplied share one share.
Where cells go into something that is no sum, a cell's amount is slope × value, by exact
differentiation of the expression: by how much the value would fall, to first order, if the cell
were not there.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from nnviz.engine.expression import (
    FUNCTIONS,
    Call,
    Const,
    Expr,
    Neg,
    Power,
    Product,
    Quotient,
    Ref,
    Sum,
    evaluate,
    references,
)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one cell has to do with a value.

    ``exact`` says that ``amount`` is a share of a sum; else it is slope × value of the cell.
    """

    cell: Ref
    amount: float
    exact: bool

    @property
    def size(self) -> float:
        """How much it counts when the largest are wanted first; what is not finite is largest."""
        return abs(self.amount) if math.isfinite(self.amount) else math.inf


@dataclass(frozen=True, slots=True)
class Share:
    """Terms that have cells in common, with these cells; constants alone have none."""

    amount: float
    contributions: tuple[Contribution, ...]

    @property
    def size(self) -> float:
        """How much it counts when the largest are wanted first."""
        return max((part.size for part in self.contributions), default=-1.0)


@dataclass(frozen=True, slots=True)
class _Term:
    """A part of a sum, what it adds, and the cells in it."""

    expr: Expr
    amount: float
    cells: tuple[Ref, ...]


def shares(expr: Expr) -> tuple[Share, ...]:
    """Return the shares of a value, the largest first; together they are the value.

    An expression that is no sum is one share.
    """
    slopes_of = _Slopes(expr)
    found = [_share(group, slopes_of) for group in _grouped(_terms(expr, 1.0))]
    return tuple(sorted(found, key=lambda share: -share.size))


def slopes(expr: Expr) -> dict[Ref, float]:
    """Return ∂value/∂cell for every cell of ``expr``, exactly, by the chain rule backwards.

    At a corner (max, abs) it is the slope of the side that the value is on.
    """
    found: dict[Ref, float] = {}
    _spread(expr, 1.0, found)
    return found


class _Slopes:
    """The slopes of one expression, worked out when they are first asked for."""

    def __init__(self, expr: Expr) -> None:
        self._expr = expr
        self._found: dict[Ref, float] | None = None

    def amount(self, ref: Ref) -> float:
        if self._found is None:
            self._found = slopes(self._expr)
        return self._found[ref] * ref.value


def _share(group: Sequence[_Term], slopes_of: _Slopes) -> Share:
    cells = tuple(dict.fromkeys(ref for term in group for ref in term.cells))
    amount = sum(term.amount for term in group)
    if len(cells) == 1 or (len(group) == 1 and _is_product(group[0])):
        return Share(amount, tuple(Contribution(ref, amount, True) for ref in cells))
    parts = [Contribution(ref, slopes_of.amount(ref), False) for ref in cells]
    return Share(amount, tuple(sorted(parts, key=lambda part: -part.size)))


def _is_product(term: _Term) -> bool:
    """Say whether a term is a product of different cells: each of them is all of it."""
    expr = term.expr
    if not isinstance(expr, Product):
        return False
    refs = [factor for factor in expr.factors if isinstance(factor, Ref)]
    plain = all(isinstance(factor, Ref | Const) for factor in expr.factors)
    return plain and len(set(refs)) == len(refs)


def _terms(expr: Expr, scale: float) -> list[_Term]:
    """Take a sum apart, through signs and factors that have no cell in them."""
    match expr:
        case Sum(terms):
            return [found for term in terms for found in _terms(term, scale)]
        case Neg(operand):
            return _terms(operand, -scale)
        case Quotient(above, below) if not _has_cell(below) and evaluate(below):
            return _terms(above, scale / evaluate(below))
        case Product(factors):
            celled = [factor for factor in factors if _has_cell(factor)]
            if len(celled) == 1 and not isinstance(celled[0], Ref):
                rest = math.prod(evaluate(f) for f in factors if f is not celled[0])
                return _terms(celled[0], scale * rest)
    cells = tuple(dict.fromkeys(references(expr)))
    return [_Term(expr, scale * evaluate(expr), cells)]


def _grouped(terms: Iterable[_Term]) -> list[list[_Term]]:
    """Put terms that have a cell in common together, in the order of the sum."""
    groups: dict[int, list[_Term]] = {}
    home: dict[Ref, int] = {}
    for number, term in enumerate(terms):
        groups[number] = [term]
        for old in sorted({home[ref] for ref in term.cells if ref in home}):
            groups[number] = [*groups.pop(old), *groups[number]]
        for member in groups[number]:
            home.update(dict.fromkeys(member.cells, number))
    return list(groups.values())


def _has_cell(expr: Expr) -> bool:
    return next(references(expr), None) is not None


def _spread(expr: Expr, arriving: float, found: dict[Ref, float]) -> None:
    """Add to ``found`` what ``expr`` passes on of the slope that arrives at it."""
    match expr:
        case Ref():
            found[expr] = found.get(expr, 0.0) + arriving
        case Const():
            return
        case Sum(terms):
            for term in terms:
                _spread(term, arriving, found)
        case Neg(operand):
            _spread(operand, -arriving, found)
        case Product(factors):
            _spread_all(factors, _without_one([evaluate(f) for f in factors]), arriving, found)
        case Quotient(above, below):
            over = _divided(1.0, evaluate(below))
            _spread_all((above, below), (over, -evaluate(above) * over * over), arriving, found)
        case Power(base, exponent):
            _spread(base, arriving * exponent * evaluate(base) ** (exponent - 1), found)
        case Call(function, arguments):
            inner = SLOPES[function]([evaluate(argument) for argument in arguments])
            _spread_all(arguments, inner, arriving, found)


def _spread_all(
    parts: Sequence[Expr], inner: Sequence[float], arriving: float, found: dict[Ref, float]
) -> None:
    for part, slope in zip(parts, inner, strict=True):
        _spread(part, arriving * slope, found)


def _without_one(values: Sequence[float]) -> list[float]:
    """Return for each factor the product of all others."""
    return [
        math.prod(value for other, value in enumerate(values) if other != place)
        for place in range(len(values))
    ]


def _divided(above: float, below: float) -> float:
    return above / below if below else math.copysign(math.inf, above)


def _chosen(pick: Callable[[Sequence[float]], float], values: Sequence[float]) -> list[float]:
    """Return 1 for the argument that is taken, 0 for the others."""
    place = values.index(pick(values)) if pick(values) in values else 0
    return [1.0 if k == place else 0.0 for k in range(len(values))]


_exp, _sigmoid, _density = FUNCTIONS["exp"], FUNCTIONS["sigmoid"], FUNCTIONS["normal_density"]

# The slope of each function of :data:`nnviz.engine.expression.FUNCTIONS` at its arguments.
SLOPES: dict[str, Callable[[list[float]], Sequence[float]]] = {
    "exp": lambda z: (_exp(z[0]),),
    "log": lambda x: (_divided(1.0, x[0]),),
    "log1p": lambda x: (_divided(1.0, 1.0 + x[0]),),
    "expm1": lambda z: (_exp(z[0]),),
    "sqrt": lambda x: (_divided(0.5, math.sqrt(x[0])),),
    "abs": lambda x: (math.copysign(1.0, x[0]) if x[0] else 0.0,),
    "max": lambda values: _chosen(max, values),
    "min": lambda values: _chosen(min, values),
    "cospi": lambda turns: (-math.pi * math.sin(math.pi * turns[0]),),
    "tanh": lambda z: (1.0 - math.tanh(z[0]) ** 2,),
    "sigmoid": lambda z: (_sigmoid(z[0]) * (1.0 - _sigmoid(z[0])),),
    "softplus": lambda z: (_sigmoid(z[0]),),
    "normal_below": lambda z: (_density(z[0]),),
    "normal_density": lambda z: (-z[0] * _density(z[0]),),
    "positive": lambda _z: (0.0,),
}
