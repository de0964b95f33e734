"""The running mean of the squared gradient."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.primitives import Run
from nnviz.scene.steps.constants import constant, rest
from nnviz.scene.steps.equation import equation, gradient_first, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    gradient, old = gradient_first(moment)
    keep, take = constant(moment.step, "beta2"), rest(moment.step, "beta2")
    square = sign(")", Run("2", script=1), Run(" ="))
    return equation(
        moment, sign(f"{keep} ·"), old, sign(f"+ {take} · ("), gradient, square, made(moment)
    )


VIEW = StepView(_content)
