"""The way from one picture to another: what is in both moves, the rest comes and goes.

``between(a, b, 0)`` is ``a`` itself and ``between(a, b, 1)`` is ``b`` itself. What has the same id
is the same thing and moves. A part of a matrix grows out of its place in the whole one, a unit of
the map becomes its cell, and connections become their matrix of weights. Everything else moves
along with those, as in front of a camera, while it fades.
"""

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from nnviz.scene.levels.camera import Camera, Motion, camera, lerp, lerp_rect, moved
from nnviz.scene.levels.windows import is_window, neighbours, whole_over, window_place, window_rect
from nnviz.scene.primitives import (
    Arrow,
    Card,
    Edges,
    Formula,
    Highlight,
    Label,
    MatrixBlock,
    Node,
    Primitive,
    Rect,
)
from nnviz.scene.scene import Scene

LONGEST_S = 0.4  # nobody waits longer for a picture
_MOST_NUMBERS = 400  # numbers of larger matrices are not written while they move
_GONE = 0.6  # what cannot fade is not there after this part of the way

_Key: TypeAlias = tuple[str, str]


@dataclass(frozen=True, eq=False)
class _Way:
    """Two scenes, how far the way between them is gone, and the camera's motion."""

    a: Scene
    b: Scene
    t: float
    camera: Camera


def between(a: Scene, b: Scene, t: float) -> Scene:
    """Return the picture at the fraction ``t`` of the way from ``a`` to ``b``."""
    if t <= 0.0:
        return a
    if t >= 1.0:
        return b
    eased = t * t * (3.0 - 2.0 * t)
    way = _Way(a, b, eased, camera(a, b))
    old = {_key(item): item for item in a.primitives}
    new = {_key(item) for item in b.primitives}
    leaving = [p for item in a.primitives if _key(item) not in new for p in _gone(item, way)]
    coming = [
        p
        for item in b.primitives
        for p in (_pair(old[_key(item)], item, way) if _key(item) in old else _come(item, way))
    ]
    size = lerp(a.width, b.width, eased), lerp(a.height, b.height, eased)
    return Scene(*size, (*leaving, *coming), b.sentence, b.focus)


def _key(item: Primitive) -> _Key:
    return type(item).__name__, item.id


def _pair(old: Primitive, new: Primitive, way: _Way) -> list[Primitive]:
    """Return what is in both pictures, on its way."""
    t = way.t
    match old, new:
        case MatrixBlock(), MatrixBlock():
            return _matrices(old, new, t)
        case Label(), Label():
            return [_label(old, new, t)]
        case Node(), Node():
            x, y = lerp(old.x, new.x, t), lerp(old.y, new.y, t)
            return [replace(new, x=x, y=y, radius=lerp(old.radius, new.radius, t))]
        case Edges(), Edges() if old.segments.shape == new.segments.shape:
            return [replace(new, segments=old.segments + (new.segments - old.segments) * t)]
        case Card(), Card():
            return [replace(new, rect=lerp_rect(old.rect, new.rect, t))]
        case Highlight(), Highlight():
            return [replace(new, rect=lerp_rect(old.rect, new.rect, t))]
        case Arrow(), Arrow():
            start, end = _points(old.start, new.start, t), _points(old.end, new.end, t)
            return [replace(new, start=start, end=end)]
        case Formula(), Formula() if old.latex == new.latex:
            return [replace(new, box=_centred(new.box, lerp_rect(old.box, new.box, t)))]
        case _:
            return [new if t >= 0.5 else old]


def _matrices(old: MatrixBlock, new: MatrixBlock, t: float) -> list[Primitive]:
    if old.turn.fraction < 1.0 or new.turn.fraction < 1.0 or any((*old.shear, *new.shear)):
        return [new if t >= 0.5 else old]
    if old.shape == new.shape and old.flipped == new.flipped:
        rect = lerp_rect(old.rect, new.rect, t)
        strength = lerp(old.strength, new.strength, t)
        return [_on_its_way(replace(new, rect=rect, strength=strength), old, t)]
    if is_window(new, old):
        start = window_rect(new, old)
        return [
            *_fading_whole(old, lerp_rect(start, new.rect, t), new, 1.0 - t),
            _on_its_way(replace(new, rect=lerp_rect(start, new.rect, t)), old, t),
        ]
    if is_window(old, new):
        end = window_rect(old, new)
        return [
            *_fading_whole(new, lerp_rect(old.rect, end, t), old, t),
            _on_its_way(replace(old, rect=lerp_rect(old.rect, end, t)), new, t),
        ]
    rect = lerp_rect(old.rect, new.rect, t)
    return [
        replace(_plain(old), id=f"{old.id}.leaving", rect=rect, strength=old.strength * (1.0 - t)),
        replace(_plain(new), rect=rect, strength=new.strength * t),
    ]


