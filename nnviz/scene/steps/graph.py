"""The graph of an activation function for the strip under the matrices."""

from functools import lru_cache

import numpy as np

from nnviz.engine import activations
from nnviz.engine.step import Step
from nnviz.scene.blocks import Block, magnitude
from nnviz.scene.content import Moment, Plot
from nnviz.scene.primitives import FloatArray

_POINTS = 161
_LEAST_REACH = 3.0


def activation_plot(moment: Moment, argument: Block, slopes: FloatArray | None = None) -> Plot:
    """Return the function over the range of ``argument``, with the point of the lit cell.

    ``slopes``, shaped like the argument's values, give the tangent's slope at the point.
    """
    reach = max(_LEAST_REACH, float(np.ceil(magnitude(argument.values) * 1.1)))
    xs, ys = _graph(*_function(moment.step), reach)
    if moment.cell is None:
        return Plot(xs, ys)
    z = float(argument.values[moment.cell])
    point = (z, float(np.interp(z, xs, ys)))
    return Plot(xs, ys, point, None if slopes is None else float(slopes[moment.cell]))


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
