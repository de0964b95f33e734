"""The parameter after AdamW's own weight decay."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.constants import constant, learning_rate
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    (old,) = inputs(moment)
    rate, decay = learning_rate(moment.step), constant(moment.step, "weight_decay")
    return equation(moment, sign(f"(1 − {rate} · {decay}) ·"), old, sign("="), made(moment))


VIEW = StepView(_content)
