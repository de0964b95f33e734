"""The running mean of the gradient."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.constants import constant, rest
from nnviz.scene.steps.equation import equation, gradient_first, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    gradient, old = gradient_first(moment)
    keep, take = constant(moment.step, "beta1"), rest(moment.step, "beta1")
    return equation(
        moment, sign(f"{keep} ·"), old, sign(f"+ {take} ·"), gradient, sign("="), made(moment)
    )


VIEW = StepView(_content)
