"""What a what-if has changed on the network map: ▲ and ▼ at units, light on connections."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from nnviz.scene.map.layout import READABLE_RADIUS
from nnviz.scene.narration.what_if import written
from nnviz.scene.numbers import decimals_for
from nnviz.scene.primitives import Delta, Edges, MatrixBlock, Node, Primitive, Role
from nnviz.scene.what_if.former import TINTS, former_of

MOST_LIT = 48  # connections; where an update changes nearly all, the others are left alone
_LEAST_PART = 0.15  # of the largest change of a layer, to be lit
_ROOMY = 110.0  # between two columns, for old values beside the units
_GLYPH_PX = 10.0

_Parts = tuple[Primitive, ...]


def marked(now: _Parts, was: _Parts, digits: int, pitch: float) -> _Parts:
    """Return the parts of a map with marks on all that is other than it was before.

    ``pitch`` is how far its columns stand apart. The light on connections is beneath the units.
    """
    before = {item.id: item for item in was}
    lines = [item for item in now if isinstance(item, Edges)]
    others = [_with_pixels(item, before) for item in now if not isinstance(item, Edges)]
    light = _connections(now, before)
    return (*lines, *light, *others, *_units(now, before, digits, roomy=pitch >= _ROOMY))


def _with_pixels(item: Primitive, before: Mapping[str, Primitive]) -> Primitive:
    """Return a part of a map; a picture knows the pixels that it had."""
    old = before.get(item.id)
    if not (isinstance(item, MatrixBlock) and isinstance(old, MatrixBlock)):
        return item
    return replace(item, former=former_of(old.values, item.values, 0.0))


def _units(
    now: Iterable[Primitive], before: Mapping[str, Primitive], digits: int, *, roomy: bool
) -> Iterable[Delta]:
    pairs = [
        (item, old)
        for item in now
        if isinstance(item, Node) and isinstance(old := before.get(item.id), Node)
    ]
    changed = [
        (item, item.value, node.value)
        for item, node in pairs
        if item.value is not None and node.value is not None and item.value != node.value
    ]
    deepest: dict[float, float] = {}
    for item, new, was in changed:
        deepest[item.x] = max(deepest.get(item.x, 0.0), abs(new - was))
    for item, new, was in changed:
        readable = roomy and item.radius >= READABLE_RADIUS
        yield Delta(
            f"changed.{item.id}",
            item.x + 0.62 * item.radius,
            item.y - 0.8 * item.radius,
            _GLYPH_PX,
            _depth(new - was, deepest[item.x]),
            written(was, new, decimals_for([was, new], digits))[0] if readable else "",
        )


def _depth(difference: float, deepest: float) -> int:
    part = abs(difference) / deepest if np.isfinite(difference) and deepest else 1.0
    return int(np.sign(difference) * min(max(np.ceil(part * TINTS), 1), TINTS))


def _connections(now: Iterable[Primitive], before: Mapping[str, Primitive]) -> Iterable[Primitive]:
    for item in now:
        old = before.get(item.id)
        if isinstance(item, Edges) and isinstance(old, Edges) and item.cells is not None:
            yield from _lit(item, old)


def _lit(item: Edges, old: Edges) -> Iterable[Primitive]:
    known = _by_cell(old)
    was = np.array([known.get(cell, np.nan) for cell in _cells(item)])
    with np.errstate(all="ignore"):
        change = np.nan_to_num(np.asarray(item.values, dtype=np.float64) - was)
    size = np.abs(change)
    deepest = float(size.max()) if size.size else 0.0
    if deepest == 0.0:
        return
    largest = np.argsort(-size, kind="stable")[:MOST_LIT]
    chosen = np.sort(largest[size[largest] >= _LEAST_PART * deepest])
    segments = item.segments[chosen]
    light = np.ones(len(chosen), dtype=bool)
    yield Edges(f"changed.{item.id}", segments, change[chosen], deepest, light, Role.CHANGED)
    for place, (x0, y0, x1, y1) in zip(chosen.tolist(), segments.tolist(), strict=True):
        depth = _depth(float(change[place]), deepest)
        # Not in the middle, where the connections of one pair of layers cross.
        x, y = x0 + 0.36 * (x1 - x0), y0 + 0.36 * (y1 - y0)
        yield Delta(f"changed.{item.id}.{place}", x, y, _GLYPH_PX, depth)


def _cells(item: Edges) -> list[tuple[int, int]]:
    pairs = [] if item.cells is None else item.cells.tolist()
    return [(int(row), int(col)) for row, col in pairs]


def _by_cell(item: Edges) -> dict[tuple[int, int], float]:
    return dict(zip(_cells(item), np.asarray(item.values, np.float64).tolist(), strict=True))
