"""λ/2 times the sum of all squared weights: one number that grows with their size."""

from nnviz.engine.message import message
from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.constants import constant
from nnviz.scene.steps.squares import squares
from nnviz.scene.steps.view import StepView

_NOTE = message("All weights, no biases. It does not depend on the batch and is not divided by n.")


def _content(moment: Moment) -> Content:
    half = f"{constant(moment.step, 'l2')} ÷ 2 · "
    return squares(moment, half, notes=(_NOTE,))


VIEW = StepView(_content)
