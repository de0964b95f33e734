"""Σ[A² + B² + …] = one number: a sum of squares over many matrices, in one line or two."""

from nnviz.engine.message import Message
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Moment, Sign
from nnviz.scene.primitives import Run
from nnviz.scene.steps.equation import equation, given, made, sign

# More matrices side by side would be too small to be read.
MOST_SHOWN = 6


def squares(moment: Moment, opening: str, notes: tuple[Message, ...] = ()) -> Content:
    """Return the equation ``opening`` Σ[(A)² + (B)² + …] = the output.

    Of many matrices the first ones and the last are shown, and how many stand between them.
    """
    names = list(moment.step.inputs)
    left_out = max(len(names) - MOST_SHOWN, 0)
    shown = [*names[: MOST_SHOWN - 1], names[-1]] if left_out else names
    first, *others = [given(moment, name) for name in shown]
    pluses = [_squared("+ (") for _ in others]
    if left_out:
        pluses[-1] = _squared(f"+ …({left_out})… + (")
    ordered = [item for pair in zip(pluses, others, strict=True) for item in pair]
    items: list[Block | Sign] = [sign(f"{opening}Σ[("), first, *ordered, _squared("] =")]
    return equation(moment, *items, made(moment), notes=notes)


def _squared(after: str) -> Sign:
    """Return the bracket that closes a square, and what follows it."""
    return sign(")", Run("2", script=1), Run(f" {after}" if after[0] == "+" else after))
