"""The activation function: for ReLU and its kin through the mask that the backward pass keeps."""

from dataclasses import replace

import numpy as np

from nnviz.engine.message import Argument, Message, message
from nnviz.engine.symptoms_of_units import off_units
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Moment, Plot, Sign
from nnviz.scene.narration.names import activation_of
from nnviz.scene.primitives import FloatArray
from nnviz.scene.shutters import shutter
from nnviz.scene.steps.equation import also_made, equation, inputs, made, sign, word_sign
from nnviz.scene.steps.graph import activation_plot
from nnviz.scene.steps.view import StepView

_MOST_NAMED = 6


def _content(moment: Moment) -> Content:
    (argument,) = inputs(moment)
    result = made(moment)
    plot = activation_plot(moment, argument)
    if not moment.step.also:
        name = word_sign(activation_of(moment.step))
        return equation(moment, argument, name, result, plot=plot)
    return _masked(moment, argument, result, plot)


def _masked(moment: Moment, argument: Block, result: Block, plot: Plot) -> Content:
    ((name, stored),) = moment.step.also.items()
    mask = also_made(moment, name).but(revealed=_opened(moment))
    notes: tuple[Message, ...] = ()
    if moment.step.options["activation"] == "relu":
        rows, cols = mask.shape
        args = {"rows": rows, "cols": cols}
        mask = mask.but(note=Message("{rows} × {cols} of 0 and 1", args))
        result = result.but(faint_zeros=True)
        notes = (_gates(stored, made_all=moment.progress.finished),)
    items: tuple[Block | Sign, ...] = (argument, sign("⊙"), mask, sign("="), result)
    content = equation(moment, *items, notes=notes, plot=plot)
    shut = shutter(moment, argument, mask.values, _opened(moment))
    return replace(content, shutter=shut)


def _opened(moment: Moment) -> int:
    """Count the cells whose gate is decided: it comes first, the product second."""
    progress = moment.progress
    deciding = progress.done < progress.extent.cells and 0.4 < progress.fraction < 1.0
    return progress.done + deciding


def _gates(mask: FloatArray, *, made_all: bool) -> Message:
    if not made_all:
        return message("1 where z is positive, else 0: the mask is kept for the backward pass.")
    args: dict[str, Argument] = {"passed": int(np.count_nonzero(mask)), "cells": mask.size}
    dead = off_units(mask)
    if not dead:
        return Message("{passed} of {cells} cells pass. No unit is off for the whole batch.", args)
    named = [str(unit + 1) for unit in dead[:_MOST_NAMED]]
    args["units"] = ", ".join(named + ["…"] * (len(dead) > _MOST_NAMED))
    return Message(
        "{passed} of {cells} cells pass. Unit {units} is off for every sample of this batch: "
        "no gradient will reach its weights.",
        args,
        plural="{passed} of {cells} cells pass. Units {units} are off for every sample of this "
        "batch: no gradient will reach their weights.",
        count=len(dead),
    )


VIEW = StepView(_content)
