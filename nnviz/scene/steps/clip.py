"""The gradient, made shorter where the limit asks for it."""

import numpy as np

from nnviz.engine.message import Argument, Message, message
from nnviz.engine.ops.clip import clipping_factor
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Moment
from nnviz.scene.narration.names import parameter_of
from nnviz.scene.steps.constants import constant
from nnviz.scene.steps.equation import equation, inputs, made, shaped_like, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    clipped = shaped_like(made(moment), parameter_of(moment.step))
    *norm, gradient = inputs(moment)
    if norm:
        return _by_norm(moment, norm[0], gradient, clipped)
    limit = constant(moment.step, "clip_value")
    opening, closing = sign("min(max("), sign(f", −{limit}), {limit}) =")
    notes = (_cut_off(gradient, float(moment.step.options["clip_value"])),)
    return equation(moment, opening, gradient, closing, clipped, notes=notes)


def _by_norm(moment: Moment, norm: Block, gradient: Block, clipped: Block) -> Content:
    opening = sign(f"min(1, {constant(moment.step, 'clip_norm')} ÷ (")
    items = (opening, norm, sign("+ 1e−6)) ·"), gradient, sign("="), clipped)
    return equation(moment, *items, notes=(_scaled(clipping_factor(moment.step) or 1.0),))


def _scaled(factor: float) -> Message:
    if factor == 1.0:
        return message("The norm is within the limit: the gradients stay as they are.")
    return message(
        "The norm is above the limit: all gradients are multiplied by {factor}.",
        factor=f"{factor:.3g}".replace("e-0", "e−"),
    )


def _cut_off(gradient: Block, limit: float) -> Message:
    count = int(np.count_nonzero(np.abs(gradient.values) > limit))
    if not count:
        return message("No cell is beyond the limits: the gradient stays as it is.")
    args: dict[str, Argument] = {"cells": gradient.values.size}
    return Message(
        "{count} of {cells} cells is beyond the limits and is cut off there.",
        args,
        plural="{count} of {cells} cells are beyond the limits and are cut off there.",
        count=count,
    )


VIEW = StepView(_content)
