"""The running mean of the squares of rows, or of columns: the old one and the new mean, mixed."""

from nnviz.engine.ops.shares import kept
from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.constants import short
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    old, mean = inputs(moment)
    keep = kept(moment.step).value
    return equation(
        moment,
        sign(f"{short(keep)} ·"),
        old,
        sign(f"+ {short(1.0 - keep)} ·"),
        mean,
        sign("="),
        made(moment),
    )


VIEW = StepView(_content)
