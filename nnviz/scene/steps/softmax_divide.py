"""Softmax, fourth beat: divide, so that the shares of each sample sum to one."""

from nnviz.engine.message import message
from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView

_NOTE = message("The shares of each sample sum to 1.")


def _content(moment: Moment) -> Content:
    powers, sums = inputs(moment)
    return equation(moment, powers, sign("÷"), sums, sign("="), made(moment), notes=(_NOTE,))


VIEW = StepView(_content)
