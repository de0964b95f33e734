"""Softmax or sigmoid together with its loss: prediction minus target, over the batch."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, sign, word_sign
from nnviz.scene.steps.loss_gradient import ONCE
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    prediction, target = inputs(moment)
    return equation(
        moment, prediction, sign("−"), target, word_sign("÷ n"), made(moment), notes=(ONCE,)
    )


VIEW = StepView(_content)