def _fading_whole(
    whole: MatrixBlock, part: Rect, window: MatrixBlock, strength: float
) -> list[Primitive]:
    """Return the matrix around a part of it that has come to ``part``."""
    upright = window.flipped == whole.flipped
    rect = whole_over(window, whole, part) if upright else whole.rect
    named = replace(
        _plain(whole), id=f"{whole.id}.around", rect=rect, strength=whole.strength * strength
    )
    kept = neighbours(named, window_place(window, whole)) if upright else named
    return [_in_whole_pixels(kept)]


def _in_whole_pixels(item: Any) -> Any:
    """Return something with text of a whole size: a new size is a new font, which takes long."""
    if isinstance(item, Label):
        return replace(item, size_px=max(1.0, round(item.size_px)))
    if isinstance(item, MatrixBlock):
        return replace(_plain(item), font_px=max(1.0, round(item.font_px)))
    return item


def _on_its_way(block: MatrixBlock, old: MatrixBlock, t: float) -> MatrixBlock:
    """Return a matrix with numbers of a size that goes with it."""
    if block.values.size > _MOST_NUMBERS:
        return _plain(block)
    both = block.decimals is not None and old.decimals is not None
    size = lerp(old.font_px, block.font_px, t) if both else block.font_px
    return replace(block, font_px=round(size))


def _plain(block: MatrixBlock) -> MatrixBlock:
    """Return a matrix whose numbers are not written, if they are many."""
    return replace(block, decimals=None) if block.values.size > _MOST_NUMBERS else block


def _label(old: Label, new: Label, t: float) -> Label:
    box = lerp_rect(old.box, new.box, t)
    size = round(lerp(old.size_px, new.size_px, t))
    if old.runs == new.runs:
        strength = lerp(old.strength, new.strength, t)
        return replace(new, box=box, size_px=size, strength=strength)
    if t < 0.5:
        return replace(old, box=box, size_px=size, strength=old.strength * (1.0 - 2.0 * t))
    return replace(new, box=box, size_px=size, strength=new.strength * (2.0 * t - 1.0))


def _gone(item: Primitive, way: _Way) -> list[Primitive]:
    """Return what is only in the first picture."""
    return _single(item, way.t, way.b, way.camera.at(way.t))


def _come(item: Primitive, way: _Way) -> list[Primitive]:
    """Return what is only in the second picture: seen backwards it leaves."""
    return _single(item, 1.0 - way.t, way.a, way.camera.back(way.t))


def _single(item: Primitive, away: float, other: Scene, seen: Motion) -> list[Primitive]:
    """Return something that is ``away`` from the picture that it belongs to."""
    if isinstance(item, Node) and (place := _cell_of(item, other)) is not None:
        x, y = place.x + place.width / 2, place.y + place.height / 2
        radius = max(min(place.width, place.height) / 2, 2.0)
        here = replace(item, x=lerp(item.x, x, away), y=lerp(item.y, y, away))
        return [replace(here, radius=lerp(item.radius, radius, away), text="")]
    if isinstance(item, MatrixBlock) and (bundle := _bundle_of(item, other)) is not None:
        rect = lerp_rect(item.rect, bundle, away)
        return [replace(_plain(item), rect=rect, strength=item.strength * (1.0 - away))]
    there = _in_whole_pixels(moved(item, *seen))
    if hasattr(there, "strength"):
        faded = max(0.0, 1.0 - 2.0 * away)
        return [replace(there, strength=there.strength * faded)] if faded else []
    return [there] if away < _GONE else []


def _cell_of(node: Node, scene: Scene) -> Rect | None:
    """Return where the value of a unit stands as a cell of a matrix."""
    if node.cell is None:
        return None
    for item in scene.primitives:
        if isinstance(item, MatrixBlock) and not item.picture:
            place = item.place(node.cell)
            if place is not None:
                return item.cell_rect(*place)
    return None


def _bundle_of(block: MatrixBlock, scene: Scene) -> Rect | None:
    """Return the middle of the connections that are the numbers of a matrix of weights."""
    for item in scene.primitives:
        if isinstance(item, Edges) and item.name == block.name and len(item.segments):
            xs, ys = item.segments[:, 0::2], item.segments[:, 1::2]
            left, wide = float(xs.min()), float(np.ptp(xs))
            return Rect(left + wide / 3, float(ys.min()), wide / 3, float(np.ptp(ys)) or 1.0)
    return None


def _points(old: tuple[float, float], new: tuple[float, float], t: float) -> tuple[float, float]:
    return lerp(old[0], new[0], t), lerp(old[1], new[1], t)


def _centred(box: Rect, on: Rect) -> Rect:
    """Return a box of its own size, so that nothing has to be typeset anew, in another place."""
    x, y = on.x + (on.width - box.width) / 2, on.y + (on.height - box.height) / 2
    return Rect(x, y, box.width, box.height)
