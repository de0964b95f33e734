"""The mean squares of a whole matrix, put together from one column and one row."""

from nnviz.engine.ops.factored import least
from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.constants import short
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    column, row = inputs(moment)
    # What the product is divided by is one number: it stands as such in the line.
    below = max(float(column.values.mean()), least(moment.step))
    return equation(moment, column, sign("·"), row, sign(f"÷ {short(below)} ="), made(moment))


VIEW = StepView(_content)
