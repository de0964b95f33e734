"""The gradient of the data with the pull of the L2 penalty added."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.constants import constant
from nnviz.scene.steps.equation import equation, gradient_first, made, shaped_like, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    gradient, weights = gradient_first(moment)
    rate = constant(moment.step, "l2")
    total = shaped_like(made(moment), weights.name)
    return equation(moment, gradient, sign(f"+ {rate} ·"), weights, sign("="), total)


VIEW = StepView(_content)
