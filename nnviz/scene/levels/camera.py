"""Moving a whole picture: every primitive scaled and shifted alike, and the motion between two."""

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from nnviz.scene.geometry import STANDING
from nnviz.scene.levels.windows import is_window, window_rect
from nnviz.scene.primitives import (
    Arrow,
    Delta,
    Edges,
    Label,
    MatrixBlock,
    Node,
    Primitive,
    Rect,
)
from nnviz.scene.scene import Scene

# A scale, and where the origin goes.
Motion: TypeAlias = tuple[float, float, float]

_NO_MOTION: Motion = (1.0, 0.0, 0.0)


def lerp(start: float, end: float, t: float) -> float:
    """Return the number at the fraction ``t`` between two."""
    return start + (end - start) * t


def lerp_rect(start: Rect, end: Rect, t: float) -> Rect:
    """Return the rectangle at the fraction ``t`` between two."""
    return Rect(
        lerp(start.x, end.x, t),
        lerp(start.y, end.y, t),
        lerp(start.width, end.width, t),
        lerp(start.height, end.height, t),
    )


def seen(scene: Scene, scale: float, x: float, y: float) -> Scene:
    """Return a scene magnified by ``scale`` with its corner at (x, y): as a zoom shows it."""
    if (scale, x, y) == _NO_MOTION:
        return scene
    return replace(scene, primitives=tuple(moved(p, scale, x, y) for p in scene.primitives))


def moved(item: Primitive, scale: float, x: float, y: float) -> Primitive:
    """Return a primitive scaled about the origin and shifted."""
    match item:
        case Node():
            at = item.x * scale + x, item.y * scale + y
            return replace(item, x=at[0], y=at[1], radius=item.radius * scale)
        case Edges():
            return replace(item, segments=item.segments * scale + np.array([x, y, x, y]))
        case Arrow():
            ends = ((px * scale + x, py * scale + y) for px, py in (item.start, item.end))
            start, end = ends
            return replace(item, start=start, end=end)
        case Delta():
            at = item.x * scale + x, item.y * scale + y
            return replace(item, x=at[0], y=at[1], size_px=item.size_px * scale)
        case MatrixBlock():
            return _block(item, scale, x, y)
        case Label():
            size = item.size_px * scale
            return replace(item, box=_rect(item.box, scale, x, y), size_px=size)
        case _:
            return _boxed(item, scale, x, y)


def _block(item: MatrixBlock, scale: float, x: float, y: float) -> MatrixBlock:
    shear = (item.shear[0] * scale, item.shear[1] * scale)
    turn = item.turn
    if turn is not STANDING:
        turn = replace(turn, start=_rect(turn.start, scale, x, y))
    rect = _rect(item.rect, scale, x, y)
    return replace(item, rect=rect, font_px=item.font_px * scale, shear=shear, turn=turn)


def _boxed(item: Primitive, scale: float, x: float, y: float) -> Primitive:
    """Move what stands in a box or a rectangle."""
    thing: Any = item
    changes: dict[str, Any] = {
        name: _rect(getattr(thing, name), scale, x, y)
        for name in ("box", "rect")
        if hasattr(thing, name)
    }
    if hasattr(thing, "size_px"):
        changes["size_px"] = thing.size_px * scale
    made: Primitive = replace(thing, **changes)
    return made


def _rect(rect: Rect, scale: float, x: float, y: float) -> Rect:
    return Rect(rect.x * scale + x, rect.y * scale + y, rect.width * scale, rect.height * scale)


@dataclass(frozen=True, slots=True)
class Camera:
    """The motion that brings ``start``, a part of one picture, to ``end`` in another."""

    start: Rect
    end: Rect

    @property
    def scale(self) -> float:
        """How much larger the part is in the second picture."""
        across = self.end.width / max(self.start.width, 1e-6)
        down = self.end.height / max(self.start.height, 1e-6)
        return float(np.sqrt(max(across, 1e-6) * max(down, 1e-6)))

    def at(self, t: float) -> Motion:
        """Return the motion of things of the first picture at the fraction ``t`` of the way."""
        return _about(self.scale**t, _middle(self.start), self._place(t))

    def back(self, t: float) -> Motion:
        """Return the motion of things of the second picture, which arrive at ``t`` = 1."""
        return _about(self.scale ** (t - 1.0), _middle(self.end), self._place(t))

    def _place(self, t: float) -> tuple[float, float]:
        (x0, y0), (x1, y1) = _middle(self.start), _middle(self.end)
        return lerp(x0, x1, t), lerp(y0, y1, t)


def camera(a: Scene, b: Scene) -> Camera:
    """Return the motion that suits two pictures best: that of what both show."""
    return _by_cells(a, b) or _by_units(a, b) or _flipped(_by_units(b, a)) or _still(a, b)


def _by_cells(a: Scene, b: Scene) -> Camera | None:
    """Follow a matrix that is in both, the one at work first, then the smallest part of one."""
    olds = {item.name: item for item in a.primitives if isinstance(item, MatrixBlock)}
    news = [item for item in b.primitives if isinstance(item, MatrixBlock) and item.name in olds]
    at_work = {focus.name for focus in (a.focus, b.focus) if focus is not None}
    for new in sorted(news, key=lambda item: (item.name not in at_work, item.values.size)):
        old = olds[new.name]
        if old.shape == new.shape:
            return Camera(old.rect, new.rect)
        if is_window(new, old):
            return Camera(window_rect(new, old), new.rect)
        if is_window(old, new):
            return Camera(old.rect, window_rect(old, new))
    return None


def _by_units(a: Scene, b: Scene) -> Camera | None:
    """Follow the units of ``a`` whose matrices are in ``b``."""
    names = {item.name for item in b.primitives if isinstance(item, MatrixBlock)}
    units = [
        item
        for item in a.primitives
        if isinstance(item, Node) and item.cell is not None and item.cell.name in names
    ]
    if not units or any(isinstance(item, Node) for item in b.primitives):
        return None
    start = _around(
        [Rect(u.x - u.radius, u.y - u.radius, 2 * u.radius, 2 * u.radius) for u in units]
    )
    shown = {unit.cell.name for unit in units if unit.cell is not None}
    ends = [
        item.rect for item in b.primitives if isinstance(item, MatrixBlock) and item.name in shown
    ]
    return Camera(start, _around(ends))


def _around(rects: list[Rect]) -> Rect:
    left, top = min(r.x for r in rects), min(r.y for r in rects)
    right, bottom = max(r.right for r in rects), max(r.bottom for r in rects)
    return Rect(left, top, max(right - left, 1.0), max(bottom - top, 1.0))


def _flipped(found: Camera | None) -> Camera | None:
    return None if found is None else Camera(found.end, found.start)


def _still(a: Scene, b: Scene) -> Camera:
    return Camera(Rect(0.0, 0.0, a.width, a.height), Rect(0.0, 0.0, b.width, b.height))


def _middle(rect: Rect) -> tuple[float, float]:
    return rect.x + rect.width / 2, rect.y + rect.height / 2


def _about(scale: float, middle: tuple[float, float], place: tuple[float, float]) -> Motion:
    return scale, place[0] - middle[0] * scale, place[1] - middle[1] * scale
