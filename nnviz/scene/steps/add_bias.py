"""P + b: one column of biases is added to every sample."""

from nnviz.engine.message import Message
from nnviz.engine.notation import plain
from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, given, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    product, bias = moment.step.inputs
    return equation(
        moment,
        given(moment, product),
        sign("+"),
        given(moment, bias),
        sign("="),
        made(moment),
        notes=(_note(plain(bias), moment.step.value.shape[0]),),
    )


def _note(bias: str, samples: int) -> Message:
    return Message(
        "{bias} is added to the {count} sample.",
        {"bias": bias},
        plural="The same {bias} is added to each of the {count} samples.",
        count=samples,
    )


VIEW = StepView(_content)
