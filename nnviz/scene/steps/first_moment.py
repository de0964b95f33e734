"""The running mean of the gradient."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.constants import constant, kept_share, rest
from nnviz.scene.steps.equation import equation, gradient_first, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    gradient, old = gradient_first(moment)
    share = kept_share(moment.step, "beta1")
    keep, take = constant(moment.step, share), rest(moment.step, share)
    return equation(
        moment, sign(f"{keep} ·"), old, sign(f"+ {take} ·"), gradient, sign("="), made(moment)
    )


VIEW = StepView(_content)
