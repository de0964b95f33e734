"""Σ A² + Σ B² + … = one number: a sum of squares over many matrices, in one line or two."""

from nnviz.engine.message import Message
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Moment, Sign
from nnviz.scene.primitives import Run
from nnviz.scene.steps.equation import equation, given, made, sign

# More matrices side by side would be too small to be read.
MOST_SHOWN = 6


def squares(
    moment: Moment, opening: Sign, closing: str, notes: tuple[Message, ...] = ()
) -> Content:
    """Return the equation ``opening`` A² + B² + … ``closing`` = the output.

    Of many matrices the first ones and the last are shown, and how many stand between them.
    """
    names = list(moment.step.inputs)
    left_out = max(len(names) - MOST_SHOWN, 0)
    shown = [*names[: MOST_SHOWN - 1], names[-1]] if left_out else names
    blocks = [_squared(given(moment, name)) for name in shown]
    pluses = [sign("+") for _ in blocks[1:]]
    if left_out:
        pluses[-1] = sign(f"+ …({left_out})… +")
    ordered = [item for pair in zip(pluses, blocks[1:], strict=True) for item in pair]
    items: list[Block | Sign] = [opening, blocks[0], *ordered, sign(f"{closing} =")]
    return equation(moment, *items, made(moment), notes=notes)


def _squared(block: Block) -> Block:
    """Return the block with Σ before its name and a raised 2 behind it."""
    return block.but(label=(Run("Σ ("), *block.label, Run(")"), Run("2", script=1)))
