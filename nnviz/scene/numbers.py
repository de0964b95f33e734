"""How numbers are written on the stage: by the engine's rule, and with what only a stage needs.

``decimals`` is the small code of :mod:`nnviz.engine.decimals`.
"""

import math

import numpy as np
import numpy.typing as npt

from nnviz.engine.decimals import MINUS, decimals_for, format_value, grouped

__all__ = [
    "MINUS",
    "decimals_for",
    "format_value",
    "grouped",
    "one_more",
    "parse_value",
    "widest",
]


def parse_value(text: str) -> float:
    """Return the number that a text of :func:`format_value` shows."""
    return float(text.replace(MINUS, "-").replace("∞", "inf"))


def widest(values: npt.ArrayLike, decimals: int) -> int:
    """Return the number of characters of the longest of ``values`` as they are written."""
    table = np.asarray(values, dtype=np.float64).ravel()
    # The longest text is that of an extreme: of the sign, of the magnitude, or of the exponent.
    positive, negative = table[table > 0], table[table < 0]
    picked = [side.min() for side in (positive, negative) if side.size]
    picked += [side.max() for side in (positive, negative) if side.size]
    picked += [value for value in (0.0, math.nan) if _has(table, value)]
    return max((len(format_value(float(value), decimals)) for value in picked), default=1)


def _has(table: npt.NDArray[np.float64], value: float) -> bool:
    return bool(np.isnan(table).any() if math.isnan(value) else (table == value).any())


def one_more(decimals: int, extra: int = 1) -> int:
    """Return the code for ``extra`` digits more, in the fixed and in the scientific form."""
    return decimals - extra if decimals < 0 else decimals + extra
