"""Momentum: what is left of the old velocity plus the gradient."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.constants import constant
from nnviz.scene.steps.equation import equation, gradient_first, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    gradient, old = gradient_first(moment)
    keep = constant(moment.step, "momentum")
    return equation(moment, sign(f"{keep} ·"), old, sign("+"), gradient, sign("="), made(moment))


VIEW = StepView(_content)
