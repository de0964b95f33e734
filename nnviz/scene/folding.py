"""Vectors too long for their numbers stand in several lines, where that makes them readable."""

from collections.abc import Iterator
from dataclasses import replace

from nnviz.engine.message import Message
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Light, Shutter, Sign
from nnviz.scene.primitives import FloatArray
from nnviz.scene.vectors import Fold, place_of, span_of
from nnviz.scene.what_if.former import UNCHANGED

_LEAST_CELLS, _MOST_LINES = 12, 8


def foldings(content: Content) -> Iterator[Content]:
    """Yield a picture of vectors with those in two lines, in three and so on; none of any other.

    All vectors have as many cells, so that what stands beside each other stays so.
    """
    fold = _kind(content)
    if not fold:
        return
    count = max(block.values.size for block in content.blocks)
    for lines in range(2, _MOST_LINES + 1):
        if count % lines == 0:
            yield _folded(content, fold, lines)


def _kind(content: Content) -> Fold:
    """Return how the vectors of a picture may be folded: columns down, rows along, or not."""
    if content.way is not None or content.arrange is not None or content.flight is not None:
        return ""
    shapes = {block.shape for block in content.blocks} - {(1, 1)}
    if len(shapes) != 1 or any(block.picture or block.down for block in content.blocks):
        return ""
    rows, cols = shapes.pop()
    if cols == 1 and rows >= _LEAST_CELLS:
        return "down"
    return "along" if rows == 1 and cols >= _LEAST_CELLS else ""


def _folded(content: Content, fold: Fold, lines: int) -> Content:
    made = {b.id: _block(b, fold, lines) for b in content.blocks if b.values.size > 1}
    items = tuple(
        item if isinstance(item, Sign) else made.get(item.id, item) for item in content.items
    )
    return replace(
        content,
        items=items,
        lights=tuple(_light(light, made) for light in content.lights),
        ghosts=tuple(_light(light, made) for light in content.ghosts),
        shutter=None if content.shutter is None else _shutter(content.shutter, made),
    )


def _block(block: Block, fold: Fold, lines: int) -> Block:
    former = block.former
    if former is not UNCHANGED:
        former = replace(former, values=_reshaped(former.values, fold, lines))
    return block.but(
        values=_reshaped(block.values, fold, lines),
        whole=block.scope,
        fold=fold,
        down=fold == "down",
        note=_note(block, fold, lines) if block.note is None else block.note,
        former=former,
    )


def _reshaped(values: FloatArray, fold: Fold, lines: int) -> FloatArray:
    flat = values.reshape(-1)
    return flat.reshape(lines, -1).T if fold == "down" else flat.reshape(lines, -1)


def _note(block: Block, fold: Fold, lines: int) -> Message:
    shape = {"rows": block.shape[0], "cols": block.shape[1], "count": lines}
    if fold == "down":
        return Message("{rows} × {cols}, in {count} columns", shape)
    return Message("{rows} × {cols}, in {count} rows", shape)


def _light(light: Light, made: dict[str, Block]) -> Light:
    block = made.get(light.block)
    if block is None:
        return light
    cells = light.rows if block.fold == "down" else light.cols
    start, stop, _ = cells.indices(block.values.size)
    rows, cols = span_of(block.fold, slice(start, stop), block.shape)
    return replace(light, rows=rows, cols=cols)


def _shutter(shutter: Shutter, made: dict[str, Block]) -> Shutter:
    block = made.get(shutter.block)
    if block is None:
        return shutter
    lines = block.shape[1 if block.fold == "down" else 0]
    moving = shutter.moving
    if moving is not None:
        moving = place_of(block.fold, max(moving), block.shape)
    flat = shutter.closed.reshape(lines, -1)
    return replace(shutter, closed=flat.T if block.fold == "down" else flat, moving=moving)
