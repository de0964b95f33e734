"""One number for the whole batch."""

from nnviz.engine.message import Message
from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, word_sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    (losses,) = inputs(moment)
    result = made(moment)
    return equation(moment, losses, word_sign("Σ"), result, notes=(_note(losses.values.size),))


def _note(samples: int) -> Message:
    return Message(
        "One number says how wrong the network is on this {count} sample.",
        plural="One number says how wrong the network is on these {count} samples.",
        count=samples,
    )


VIEW = StepView(_content)
