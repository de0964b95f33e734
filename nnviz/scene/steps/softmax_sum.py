"""Softmax, third beat: add up each sample, term by term."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.lighting import term_light
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    (powers,) = inputs(moment)
    items = (sign("Σ"), powers, sign("="), made(moment))
    return equation(moment, *items, lights=term_light(moment, powers))


VIEW = StepView(_content)
