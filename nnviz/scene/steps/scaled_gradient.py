"""The gradient over its usual size, so that every parameter moves at a like pace."""

from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Moment, Sign
from nnviz.scene.primitives import Run
from nnviz.scene.steps.constants import constant
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    gradient, square, *mean = inputs(moment)
    tiny = constant(moment.step, "eps")
    items: list[Block | Sign]
    if mean:
        close = sign("( )", Run("2", script=1), Run(f") + {tiny}) ="))
        items = [gradient, sign("÷ (√("), square, sign("−"), mean[0], close]
    else:
        # The root stands in the matrix's own label, so that the line stays short.
        rooted = square.but(label=(Run("√"), *square.label, Run(f" + {tiny}")))
        items = [gradient, sign("÷"), rooted, sign("=")]
    return equation(moment, *items, made(moment))


VIEW = StepView(_content)
