"""Old − η · direction = new: the step that changes the network."""

from nnviz.engine.message import message
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Moment, Sign
from nnviz.scene.narration.names import parameter_of
from nnviz.scene.primitives import Run
from nnviz.scene.steps.constants import constant, learning_rate
from nnviz.scene.steps.equation import equation, inputs, made, shaped_like, sign
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
    return equation(moment, before, minus, *_spaced(moment, direction), sign("="), new)


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
    tiny = constant(moment.step, "eps")
    # The second moment's own label carries the root, so that the line stays short.
    rooted = second.but(label=(Run("√"), *second.label, Run(f" + {tiny}")))
    return [first, sign("÷"), rooted]


VIEW = StepView(_content)
