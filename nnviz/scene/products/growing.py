"""The numbers of a growing product: true partial sums, and the term that is being added."""

import weakref
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nnviz.engine.partial import partial_product, partial_products
from nnviz.scene.blocks import Block
from nnviz.scene.figures import owner_of
from nnviz.scene.primitives import FloatArray
from nnviz.scene.products.ways import Growth

# Below this many numbers all partial sums are kept, so that no frame has to add anything.
_KEPT = 60_000


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """All partial sums (groups + 1, R, C) of a product, and its terms (groups, R, C)."""

    sums: npt.NDArray[np.float64]
    terms: npt.NDArray[np.float64]


_KNOWN: dict[tuple[object, ...], Sums] = {}


def known_sums(left: Block, right: Block, product: Block, group: int) -> Sums | None:
    """Return every partial sum of a small product, None for one that is too large to keep.

    The last sum is the recorded result itself.
    """
    rows, cols = product.shape
    if (left.shape[1] // group + 1) * rows * cols > _KEPT:
        return None
    owner = owner_of(product.values)
    start = int(product.values.__array_interface__["data"][0])
    key = (id(owner), start, product.shape, product.values.strides, group)
    if key not in _KNOWN:
        found = _all_sums(left, right, product, group)
        if owner.flags.writeable:
            return found
        _KNOWN[key] = found
        weakref.finalize(owner, _KNOWN.pop, key, None)
    return _KNOWN[key]


def _all_sums(left: Block, right: Block, product: Block, group: int) -> Sums:
    sums = partial_products(left.values, right.values, group)
    terms = np.stack(
        [
            partial_product(left.values, right.values, first, first + group)
            for first in range(0, left.shape[1], group)
        ]
    )
    sums[-1] = product.values
    for array in (sums, terms):
        array.flags.writeable = False
    return Sums(sums, terms)


def grown(product: Block, left: Block, right: Block, now: Growth) -> Block:
    """Return the result as far as it has grown: whole lines, and the one that is growing."""
    sums = known_sums(left, right, product, now.group)
    rows, cols = product.shape
    across = {"rows": cols, "columns": rows, "outer": rows * cols}[now.way]
    growing = across if now.added else 0
    values = product.values if not growing else _with_growing(product, left, right, now, sums)
    return product.but(
        values=values,
        revealed=now.whole * across + growing,
        unsettled=growing,
        down=now.way == "columns",
        whole=product.scope,
        longest=None if sums is None else sums.sums,
    )


def _with_growing(
    product: Block, left: Block, right: Block, now: Growth, sums: Sums | None
) -> FloatArray:
    place = now.added // now.group
    if now.way == "outer":
        if sums is not None:
            kept: FloatArray = sums.sums[place]
            return kept
        return partial_product(left.values, right.values, 0, now.added)
    values = np.array(product.values, dtype=np.float64)
    line = slice(now.whole, now.whole + 1)
    if now.way == "rows":
        values[line] = partial_product(left.values[line], right.values, 0, now.added)
    else:
        values[:, line] = partial_product(left.values, right.values[:, line], 0, now.added)
    return values


def term(product: Block, left: Block, right: Block, now: Growth) -> Block:
    """Return the matrix that is being added: of one row, of one column, or of the whole shape."""
    sums = known_sums(left, right, product, now.group)
    first, stop = now.terms.start, now.terms.stop
    line = slice(now.line or 0, (now.line or 0) + 1)
    if now.way == "rows":
        values = partial_product(left.values[line], right.values, first, stop)
    elif now.way == "columns":
        values = partial_product(left.values, right.values[:, line], first, stop)
    elif sums is not None:
        values = sums.terms[now.place]
    else:
        values = partial_product(left.values, right.values, first, stop)
    return product.but(
        id="term",
        name=f"{product.name}.term",
        values=values,
        revealed=values.size,
        unsettled=values.size,
        whole=product.scope,
        longest=None if sums is None else sums.terms,
        note=None,
        faint_zeros=False,
    )
