"""The gradient over the root of its mean square: every element moves about as far as another."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    gradient, square = inputs(moment)
    return equation(moment, gradient, sign("÷ √"), square, sign("="), made(moment))


VIEW = StepView(_content)
