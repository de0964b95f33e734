"""Which sides of which matrices count the same thing: they show the same part of it."""

from collections.abc import Mapping
from typing import TypeAlias

from nnviz.scene.blocks import Block
from nnviz.scene.content import Content

Axis: TypeAlias = str
Axes: TypeAlias = Mapping[str, tuple[Axis, Axis]]  # of a block: of its rows, of its columns
ONE: Axis = ""  # a side of one cell, which is always there


def axes_of(content: Content) -> Axes:
    """Return the axes of every matrix of a picture that can be cut, by its id."""
    if content.way is not None:
        return _of_product(content)
    if content.arrange is not None:  # a Jacobian: all its sides are the units of one layer
        return {block.id: _named(block, "n", "n") for block in content.blocks}
    return {
        block.id: _named(block, f"rows of {block.shape[0]}", f"columns of {block.shape[1]}")
        for block in content.blocks
        if not block.picture and not block.fold
    }


def lengths_of(content: Content, axes: Axes) -> dict[Axis, int]:
    """Return how many cells each axis has."""
    return {
        axis: length
        for block in content.blocks
        if block.id in axes
        for axis, length in zip(axes[block.id], block.shape, strict=True)
        if axis != ONE
    }


def _of_product(content: Content) -> Axes:
    left, right, product, *terms = content.blocks
    found = {
        left.id: _named(left, "i", "k"),
        right.id: _named(right, "k", "j"),
        product.id: _named(product, "i", "j"),
    }
    return found | {term.id: _named(term, "i", "j") for term in terms}


def _named(block: Block, rows: Axis, cols: Axis) -> tuple[Axis, Axis]:
    return rows if block.shape[0] > 1 else ONE, cols if block.shape[1] > 1 else ONE
