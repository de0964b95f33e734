"""δ Aᵀ: each weight's gradient is a sum over the samples of the batch."""

from nnviz.engine.message import Message
from nnviz.scene.content import Content, Moment
from nnviz.scene.narration.names import parameter_of
from nnviz.scene.narration.products import shape_note
from nnviz.scene.products.ways import way_of
from nnviz.scene.steps.equation import given, made, shaped_like
from nnviz.scene.steps.product import product
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    signal, feed = moment.step.inputs
    textbook = moment.orientation == "textbook"
    left = given(moment, signal, transposed=not textbook)
    right = given(moment, feed, transposed=textbook)
    weights = parameter_of(moment.step)
    result = shaped_like(made(moment), weights)
    summed = way_of(moment.step, moment.options) == "outer"
    note = shape_note(weights, *result.shape) if summed else _note(left.shape[1])
    return product(moment, left, right, result, notes=(note,))


def _note(samples: int) -> Message:
    return Message(
        "Every cell adds up the whole batch: one term for its {count} sample.",
        plural="Every cell adds up the whole batch: one term for each of the {count} samples.",
        count=samples,
    )


VIEW = StepView(_content, product=True)
