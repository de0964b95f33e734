"""Each matrix of a picture learns the numbers that the other run has in its place."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np

from nnviz.engine.orientation import HostArray
from nnviz.engine.step import Step
from nnviz.engine.trace import Trace
from nnviz.scene.blocks import Block
from nnviz.scene.comparing.other import Other
from nnviz.scene.content import Content, Moment
from nnviz.scene.what_if.before import same_step
from nnviz.scene.what_if.former import UNCHANGED, Former, former_of, largest_difference


def with_other(content: Content, moment: Moment) -> Content:
    """Return the content of a moment, its matrices with the numbers of the other run.

    What a what-if has changed is marked before it: two marks in one cell would say nothing.
    """
    other = moment.options.other
    if other is None or moment.options.before is not None:
        return content
    theirs = same_step(other.trace, moment.step)
    items = tuple(
        _marked(item, moment.step, theirs, other) if isinstance(item, Block) else item
        for item in content.items
    )
    return replace(content, items=items)


def _marked(block: Block, step: Step, theirs: Step | None, other: Other) -> Block:
    """Return a block that knows the other's numbers, if its cells are plainly those of an array.

    Sums on their way and other things that no array holds are not held against anything.
    """
    if block.picture:
        return block
    for mine, its, deepest in _arrays(block.name, step, theirs, other):
        now, then = _part(block, mine), _part(block, its)
        if now is None or then is None or not _shows(block, now):
            continue
        found = former_of(then, now, deepest)
        if found is UNCHANGED:
            return block
        quiet = not other.beneath
        return block.but(former=Former(found.values, found.deepest, struck=False, quiet=quiet))
    return block


def _arrays(
    name: str, step: Step, theirs: Step | None, other: Other
) -> Iterator[tuple[HostArray, HostArray, float]]:
    """Yield what a name stands for in both runs, with the largest difference of the whole."""
    if other.pairs(name):
        largest = _largest(other.own, other.trace, name)
        yield np.atleast_2d(other.own[name]), np.atleast_2d(other.trace[name]), largest
    mine, its = _made(step, name), None if theirs is None else _made(theirs, name)
    alike = other.same_samples or step.sample is None
    if mine is not None and its is not None and mine.shape == its.shape and alike:
        one, two = np.atleast_2d(mine), np.atleast_2d(its)
        yield one, two, largest_difference(two, one)


def _made(step: Step, name: str) -> HostArray | None:
    """Return an array as this step made it, which the trace need not have: that of one sample."""
    if step.sample is None:
        return None
    return step.value if name == step.output else step.also.get(name)


def _part(block: Block, array: HostArray) -> HostArray | None:
    """Return the part of a stored array that stands where the block stands, as it is shown."""
    rows, cols = block.shape[::-1] if block.flipped else block.shape
    down = slice(block.stored_row, block.stored_row + rows)
    right = slice(block.stored_col, block.stored_col + cols)
    part = array[down, right]
    if part.shape != (rows, cols):
        return None
    return part.T if block.flipped else part


def _shows(block: Block, part: HostArray) -> bool:
    """Say whether the cells that are settled are those of a part of an array."""
    same = (block.values == part) | (np.isnan(block.values) & np.isnan(part))
    rows, cols = block.shape
    places = np.arange(rows * cols)
    order = places.reshape(cols, rows).T if block.down else places.reshape(rows, cols)
    known = rows * cols if block.revealed is None else block.revealed
    return bool((same | (order >= known - block.unsettled)).all())


@lru_cache(maxsize=128)
def _largest(own: Trace, other: Trace, name: str) -> float:
    return largest_difference(np.atleast_2d(other[name]), np.atleast_2d(own[name]))
