"""The mean of the squared gradient over each row, or over each column, of a weight matrix."""

from nnviz.engine.message import message
from nnviz.scene.content import Content, Moment
from nnviz.scene.primitives import Run
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView

_ROWS = message("mean of each row")
_COLUMNS = message("mean of each column")


def _content(moment: Moment) -> Content:
    (gradient,) = inputs(moment)
    result = made(moment)
    of_rows = moment.step.output.startswith("R")
    square = sign("(")
    close = sign(")", Run("2", script=1), Run(" →"))
    shown = result.but(note=_ROWS if of_rows else _COLUMNS)
    return equation(moment, square, gradient, close, shown)


VIEW = StepView(_content)
