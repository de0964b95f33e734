"""W · A: a row of the weights and a column of the samples make each cell."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import given, made
from nnviz.scene.steps.product import product
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    feed, weights = moment.step.inputs
    if moment.orientation == "textbook":
        return product(moment, given(moment, weights), given(moment, feed), made(moment))
    turned = given(moment, weights, transposed=True)
    return product(moment, given(moment, feed), turned, made(moment))


VIEW = StepView(_content, product=True)
