"""One number for the whole batch: the losses are added up, and divided where it is a mean."""

from nnviz.engine.message import Message
from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.lighting import term_light
from nnviz.scene.steps.loss_gradient import averages
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    (losses,) = inputs(moment)
    count = losses.values.size
    close = sign(f"÷ {count} =" if averages(moment) else "=")
    items = (sign("Σ"), losses, close, made(moment))
    return equation(moment, *items, notes=(_note(count),), lights=term_light(moment, losses))


def _note(samples: int) -> Message:
    return Message(
        "One number says how wrong the network is on this {count} sample.",
        plural="One number says how wrong the network is on these {count} samples.",
        count=samples,
    )


VIEW = StepView(_content)
