"""The gradient through a softmax without its Jacobian: n products instead of n²."""

from dataclasses import replace

from nnviz.engine.message import message
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Light, Moment
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.lighting import own_light
from nnviz.scene.steps.view import StepView

_NOTE = message("The sum runs over the units of the sample: every share depends on every input.")


def _content(moment: Moment) -> Content:
    shares, upstream = inputs(moment)
    content = equation(
        moment, shares, sign("⊙ ("), upstream, sign("− Σ) ="), made(moment), notes=(_NOTE,)
    )
    whole = {shares.id: shares, upstream.id: upstream}
    lights = tuple(_whole_sample(light, whole, moment) for light in content.lights)
    own = (*own_light(moment, shares), *own_light(moment, upstream))
    return replace(content, lights=(*lights, *own))


def _whole_sample(light: Light, whole: dict[str, Block], moment: Moment) -> Light:
    if light.block not in whole:
        return light
    rows, cols = whole[light.block].shape
    if moment.orientation == "textbook":
        return replace(light, rows=slice(0, rows))
    return replace(light, cols=slice(0, cols))


VIEW = StepView(_content)
