"""How large Adafactor's update is as a whole: one number."""

from nnviz.scene.content import Content, Moment
from nnviz.scene.primitives import Run
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    (update,) = inputs(moment)
    close = sign(")", Run("2", script=1), Run(f" ÷ {update.values.size}) ="))
    return equation(moment, sign("√(Σ("), update, close, made(moment))


VIEW = StepView(_content)
