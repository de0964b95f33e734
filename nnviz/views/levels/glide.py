"""The short way from one picture to the next level's, and when a zoom asks for that level."""

import time
from collections.abc import Callable

from nnviz.scene.levels.between import LONGEST_S, between
from nnviz.scene.levels.level import Depth
from nnviz.scene.nearest_box import box_at
from nnviz.scene.primitives import Rect
from nnviz.scene.scene import Scene

GLIDE_S = 0.32
_NOTCHES = 2.0  # of the wheel beyond the end of the zoom: one may be the last of a quick turn
_FORGET_S = 0.6
_FILLS = 0.9  # of the view, what a zoom at its largest shows
_MAP_MOST = 3.0

assert GLIDE_S <= LONGEST_S


class Glide:
    """A picture that turns into whatever is shown now."""

    def __init__(self, start: Scene, clock: Callable[[], float] = time.perf_counter) -> None:
        self._start = start
        self._clock = clock
        self._began_s = clock()

    @property
    def is_over(self) -> bool:
        """Say whether it has arrived."""
        return self._clock() - self._began_s >= GLIDE_S

    def scene(self, end: Scene) -> Scene:
        """Return the picture of this moment."""
        return between(self._start, end, (self._clock() - self._began_s) / GLIDE_S)


class Beyond:
    """Counts how far one turns on where a zoom is at its end: only on purpose is it a wish."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._notches, self._last_s = 0.0, 0.0

    def asks(self, notches: float) -> bool:
        """Add notches of the wheel; say whether that is enough, and begin anew if so."""
        now_s = self._clock()
        if now_s - self._last_s > _FORGET_S:
            self._notches = 0.0
        self._notches, self._last_s = self._notches + abs(notches), now_s
        if self._notches < _NOTCHES:
            return False
        self._notches = 0.0
        return True

    def forget(self) -> None:
        """Begin anew: the zoom has moved."""
        self._notches = 0.0


def largest(scene: Scene, depth: Depth, at: tuple[float, float], view: Rect, scale: float) -> float:
    """Return the largest magnification about a point, 1 for the whole scene; 0 for no end.

    What is under the point then fills the view. ``scale`` is that of the whole scene.
    """
    if depth == "network":
        return _MAP_MOST
    box = box_at(scene, *at, whole=depth == "layer")
    if box is None:
        return 0.0
    fills = min(view.width / box.width, view.height / box.height) * _FILLS / scale
    return max(fills, 1.0)
