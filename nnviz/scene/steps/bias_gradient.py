"""The error signal summed over the samples: b was added to each of them."""

from nnviz.engine.message import message
from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, shaped_like, word_sign
from nnviz.scene.steps.view import StepView

_NOTE = message("The bias was added to every sample, so its gradient is the sum over the samples.")


def _content(moment: Moment) -> Content:
    (signal,) = inputs(moment)
    result = shaped_like(made(moment), moment.step.output.removeprefix("d"))
    return equation(moment, signal, word_sign("Σ"), result, notes=(_NOTE,))


VIEW = StepView(_content)
