"""When a term that is added appears, leaves and lands, in parts of the time that it has."""

from nnviz.scene.content import Moment
from nnviz.scene.products.ways import Growth

APPEARS, LEAVES, LANDS = 0.25, 0.38, 0.94
_FLIGHT_CELLS = 600  # larger matrices are not moved: what cannot be read need not fly
# Later terms and lines come too quickly for a flight to be followed.
_FLYING_TERMS, _FLYING_LINES = 12, 2


def may_fly(moment: Moment, now: Growth, cells: int) -> bool:
    """Say whether a term of so many cells moves to its place, or is only added there."""
    quick = now.place >= _FLYING_TERMS or (now.line or 0) >= _FLYING_LINES
    return cells <= _FLIGHT_CELLS and not quick and not moment.options.reduced_motion


def flies(moment: Moment, now: Growth, cells: int) -> bool:
    """Say whether a term is on its way at this moment."""
    return not now.landed and now.fraction > LEAVES and may_fly(moment, now, cells)


def flown(now: Growth) -> float:
    """Return 0..1: how far the term has come."""
    return smooth((now.fraction - LEAVES) / (LANDS - LEAVES))


def smooth(x: float) -> float:
    """Start gently, end gently; whatever is given is kept within 0..1."""
    x = min(max(x, 0.0), 1.0)
    return x * x * (3.0 - 2.0 * x)
