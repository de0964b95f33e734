"""Softmax, first beat: take the largest value of each sample away from all of them."""

from nnviz.engine.message import message
from nnviz.scene.blocks import Block, array_block
from nnviz.scene.content import Content, Moment
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView

_NOTE = message("Taking the largest value away changes no share and keeps exp from overflowing.")


def _content(moment: Moment) -> Content:
    (logits,) = inputs(moment)
    shifted = made(moment)
    return equation(
        moment, logits, sign("−"), *_maximum(moment), sign("="), shifted, notes=(_NOTE,)
    )


def _maximum(moment: Moment) -> list[Block]:
    return [
        array_block(name, array, moment.orientation).but(revealed=_found(moment))
        for name, array in moment.step.also.items()
    ]


def _found(moment: Moment) -> int:
    """Count the samples whose maximum has been looked up for the cells begun so far."""
    progress, extent = moment.progress, moment.extent
    begun = progress.done + (
        progress.done < extent.cells and progress.fraction < 1.0 and progress.focus is not None
    )
    if moment.orientation == "textbook":
        return min(begun, extent.cols)
    return -(-begun // extent.cols)


VIEW = StepView(_content)
