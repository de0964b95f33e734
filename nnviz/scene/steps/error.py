"""Prediction minus target."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    prediction, target = inputs(moment)
    return equation(moment, prediction, sign("−"), target, sign("="), made(moment))


VIEW = StepView(_content)
