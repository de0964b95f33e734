"""Softmax, third beat: add up each sample."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, word_sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    (powers,) = inputs(moment)
    return equation(moment, powers, word_sign("Σ"), made(moment))


VIEW = StepView(_content)
