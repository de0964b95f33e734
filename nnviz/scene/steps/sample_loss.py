"""The loss of each sample, from its error or from its prediction beside its target."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, word_sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    return equation(moment, *inputs(moment), word_sign("ℓ"), made(moment))


VIEW = StepView(_content)
