"""How large Adafactor's update is as a whole: one number."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    (update,) = inputs(moment)
    return equation(moment, update, sign("RMS →"), made(moment))


VIEW = StepView(_content)
