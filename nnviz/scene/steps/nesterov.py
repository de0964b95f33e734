"""Nesterov: the gradient plus one more look along the new velocity."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.constants import constant
from nnviz.scene.steps.equation import equation, gradient_first, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    gradient, velocity = gradient_first(moment)
    keep = constant(moment.step, "momentum")
    return equation(moment, gradient, sign(f"+ {keep} ·"), velocity, sign("="), made(moment))


VIEW = StepView(_content)
