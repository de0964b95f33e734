"""The row of a chain closes up about the product that has just been made."""

from nnviz.scene.chain.items import Item, View, cost_of, row_of, signs_of, standing_of
from nnviz.scene.chain.layout import Standing, between
from nnviz.scene.chain.state import ChainState, state
from nnviz.scene.layout.slots import Texts
from nnviz.scene.primitives import Label, Rect

_HALF = 0.5


def closing_up(view: View) -> tuple[list[Item], list[Label]]:
    """Return the matrices and the signs between them on their way from one state to the next."""
    before = state(view.chain, view.order, view.part.number - 1)
    after = state(view.chain, view.order, view.part.number)
    old, new = standing_of(view, before), standing_of(view, after)
    if view.options.reduced_motion:
        return _exchanged(view, (before, old), (after, new))
    t = view.alpha
    ends = {item.block.id: item for item in row_of(after, new)}
    starts = {item.block.id: item for item in row_of(before, old)}
    if before.product is not None and old.product is not None:
        starts[before.product.id] = Item(before.product, old.product, old.texts, made=cost_of(view))
    items = [
        _on_the_way(item, ends[name], t) if name in ends else _gone(item, t)
        for name, item in starts.items()
    ]
    was = {label.id: label for label in signs_of(view, before, old)}
    signs = [_moved_sign(was[s.id], s, t) for s in signs_of(view, after, new) if s.id in was]
    return [item for item in items if item.strength > 0], signs


def _on_the_way(start: Item, end: Item, t: float) -> Item:
    """Return a matrix of the new row on its way from where it stood in the old one."""
    if start.made is not None:
        return _risen(start, end, t)
    texts = end.texts
    if start.texts is not None and texts is not None:
        texts = Texts(
            between(start.texts.label, texts.label, t, t),
            between(start.texts.note, texts.note, t, t),
            texts.align,
        )
    strength = start.strength + (end.strength - start.strength) * t
    return Item(end.block, between(start.box, end.box, t, t), texts, strength)


def _risen(start: Item, end: Item, t: float) -> Item:
    """Return the product: it takes its width first, then it rises, passing over nothing."""
    across, down = min(t / _HALF, 1.0), max((t - _HALF) / _HALF, 0.0)
    box, fade = between(start.box, end.box, across, down), abs(1.0 - 2.0 * t)
    if t < _HALF or end.texts is None:
        return Item(end.block, box, start.texts, end.strength, start.made, fade)
    by = box.y - end.box.y
    texts = Texts(_lowered(end.texts.label, by), _lowered(end.texts.note, by), end.texts.align)
    return Item(end.block, box, texts, end.strength, None, fade)


def _lowered(box: Rect, by: float) -> Rect:
    return Rect(box.x, box.y + by, box.width, box.height)


def _gone(item: Item, t: float) -> Item:
    """Return one of the two that were multiplied: it fades where it stands."""
    return Item(item.block, item.box, item.texts, max(1.0 - t / _HALF, 0.0))


def _moved_sign(start: Label, end: Label, t: float) -> Label:
    strength = start.strength + (end.strength - start.strength) * t
    box = between(start.box, end.box, t, t)
    return Label(end.id, box, end.runs, end.size_px, align="center", strength=strength)


def _exchanged(
    view: View, before: tuple[ChainState, Standing], after: tuple[ChainState, Standing]
) -> tuple[list[Item], list[Label]]:
    """Fade the old row out and the new one in, with no motion."""
    t = view.alpha
    late = t >= _HALF
    found, standing = after if late else before
    fade = abs(1.0 - 2.0 * t)
    items = row_of(found, standing)
    if not late and found.product is not None and standing.product is not None:
        items.append(Item(found.product, standing.product, standing.texts, made=cost_of(view)))
    faded = [Item(i.block, i.box, i.texts, i.strength * fade, i.made) for i in items]
    return (faded if fade > 0 else []), []
