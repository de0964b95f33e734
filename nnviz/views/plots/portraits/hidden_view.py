"""Where the points of a space stand in a plot: one, two or three axes on two."""

from dataclasses import dataclass

import numpy as np

from nnviz.app.portraits.hidden import Cloud, Space
from nnviz.app.portraits.plane import extent
from nnviz.app.portraits.rotation import Turn3, project
from nnviz.engine.orientation import HostArray

_REACH = 1.85  # from the middle of the box: its corners are √3 away, wherever they are turned


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """``window`` is (left, bottom, right, top); ``clouds`` (n, 2) are training and validation.

    ``lines`` are curves (places, 2) of the grid. ``frame`` (12, 2, 2) are the edges of the box and
    ``tips`` (3, 2) the far ends of its axes, of a space with three; else they are empty.
    """

    window: tuple[float, float, float, float]
    clouds: tuple[HostArray, ...]
    lines: HostArray
    frame: HostArray
    tips: HostArray


def laid(space: Space, turn: Turn3, has_classes: bool) -> Laid:
    """Return where everything stands; three axes are seen from ``turn``."""
    clouds = [cloud for cloud in (space.training, space.validation) if cloud is not None]
    if space.n_axes == 3:
        return _turned(space, clouds, turn)
    flat = tuple(_flat(cloud, has_classes) for cloud in clouds)
    lines = np.empty((0, 2, 2))
    if space.grid is not None and space.n_axes == 2:
        lines = space.grid
    low, high = extent(np.concatenate(flat))
    if space.surface is not None:
        low, high = space.surface.plane.low, space.surface.plane.high
    return Laid((*low, *high), flat, lines, np.empty((0, 2, 2)), np.empty((0, 2)))


def spot(space: Space, place: HostArray, turn: Turn3, height: float) -> tuple[float, float]:
    """Return where one sample (1 to 3,) stands; ``height`` is for a space with one axis."""
    if space.n_axes == 3:
        middle, half = _box(space)
        seen = project((place - middle) / half, turn)
        return (float(seen[0]), float(seen[1]))
    return (float(place[0]), float(place[1]) if space.n_axes == 2 else height)


def _flat(cloud: Cloud, has_classes: bool) -> HostArray:
    if cloud.points.shape[1] == 2:
        return cloud.points
    # One axis: the height only keeps the classes, or the targets, apart.
    heights = cloud.labels if has_classes else cloud.targets
    return np.column_stack([cloud.points[:, 0], heights]).astype(np.float64)


def _turned(space: Space, clouds: list[Cloud], turn: Turn3) -> Laid:
    middle, half = _box(space)
    points = tuple(project((cloud.points - middle) / half, turn)[:, :2] for cloud in clouds)
    lines = np.empty((0, 2, 2))
    if space.grid is not None:
        lines = project((space.grid - middle) / half, turn)[..., :2]
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
    edges = [
        (one, other)
        for one in corners
        for other in corners
        if (np.abs(one - other) > 0).sum() == 1 and tuple(one) < tuple(other)
    ]
    frame = project(np.array(edges), turn)[..., :2]
    tips = project(np.array([[1.15, -1, -1], [-1, 1.15, -1], [-1, -1, 1.15]]), turn)[:, :2]
    return Laid((-_REACH, -_REACH, _REACH, _REACH), points, lines, frame, tips)


def _box(space: Space) -> tuple[HostArray, HostArray]:
    """Return the middle and the half sides (3,) of the box around the training samples."""
    low, high = space.training.points.min(axis=0), space.training.points.max(axis=0)
    half = (high - low) / 2
    return (low + high) / 2, np.where(half > 0, half, 1.0)


def between(start: Laid, end: Laid, share: float) -> tuple[HostArray, ...] | None:
    """Return the points on their way, in the window of the end; None if they are not the same.

    They go straight from where they stood in the one window to where they stand in the other.
    """
    if [len(c) for c in start.clouds] != [len(c) for c in end.clouds]:
        return None
    pairs = zip(start.clouds, end.clouds, strict=True)
    return tuple(
        old + share * (new - old)
        for old, new in ((_moved(o, start.window, end.window), n) for o, n in pairs)
    )


def _moved(
    points: HostArray,
    old: tuple[float, float, float, float],
    new: tuple[float, float, float, float],
) -> HostArray:
    """Return points of a window at the same places of another one."""
    old_low, old_high = np.array(old[:2]), np.array(old[2:])
    new_low, new_high = np.array(new[:2]), np.array(new[2:])
    moved: HostArray = new_low + (points - old_low) / (old_high - old_low) * (new_high - new_low)
    return moved
