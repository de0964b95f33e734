"""Softmax or sigmoid together with its loss: prediction minus target, over the batch."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.loss_gradient import ONCE, divisor
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    prediction, target = inputs(moment)
    counts = divisor(moment)
    close = f") ÷ ({counts}) =" if "·" in counts else f") ÷ {counts} ="
    items = (sign("("), prediction, sign("−"), target, sign(close), made(moment))
    return equation(moment, *items, notes=(ONCE,))


VIEW = StepView(_content)
