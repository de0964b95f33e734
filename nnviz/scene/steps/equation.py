"""Pieces that most step views are made of: given and made matrices, signs, whole equations."""

from dataclasses import replace

from nnviz.engine.message import Argument, Message
from nnviz.engine.notation import plain
from nnviz.engine.orientation import HostArray
from nnviz.scene.blocks import Block, array_block
from nnviz.scene.content import Content, Light, Moment, Plot, Sign
from nnviz.scene.primitives import Run
from nnviz.scene.samples.alone import one_of, only_sample
from nnviz.scene.steps.lighting import equation_lights, product_lights


def given(moment: Moment, name: str, *, transposed: bool = False) -> Block:
    """Return the block of an input of the step."""
    return _named(moment, name, moment.step.inputs[name], transposed=transposed)


def inputs(moment: Moment) -> list[Block]:
    """Return the blocks of all inputs in their order."""
    return [given(moment, name) for name in moment.step.inputs]


def gradient_first(moment: Moment) -> list[Block]:
    """Return the two inputs of an optimizer's op: the gradient, then the other one."""
    return sorted(inputs(moment), key=lambda block: not block.name.startswith("d"))


def made(moment: Moment) -> Block:
    """Return the block of the step's output, as far as it is made."""
    step = moment.step
    return _named(moment, step.output, step.value).but(revealed=moment.progress.done)


def also_made(moment: Moment, name: str) -> Block:
    """Return the block of what the step made besides its output."""
    return _named(moment, name, moment.step.also[name])


def _named(moment: Moment, name: str, array: HostArray, *, transposed: bool = False) -> Block:
    block = array_block(name, array, moment.orientation, transposed=transposed)
    sample = only_sample(moment.step, moment.options)
    if sample is not None:
        return one_of(block, array.ndim, sample)
    if name == "X" and not transposed:
        return block.but(note=_features(block, textbook=moment.orientation == "textbook"))
    return block


def _features(block: Block, *, textbook: bool) -> Message:
    rows, cols = block.shape
    if textbook:
        return Message("{rows} × {cols}, features × samples", {"rows": rows, "cols": cols})
    return Message("{rows} × {cols}, samples × features", {"rows": rows, "cols": cols})


def shaped_like(block: Block, parameter: str) -> Block:
    """Return the block whose shape is said to be the parameter's."""
    rows, cols = block.shape
    args: dict[str, Argument] = {"rows": rows, "cols": cols, "parameter": plain(parameter)}
    return block.but(note=Message("{rows} × {cols}, the shape of {parameter}", args))


def sign(text: str, *more: Run) -> Sign:
    """Return an operator; its id comes from its place in the equation."""
    return Sign("", (Run(text), *more))


def word_sign(word: str | Message, arrow: str = "→") -> Sign:
    """Return a named function with an arrow from its argument to its value."""
    return Sign(
        "", (Run(word, style="math" if isinstance(word, str) else "text"), Run(f" {arrow}"))
    )


def equation(
    moment: Moment,
    *items: Block | Sign,
    notes: tuple[Message, ...] = (),
    plot: Plot | None = None,
    lights: tuple[Light, ...] = (),
) -> Content:
    """Return matrices and signs in one line; the last matrix is the one being made.

    ``lights`` are more than those on the cells that belong to the one being made.
    """
    content = Content(numbered(items), notes=notes, plot=plot)
    return _lit(content, (*equation_lights(moment, content.blocks), *lights), moment)


def falk(
    moment: Moment,
    left: Block,
    right: Block,
    product: Block,
    notes: tuple[Message, ...] = (),
) -> Content:
    """Return a product in the Falk arrangement."""
    content = Content((left, right, product), falk=True, notes=notes)
    return _lit(content, product_lights(moment, left, right, product), moment)


def _lit(content: Content, lights: tuple[Light, ...], moment: Moment) -> Content:
    last = content.blocks[-1]
    focus = None if moment.cell is None else last.stored(*moment.cell)
    return replace(content, lights=lights, focus=focus)


def numbered(items: tuple[Block | Sign, ...]) -> tuple[Block | Sign, ...]:
    """Give every sign the id of its place."""
    return tuple(
        replace(item, id=f"sign.{place}") if isinstance(item, Sign) else item
        for place, item in enumerate(items)
    )
