"""Wᵀ δ: the weights turned over carry the error signal back to the layer's input."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import given, made
from nnviz.scene.steps.product import product
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    signal, weights = moment.step.inputs
    if moment.orientation == "textbook":
        turned = given(moment, weights, transposed=True)
        return product(moment, turned, given(moment, signal), made(moment))
    return product(moment, given(moment, signal), given(moment, weights), made(moment))


VIEW = StepView(_content, product=True)
