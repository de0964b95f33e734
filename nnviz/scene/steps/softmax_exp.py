"""Softmax, second beat: the exponential makes every cell positive."""

from nnviz.engine.expression import Call
from nnviz.engine.message import message
from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, word_sign
from nnviz.scene.steps.graph import drawn, reach_of
from nnviz.scene.steps.view import StepView

_EXP = message("exp")


def _content(moment: Moment) -> Content:
    (shifted,) = inputs(moment)
    result = made(moment)
    low = -reach_of(shifted)
    plot = drawn(moment, "exp", lambda z: Call("exp", (z,)), (low, 0.0), shifted, result)
    return equation(moment, shifted, word_sign(_EXP), result, plot=plot)


VIEW = StepView(_content)
