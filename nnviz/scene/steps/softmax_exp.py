"""Softmax, second beat: the exponential makes every cell positive."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, word_sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    (shifted,) = inputs(moment)
    return equation(moment, shifted, word_sign("exp"), made(moment))


VIEW = StepView(_content)
