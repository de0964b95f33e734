"""δ Aᵀ: each weight's gradient is a sum over the samples of the batch."""

from nnviz.engine.message import Message
from nnviz.scene.content import Content, Moment
from nnviz.scene.narration.names import parameter_of
from nnviz.scene.steps.equation import falk, given, made, shaped_like
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    signal, feed = moment.step.inputs
    textbook = moment.orientation == "textbook"
    left = given(moment, signal, transposed=not textbook)
    right = given(moment, feed, transposed=textbook)
    product = shaped_like(made(moment), parameter_of(moment.step))
    return falk(moment, left, right, product, notes=(_note(left.shape[1]),))


def _note(samples: int) -> Message:
    return Message(
        "Every cell adds up the whole batch: one term for its {count} sample.",
        plural="Every cell adds up the whole batch: one term for each of the {count} samples.",
        count=samples,
    )


VIEW = StepView(_content)
