"""How numbers are written on the stage: by the engine's rule, and with what only a stage needs.

``decimals`` is the small code of :mod:`nnviz.engine.decimals`.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from nnviz.engine.decimals import (
    FIXED_BELOW,
    MINUS,
    ZEROS_FROM,
    decimals_for,
    format_value,
    grouped,
    more_digits,
    written,
)
from nnviz.engine.writing import Notation, number

_MANY_EPOCHS = 1000

__all__ = [
    "MINUS",
    "decimals_for",
    "epochs_text",
    "exact_value",
    "format_value",
    "grouped",
    "in_cell",
    "more_digits",
    "one_more",
    "parse_value",
    "short_value",
    "widest",
    "written",
]


def in_cell(value: float, decimals: int, notation: Notation, room: float) -> str:
    """Write a number of a matrix in a notation; ``room`` is how many signs its cell has.

    A number that would not fit has no sign between its thousands.
    """
    text = written(value, decimals)
    if notation.is_plain:
        return text
    longer = number(text, value, notation)
    if len(longer) <= max(room, len(text)):
        return longer
    return number(text, value, replace(notation, thousands="none"))


def parse_value(text: str) -> float:
    """Return the number that a text of :func:`format_value` shows."""
    return float(text.replace(MINUS, "-").replace("∞", "inf"))


def epochs_text(epochs: float, decimals: int) -> str:
    """Write how many epochs have been made: parts of one only where there are few."""
    return grouped(int(epochs)) if epochs >= _MANY_EPOCHS else format_value(epochs, decimals)


def short_value(value: float) -> str:
    """Write a number that a person has chosen as they would: 0.1, 1, 0.0005."""
    return f"{value:.6g}".replace("-", MINUS)


def exact_value(value: float) -> str:
    """Write a number with all its digits, so that any program reads the same number again."""
    text = repr(float(value))
    return text.removesuffix(".0") if "e" not in text else text


def widest(values: npt.ArrayLike, decimals: int) -> int:
    """Return the number of characters of the longest of ``values`` as they are written."""
    table = np.asarray(values, dtype=np.float64).ravel()
    zero = [0.0] if table.size else []
    odd = [float(value) for value in np.unique(table[~np.isfinite(table)])]
    found = [*zero, *odd]
    for sign in (1.0, -1.0):
        side = sign * table[(sign * table > 0) & np.isfinite(table)]
        found += [sign * size for size in _longest_of(side, decimals)]
    return max((len(written(value, decimals)) for value in found), default=1)


def _longest_of(sizes: npt.NDArray[np.float64], decimals: int) -> list[float]:
    """Return those of some positive numbers among which the longest text is."""
    if not sizes.size:
        return []
    least, most = float(sizes.min()), float(sizes.max())
    found = [least, most]
    if decimals < 0:
        return found
    if most >= FIXED_BELOW:  # its text is shorter than that of many a smaller number
        found.append(float(sizes[sizes < FIXED_BELOW].max(initial=least)))
    if least < 10.0**-decimals:
        # Those with one digit have more zeros the smaller they are, until an exponent is shorter.
        small = sizes[sizes < 10.0**-decimals]
        found += [float(small.max()), float(small.min(initial=1.0, where=small >= ZEROS_FROM))]
    return found


def one_more(decimals: int, extra: int = 1) -> int:
    """Return the code for ``extra`` digits more, in the fixed and in the scientific form."""
    return decimals - extra if decimals < 0 else decimals + extra
