"""Bias correction: the first moment started at zero and is too small at first."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.primitives import Run
from nnviz.scene.steps.constants import constant
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    (moments,) = inputs(moment)
    keep = constant(moment.step, "beta1")
    taken = str(moment.step.options["step"])
    divide = sign(f"÷ (1 − {keep}", Run(taken, script=1), Run(") ="))
    return equation(moment, moments, divide, made(moment))


VIEW = StepView(_content)
