"""The graph of an activation function for the strip under the matrices."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from nnviz.engine import activations
from nnviz.engine.expression import Const, Expr, evaluate
from nnviz.engine.message import Message
from nnviz.engine.step import Step
from nnviz.scene.blocks import Block, magnitude
from nnviz.scene.content import Moment, Plot
from nnviz.scene.primitives import FloatArray

_POINTS = 161
_LEAST_REACH = 3.0
_MOST_MARKS = 64


def activation_plot(moment: Moment, argument: Block, slopes: FloatArray | None = None) -> Plot:
    """Return the function over the range of ``argument``, with the point of the lit cell.

    ``slopes``, shaped like the argument's values, give the tangent's slope at the point.
    """
    xs, ys = _graph(*_function(moment.step), reach_of(argument))
    marks = marks_of(argument)
    if moment.cell is None:
        return Plot(xs, ys, marks=marks)
    z = float(argument.values[moment.cell])
    point = (z, float(np.interp(z, xs, ys)))
    return Plot(xs, ys, point, None if slopes is None else float(slopes[moment.cell]), marks)


def reach_of(argument: Block, least: float = _LEAST_REACH) -> float:
    """Return how far a graph goes on both sides so that every cell has its place."""
    return max(least, float(np.ceil(magnitude(argument.values) * 1.1)))


def marks_of(argument: Block) -> tuple[float, ...]:
    """Return where on the axis all cells are; of very many none, they would be one stroke."""
    if argument.values.size > _MOST_MARKS:
        return ()
    return tuple(np.unique(argument.values[np.isfinite(argument.values)]).tolist())


def drawn(
    moment: Moment,
    name: str,
    function: Callable[[Expr], Expr],
    between: tuple[float, float],
    argument: Block | None,
    result: Block | None,
    caption: Message | None = None,
) -> Plot:
    """Return the graph of a formula with the point of the lit cell.

    ``name`` tells formulas apart that are drawn between the same ends.
    """
    xs, ys = _formula(name, *between, function)
    if argument is None or result is None:
        return Plot(xs, ys, caption=caption)
    marks = marks_of(argument)
    if moment.cell is None or argument.shape != result.shape:
        return Plot(xs, ys, marks=marks, caption=caption)
    point = (float(argument.values[moment.cell]), float(result.values[moment.cell]))
    return Plot(xs, ys, point, marks=marks, caption=caption)


_FORMULAS: dict[tuple[str, float, float], tuple[FloatArray, FloatArray]] = {}
_MOST_FORMULAS = 64


def _formula(
    name: str, low: float, high: float, function: Callable[[Expr], Expr]
) -> tuple[FloatArray, FloatArray]:
    key = (name, low, high)
    if key not in _FORMULAS:
        while len(_FORMULAS) >= _MOST_FORMULAS:
            _FORMULAS.pop(next(iter(_FORMULAS)))
        xs = np.linspace(low, high, _POINTS)
        ys = np.array([evaluate(function(Const(x))) for x in xs.tolist()])
        xs.flags.writeable = ys.flags.writeable = False
        _FORMULAS[key] = xs, ys
    return _FORMULAS[key]


def _function(step: Step) -> tuple[str, tuple[tuple[str, float], ...]]:
    name = str(step.options["activation"])
    wanted = activations.get(name).options
    return name, tuple((key, step.options[key]) for key in wanted if key in step.options)


@lru_cache(maxsize=64)
def _graph(
    name: str, options: tuple[tuple[str, float], ...], reach: float
) -> tuple[FloatArray, FloatArray]:
    function = activations.get(name, **dict(options))
    xs = np.linspace(-reach, reach, _POINTS)
    ys = function(xs)
    xs.flags.writeable = ys.flags.writeable = False
    return xs, ys
