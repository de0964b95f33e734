"""P + b: one column of biases is added to every sample."""

from dataclasses import replace

from nnviz.engine.message import Message
from nnviz.engine.notation import plain
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Light, Moment
from nnviz.scene.steps.equation import equation, given, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    product, bias = moment.step.inputs
    summed, column = given(moment, product), given(moment, bias)
    content = equation(
        moment,
        summed,
        sign("+"),
        column,
        sign("="),
        made(moment),
        notes=(_note(plain(bias), moment.step.value.shape[0]),),
    )
    return replace(content, ghosts=_ghost(moment, summed, column))


def _ghost(moment: Moment, summed: Block, bias: Block) -> tuple[Light, ...]:
    """Return the bias's own shape, slid over the sample that it is being added to."""
    if moment.lit is None:
        return ()
    rows, cols = (
        slice(0, count) if count == own else lit
        for count, own, lit in zip(summed.shape, bias.shape, moment.lit, strict=True)
    )
    # A breath of light: the numbers and their colours beneath stay what they are.
    return (Light(summed.id, rows, cols, strength=0.4),)


def _note(bias: str, samples: int) -> Message:
    return Message(
        "{bias} is added to the {count} sample.",
        {"bias": bias},
        plural="The same {bias} is added to each of the {count} samples.",
        count=samples,
    )


VIEW = StepView(_content)
