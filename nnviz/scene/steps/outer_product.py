"""δ aᵀ of one sample: a column times a row is a whole matrix, of the shape of the weights."""

from nnviz.engine.message import message
from nnviz.engine.notation import plain
from nnviz.scene.blocks import sample_block, transpose_label
from nnviz.scene.content import Content, Moment
from nnviz.scene.narration.products import shape_note
from nnviz.scene.steps.equation import made, shaped_like
from nnviz.scene.steps.product import product
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    step, orientation = moment.step, moment.orientation
    (signal, delta), (feed, row) = step.inputs.items()
    sample = step.sample or 0
    left = sample_block(signal, delta, orientation, sample, column=True)
    right = sample_block(feed, row, orientation, sample, column=False)
    if orientation == "textbook":
        right = right.but(label=transpose_label(right.label))
    else:
        left = left.but(label=transpose_label(left.label))
    weights = step.output.removeprefix("d").removesuffix("_sample")
    note = message(
        "Sample {sample} alone. The sum over the batch is {gradient}.",
        sample=sample + 1,
        gradient=plain(str(step.options.get("total", f"d{weights}"))),
    )
    result = shaped_like(made(moment), weights)
    return product(moment, left, right, result, notes=(note, shape_note(weights, *result.shape)))


VIEW = StepView(_content, product=True)
