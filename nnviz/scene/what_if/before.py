"""What a step's picture was before a what-if: each matrix learns the numbers that it had."""

from dataclasses import replace

from nnviz.engine.step import Step
from nnviz.engine.trace import Trace
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Moment
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import MatrixBlock, Primitive
from nnviz.scene.steps import view_of
from nnviz.scene.what_if.former import Former, former_of, largest_difference


def with_former(content: Content, moment: Moment) -> Content:
    """Return the content of a moment, its matrices with the numbers that they had before."""
    trace = moment.options.before
    step = None if trace is None else same_step(trace, moment.step)
    if step is None:
        return content
    was = view_of(step, moment.options).content(replace(moment, step=step))
    known = {block.id: block for block in was.blocks}
    items = tuple(
        remembering(item, known[item.id]) if isinstance(item, Block) and item.id in known else item
        for item in content.items
    )
    return replace(content, items=items)


def same_step(trace: Trace, step: Step) -> Step | None:
    """Return the step of another trace that makes the same, None if it has none.

    The other trace may be of a smaller batch: it has no step for a sample beyond that.
    """
    key = (step.kind, step.layer, step.output)
    for other in trace.steps:
        if (other.kind, other.layer, other.output) != key:
            continue
        if step.sample is None:
            return other
        return other.for_sample(step.sample) if step.sample < trace.n_samples else None
    return None


def with_pixels(
    primitives: tuple[Primitive, ...], options: ComposeOptions
) -> tuple[Primitive, ...]:
    """Return primitives, the pictures of samples among them with the numbers that they had."""
    trace = options.before
    if trace is None:
        return primitives
    return tuple(
        replace(item, former=_pixels(item, trace))
        if isinstance(item, MatrixBlock) and item.picture and item.name == "X"
        else item
        for item in primitives
    )


def _pixels(block: MatrixBlock, trace: Trace) -> Former:
    was = trace["X"][block.stored_row].reshape(block.shape)
    return former_of(was, block.values, 0.0)


def remembering(block: Block, was: Block) -> Block:
    """Return a block that knows the numbers which it had."""
    return block.but(
        former=former_of(was.values, block.values, largest_difference(was.scope, block.scope))
    )
