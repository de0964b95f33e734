"""The loss of the data plus the penalty."""

from nnviz.engine.message import message
from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView

_NOTE = message("This sum is what training makes smaller.")


def _content(moment: Moment) -> Content:
    data, penalty = inputs(moment)
    return equation(moment, data, sign("+"), penalty, sign("="), made(moment), notes=(_NOTE,))


VIEW = StepView(_content)
