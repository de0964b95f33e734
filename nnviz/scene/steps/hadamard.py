"""Upstream gradient ⊙ slope: closed gates swallow their cell."""

from dataclasses import replace

import numpy as np

from nnviz.engine.message import Message, message
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Moment
from nnviz.scene.shutters import shutter
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView


def _content(moment: Moment) -> Content:
    upstream, slope = inputs(moment)
    content = equation(
        moment,
        upstream,
        sign("⊙"),
        slope.but(faint_zeros=True),
        sign("="),
        made(moment).but(faint_zeros=True),
        notes=(_closed(slope),),
    )
    shut = shutter(moment, upstream, slope.values, moment.progress.done)
    return replace(content, shutter=shut)


def _closed(slope: Block) -> Message:
    closed = int(np.count_nonzero(slope.values == 0))
    if not closed:
        return message("Every gate is open: each cell is scaled by the slope in its place.")
    return Message(
        "{count} closed gate lets no gradient through.",
        plural="{count} closed gates let no gradient through.",
        count=closed,
    )


VIEW = StepView(_content)
