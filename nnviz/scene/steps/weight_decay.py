"""The gradient with the pull of weight decay added."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.constants import constant
from nnviz.scene.steps.equation import equation, gradient_first, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    gradient, parameter = gradient_first(moment)
    rate = constant(moment.step, "weight_decay")
    return equation(moment, gradient, sign(f"+ {rate} ·"), parameter, sign("="), made(moment))


VIEW = StepView(_content)
