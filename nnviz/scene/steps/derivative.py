"""The slope of the activation function at every Z: the tangent beside the curve."""

import numpy as np

from nnviz.engine.message import Message
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, word_sign
from nnviz.scene.steps.graph import activation_plot
from nnviz.scene.steps.view import StepView

_KINKED = frozenset({"relu"})


def _content(moment: Moment) -> Content:
    argument = inputs(moment)[0]
    result = made(moment)
    return equation(
        moment,
        argument,
        word_sign("f′"),
        result,
        notes=_at_zero(moment, argument),
        plot=activation_plot(moment, argument, result.values),
    )


def _at_zero(moment: Moment, argument: Block) -> tuple[Message, ...]:
    zeros = int(np.count_nonzero(argument.values == 0))
    if not zeros or moment.step.options["activation"] not in _KINKED:
        return ()
    return (
        Message(
            "{count} cell is exactly 0, where ReLU has no slope; there it is taken as 0.",
            plural="{count} cells are exactly 0, where ReLU has no slope; there it is taken as 0.",
            count=zeros,
        ),
    )


VIEW = StepView(_content)
