"""Shutters over the cells of a matrix: a gate of 0 lets nothing through."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nnviz.scene.geometry import Rect


@dataclass(frozen=True, slots=True, eq=False)
class Gates:
    """Shutters over those cells of a matrix that are kept from going on.

    ``rect`` holds the cells, ``closed`` (rows, cols) says which are shut. The cell ``moving`` is
    being shut: ``fraction`` of it is covered, from both sides.
    """

    id: str
    rect: Rect
    closed: npt.NDArray[np.bool_]
    moving: tuple[int, int] | None = None
    fraction: float = 1.0
