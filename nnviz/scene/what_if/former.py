"""Other numbers of a matrix, from before a what-if or of another run, and how far off each is."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

TINTS = 6  # depths of the tint of a difference

_Floats: TypeAlias = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class Former:
    """Values as they were, as shown; ``deepest`` is the difference with the deepest tint.

    ``struck`` says that they no longer hold, so that they are struck through; those of another run
    hold. Where they are ``quiet`` cells are lit, but the numbers themselves are not written.
    A matrix that nothing was supposed about has :data:`UNCHANGED`.
    """

    values: _Floats
    deepest: float
    struck: bool = True
    quiet: bool = False

    def tints(self, now: _Floats) -> npt.NDArray[np.int8]:
        """Return how deep each cell is tinted, 1 to :data:`TINTS`, below zero where it sank.

        A cell that did not change has 0.
        """
        if not self.values.size:
            return np.zeros(now.shape, np.int8)
        with np.errstate(all="ignore"):
            part = (now - self.values) / (self.deepest or 1.0)
            depth = np.ceil(np.abs(part) * TINTS).clip(0, TINTS)
        tints: npt.NDArray[np.int8] = (np.sign(part) * np.nan_to_num(depth)).astype(np.int8)
        return tints


UNCHANGED = Former(np.empty((0, 0)), 0.0)


def former_of(was: _Floats, now: _Floats, scope: float) -> Former:
    """Return values that are others now, :data:`UNCHANGED` where none is.

    ``scope`` is the largest difference in the whole array of which these are a part.
    """
    if was.shape != now.shape or np.array_equal(was, now, equal_nan=True):
        return UNCHANGED
    return Former(was, max(scope, largest_difference(was, now)))


def largest_difference(was: _Floats, now: _Floats) -> float:
    """Return the largest finite magnitude of now − was, 0 where the shapes are not the same."""
    if was.shape != now.shape or not now.size:
        return 0.0
    with np.errstate(all="ignore"):
        difference = np.abs(now - was)
    finite = difference[np.isfinite(difference)]
    return float(finite.max()) if finite.size else 0.0
