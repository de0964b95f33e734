"""Softmax, first beat: take the largest value of each sample away from all of them."""

import numpy as np

from nnviz.engine.message import message
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Light, Moment, Sign
from nnviz.scene.steps.equation import also_made, equation, inputs, made, sign
from nnviz.scene.steps.view import StepView

_NOTE = message("Taking the largest value away changes no share and keeps exp from overflowing.")


def _content(moment: Moment) -> Content:
    (logits,) = inputs(moment)
    maximum, lights = _maximum(moment), _largest(moment, logits)
    shifted = made(moment)
    items: tuple[Block | Sign, ...] = (logits, sign("−"), *maximum, sign("="), shifted)
    return equation(moment, *items, notes=(_NOTE,), lights=lights)


def _maximum(moment: Moment) -> list[Block]:
    return [also_made(moment, name).but(revealed=_found(moment)) for name in moment.step.also]


def _largest(moment: Moment, logits: Block) -> tuple[Light, ...]:
    """Return a light on the largest value of the sample that is looked at."""
    if moment.lit is None or moment.options.granularity != "cell":
        return ()
    rows, cols = moment.lit
    if moment.orientation == "textbook":
        top = int(np.argmax(logits.values[:, cols.start]))
        return (Light(logits.id, slice(top, top + 1), cols, strength=0.5, mark="largest"),)
    top = int(np.argmax(logits.values[rows.start]))
    return (Light(logits.id, rows, slice(top, top + 1), strength=0.5, mark="largest"),)


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
