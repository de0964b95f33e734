"""Two ways to write the same memory: samples as rows (as stored) or as columns (as textbooks do).

Arrays are stored with a sample in each row. In the *textbook* orientation everything that has a
sample axis is shown transposed; parameters and their gradients keep the shape of the parameter.
A vector over units (b, db) is a column in a textbook and a row beside row samples; a vector over
samples (the loss of each sample) is the other way round.
"""

import re
from functools import lru_cache
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from nnviz.engine.errors import SpecError

Orientation: TypeAlias = Literal["textbook", "rows"]
HostArray: TypeAlias = npt.NDArray[Any]

# Names of everything with one row per sample; the number is the layer.
_PER_SAMPLE = re.compile(r"^(X|Y|E|Ls|dX|(d?A|d?Z|P|D|M|Zshift|Zmax|expZ|sumexp)\d+)$")


def known_orientation(orientation: Orientation) -> Orientation:
    """Return the orientation if it is one.

    Raises:
        SpecError: it is not.
    """
    if orientation not in ("textbook", "rows"):
        raise SpecError(
            "The orientation must be 'textbook' or 'rows', but it is {found}.",
            found=repr(orientation),
        )
    return orientation


@lru_cache(maxsize=1024)
def has_sample_axis(name: str) -> bool:
    """Say whether the array of this trace name has one row (or entry) per sample."""
    return _PER_SAMPLE.match(name) is not None


def _flips(name: str, ndim: int, orientation: Orientation) -> bool:
    """Say whether the stored array, seen as (rows, columns), is shown transposed.

    A stored vector counts as one row.
    """
    per_sample = has_sample_axis(name)
    if ndim >= 2:
        return per_sample and orientation == "textbook"
    # One row as stored: over units it stands up in a textbook, over samples beside row samples.
    return (orientation == "rows") if per_sample else (orientation == "textbook")


def displayed(name: str, array: HostArray, orientation: Orientation) -> HostArray:
    """Return the two-dimensional view of a stored array as it is shown."""
    table = np.atleast_2d(array)
    return table.T if _flips(name, array.ndim, orientation) and array.ndim else table


def to_display(
    name: str, ndim: int, row: int, col: int, orientation: Orientation
) -> tuple[int, int]:
    """Turn a stored cell (a vector is one row) into the (row, column) in which it is shown."""
    return (col, row) if ndim and _flips(name, ndim, orientation) else (row, col)


def to_storage(
    name: str, ndim: int, row: int, col: int, orientation: Orientation
) -> tuple[int, int]:
    """Turn a shown cell back into the stored (row, column); the inverse of :func:`to_display`."""
    return to_display(name, ndim, row, col, orientation)
