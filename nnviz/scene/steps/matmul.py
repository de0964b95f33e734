"""W · A in the Falk arrangement: the lit row and the lit column meet in the cell they make."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import falk, given, made
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    feed, weights = moment.step.inputs
    if moment.orientation == "textbook":
        return falk(moment, given(moment, weights), given(moment, feed), made(moment))
    return falk(moment, given(moment, feed), given(moment, weights, transposed=True), made(moment))


VIEW = StepView(_content)
