"""What is seen of matrices too large for a hall: the part around the cell in the making.

Whoever cannot see all of a matrix sees a part of it, with numbers as large as those of a small
matrix. It stands still while a cell in it is made
and goes on by a whole part when the next cell lies outside, so that one turns pages.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from nnviz.scene.blocks import Block
from nnviz.scene.content import Content
from nnviz.scene.folding import foldings
from nnviz.scene.presented.axes import ONE, Axes, Axis, axes_of, lengths_of
from nnviz.scene.presented.cropping import Windows, cropped

_MOST = 16  # cells in a line of which a hall can make sense
_FEW_PAGES = 3  # so often one may turn the page while a single sum grows
_KEPT: dict[Hashable, dict[Axis, int] | None] = {}
_MOST_KEPT = 512

Fit = Callable[[Content], float]


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """A picture, whole or a part of it; then ``whole`` is all of it."""

    content: Content
    whole: Content
    axes: Axes
    windows: Windows


def near(
    content: Content, fit: Fit, key: Hashable, part_px: float, *, only_whole: bool = False
) -> Near | None:
    """Return as much of a picture as can be read; None where that is not all and has to be.

    ``part_px`` is the least text size of a matrix of which only a part is seen. ``fit`` says how
    large the smallest number of a picture is, in the least sizes that may be: 1 is just enough. Two
    pictures of one ``key`` have the same sizes.
    """
    for way in (content, *foldings(content)):
        if fit(way) >= 1.0:
            return Near(way, way, {}, {})
    if only_whole:
        return None
    axes = axes_of(content)
    large = _larger(content, part_px)
    counts = _counts(large, axes, fit, key)
    if counts is not None:
        content = large
    else:  # too long a number or too many matrices: then a part with smaller numbers
        counts = _counts(content, axes, fit, (key, "smaller")) or dict.fromkeys(
            lengths_of(content, axes), 1
        )
    lengths = lengths_of(content, axes)
    windows = {
        axis: _window(content, axes, axis, count, lengths[axis])
        for axis, count in counts.items()
        if count < lengths[axis]
    }
    return Near(cropped(content, axes, windows), content, axes, windows)


def _larger(content: Content, part_px: float) -> Content:
    items = tuple(
        item.but(least_px=max(item.least_px, part_px)) if isinstance(item, Block) else item
        for item in content.items
    )
    return replace(content, items=items)


def _counts(content: Content, axes: Axes, fit: Fit, key: Hashable) -> dict[Axis, int] | None:
    """Return how many cells of each axis can be seen at once, None if not even one."""
    lengths = lengths_of(content, axes)
    key = (key, tuple(sorted(lengths.items())))
    if key not in _KEPT:
        while len(_KEPT) >= _MOST_KEPT:
            _KEPT.pop(next(iter(_KEPT)))
        _KEPT[key] = _search(content, axes, fit, lengths)
    return _KEPT[key]


def _search(
    content: Content, axes: Axes, fit: Fit, lengths: dict[Axis, int]
) -> dict[Axis, int] | None:
    """Return the largest part that can be read, found by taking away where it helps most."""
    plain = _still(content)
    counts = {axis: min(length, _MOST) for axis, length in lengths.items()}

    def fitting(tried: dict[Axis, int]) -> float:
        return fit(cropped(plain, axes, {axis: slice(0, n) for axis, n in tried.items()}))

    now = fitting(counts)
    while now < 1.0:
        tries = [{**counts, axis: count - 1} for axis, count in counts.items() if count > 1]
        if not tries:
            return None
        found = [(fitting(tried), _size(tried), tried) for tried in tries]
        best = max(size for size, _, _ in found)
        now, _, counts = max(
            (one for one in found if one[0] >= best - 1e-9), key=lambda one: one[1]
        )
    return _grown(counts, lengths, fitting)


def _grown(
    counts: dict[Axis, int], lengths: dict[Axis, int], fitting: Callable[[dict[Axis, int]], float]
) -> dict[Axis, int]:
    """Return the part with what can be put back without harm."""
    for axis, length in lengths.items():
        for count in range(counts[axis] + 1, min(length, _MOST) + 1):
            tried = {**counts, axis: count}
            if fitting(tried) < 1.0:
                break
            counts = tried
    return counts


def _size(counts: dict[Axis, int]) -> float:
    """Return how much is seen: the terms of a sum before its results, then the shortest side."""
    return counts.get("k", 0) + min(counts.values()) + 1e-3 * sum(counts.values())


def _still(content: Content) -> Content:
    """Return the picture without what is lit and moves: it takes no room."""
    return replace(content, lights=(), ghosts=(), shutter=None, flight=None)


def _window(content: Content, axes: Axes, axis: Axis, count: int, length: int) -> slice:
    at = next(_places(content, axes, axis), 0)
    pages = -(-length // count)
    if axis == "k" and pages > _FEW_PAGES and content.way in {"falk", "inline"}:
        at = _weightiest(content, axes, count)
    first = min(at // count * count, length - count)
    return slice(first, first + count)


def _weightiest(content: Content, axes: Axes, count: int) -> int:
    """Return where the terms of a long sum begin that have the largest numbers on the right."""
    right = content.blocks[1]
    col = next(_places(content, axes, "j"), 0) if right.shape[1] > 1 else 0
    sizes = np.nan_to_num(np.abs(right.values[:, col]))
    pages = [float(sizes[at : at + count].sum()) for at in range(0, sizes.size, count)]
    return int(np.argmax(pages)) * count


def _places(content: Content, axes: Axes, axis: Axis) -> Iterator[int]:
    """Yield where on an axis something happens, what is most telling first."""
    blocks = {block.id: block for block in content.blocks}
    if content.focus is not None:
        for block in reversed(content.blocks):
            yield from _of_focus(content, block, axes, axis)
    narrow = sorted(content.lights, key=lambda light: light.strength)  # the term in hand is faint
    for light in narrow:
        sides = axes.get(light.block, (ONE, ONE))
        spans = (light.rows, light.cols)
        for side, cells, count in zip(sides, spans, blocks[light.block].shape, strict=True):
            if side == axis and cells.stop - cells.start < count:
                yield cells.start


def _of_focus(content: Content, block: Block, axes: Axes, axis: Axis) -> Iterator[int]:
    assert content.focus is not None
    if block.id not in axes or block.name != content.focus.name:
        return
    row, col = (content.focus.row - block.stored_row, content.focus.col - block.stored_col)
    place = (col, row) if block.flipped else (row, col)
    for side, at, count in zip(axes[block.id], place, block.shape, strict=True):
        if side == axis and 0 <= at < count:
            yield at
