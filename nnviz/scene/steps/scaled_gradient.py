"""The gradient over its usual size, so that every parameter moves at a like pace."""

from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Moment, Sign
from nnviz.scene.primitives import Run
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    gradient, square, *mean = inputs(moment)
    items: list[Block | Sign]
    if mean:
        squared = sign(")", Run("2", script=1), Run(") + ε) ="))
        items = [gradient, sign("÷ (√("), square, sign("− ("), mean[0], squared]
    else:
        items = [gradient, sign("÷ (√"), square, sign("+ ε) =")]
    return equation(moment, *items, made(moment))


VIEW = StepView(_content)
