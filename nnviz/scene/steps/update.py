"""Old − η · direction = new: the step that changes the network."""

from nnviz.engine.message import message
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Moment, Sign
from nnviz.scene.narration.names import parameter_of
from nnviz.scene.primitives import Run
from nnviz.scene.steps.constants import learning_rate
from nnviz.scene.steps.equation import equation, inputs, made, shaped_like, sign
from nnviz.scene.steps.loss_effect import effect_of
from nnviz.scene.steps.view import StepView

_OLD, _NEW = message("(old)"), message("(new)")


def _content(moment: Moment) -> Content:
    old, *direction = inputs(moment)
    own = _own_step(direction)
    rate = None if own else learning_rate(moment.step)
    new = made(moment)
    new = new.but(label=(*old.label, Run(" "), Run(_NEW)))
    before = old.but(label=(*old.label, Run(" "), Run(_OLD)))
    direction = [
        block if block is own else shaped_like(block, parameter_of(moment.step))
        for block in direction
    ]
    minus = sign("−") if own else sign(f"− {rate} ·")
    effect = effect_of(moment)
    items = (before, minus, *_spaced(moment, direction), _equals(direction), new)
    return equation(moment, *items, notes=effect.notes, plot=effect.plot)


def _own_step(direction: list[Block]) -> Block | None:
    """Return the block with the parameter's own size of step (Adafactor), if there is one."""
    return next((block for block in direction if block.name.startswith("alpha_")), None)


def _spaced(moment: Moment, direction: list[Block]) -> list[Block | Sign]:
    """Put the signs of Adam's quotient around its two moments; a lone gradient needs none."""
    if len(direction) != 2:
        return list(direction)
    first, second = direction
    if _own_step(direction):
        return [first, sign("·"), second]
    return [first, sign("÷ (√"), second]


def _equals(direction: list[Block]) -> Sign:
    """Return the sign before the new values; it closes the bracket of a quotient."""
    quotient = len(direction) == 2 and not _own_step(direction)
    return sign("+ ε) =" if quotient else "=")


VIEW = StepView(_content)
