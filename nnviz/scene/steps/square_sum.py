"""Adagrad's sum of all squared gradients so far."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.primitives import Run
from nnviz.scene.steps.equation import equation, gradient_first, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    gradient, old = gradient_first(moment)
    square = sign(")", Run("2", script=1), Run(" ="))
    return equation(moment, old, sign("+ ("), gradient, square, made(moment))


VIEW = StepView(_content)
