"""Which cells of the other matrices are lit together with the cell in the making."""

import math
from collections.abc import Iterable
from dataclasses import replace

from nnviz.scene.blocks import Block
from nnviz.scene.content import Light, Moment
from nnviz.scene.options import Extent

Range = tuple[slice, slice]


def broadcast(block: Block, extent: Extent, lit: Range) -> Range:
    """Return the part of ``block`` that belongs to the lit part of the output.

    Along an axis as long as the output's the same cells are lit, along an axis of length one
    that one cell (it is broadcast), along any other axis all of it (it is summed away).
    """
    rows = _along(block.shape[0], extent.rows, lit[0])
    cols = _along(block.shape[1], extent.cols, lit[1])
    return rows, cols


def _along(count: int, output: int, lit: slice) -> slice:
    return lit if count == output else slice(0, count)


def equation_lights(moment: Moment, blocks: Iterable[Block]) -> tuple[Light, ...]:
    """Return one light in every matrix of an equation between cells."""
    if moment.lit is None:
        return ()
    return tuple(Light(block.id, *broadcast(block, moment.extent, moment.lit)) for block in blocks)


def term_light(moment: Moment, block: Block) -> tuple[Light, ...]:
    """Return a light on the term that a growing sum over cells of ``block`` takes in just now."""
    fraction = moment.progress.fraction
    quiet = moment.lit is None or moment.steered or fraction >= 1
    if quiet or moment.lit is None or moment.options.granularity != "cell":
        return ()
    rows, cols = broadcast(block, moment.extent, moment.lit)
    wide = cols.stop - cols.start
    count = (rows.stop - rows.start) * wide
    if count < 2:
        return ()
    row, col = divmod(min(max(math.ceil(fraction * count), 1), count) - 1, wide)
    return (_one(block, rows.start + row, cols.start + col),)


def _one(block: Block, row: int, col: int) -> Light:
    return Light(block.id, slice(row, row + 1), slice(col, col + 1), strength=0.7)


def own_light(moment: Moment, block: Block) -> tuple[Light, ...]:
    """Return a light on the cell of ``block`` in the place of the cell that is looked at."""
    if moment.cell is None or block.shape != (moment.extent.rows, moment.extent.cols):
        return ()
    return (replace(_one(block, *moment.cell), mark="own"),)


def product_lights(moment: Moment, left: Block, right: Block, product: Block) -> tuple[Light, ...]:
    """Return the lit row, the lit column, the cell where they meet and the term being added."""
    if moment.lit is None:
        return ()
    rows, cols = moment.lit
    inner = left.shape[1]
    lights = [
        Light(left.id, rows, slice(0, inner)),
        Light(right.id, slice(0, inner), cols),
        Light(product.id, rows, cols),
    ]
    fraction = moment.progress.fraction
    in_the_making = moment.options.granularity == "cell" and not moment.steered and fraction < 1
    if in_the_making and inner > 1:
        term = min(max(math.ceil(fraction * inner), 1), inner) - 1
        one = slice(term, term + 1)
        lights += [
            Light(left.id, rows, one, strength=0.7),
            Light(right.id, one, cols, strength=0.7),
        ]
    return tuple(lights)
