"""The mean of the squared gradient over each row, or over each column, of a weight matrix."""

from nnviz.engine.message import message
from nnviz.scene.content import Content, Moment
from nnviz.scene.primitives import Run
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.lighting import term_light
from nnviz.scene.steps.view import StepView

_ROWS = message("mean of each row")
_COLUMNS = message("mean of each column")


def _content(moment: Moment) -> Content:
    (gradient,) = inputs(moment)
    of_rows = moment.step.output.startswith("R")
    count = moment.step.inputs[gradient.name].shape[1 if of_rows else 0]
    close = sign(")", Run("2", script=1), Run(f" ÷ {count} ="))
    shown = made(moment).but(note=_ROWS if of_rows else _COLUMNS)
    lights = term_light(moment, gradient)
    return equation(moment, sign("Σ("), gradient, close, shown, lights=lights)


VIEW = StepView(_content)
