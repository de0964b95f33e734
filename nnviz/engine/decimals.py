"""How the numbers of a matrix are written, on the stage and in a notebook: one rule for all.

``decimals`` is a small code that fits one whole matrix: zero or more is the number of digits
behind the point; a negative number asks for the scientific form with that many significant
digits (−2: "1.2e−7"), for matrices whose largest value is tiny or huge.
"""

import math

import numpy as np
import numpy.typing as npt

MINUS = "\N{MINUS SIGN}"
_TINY = 1e-4  # below this a fixed-point number is mostly zeros
_HUGE = 1e6  # from here on the digits before the point no longer fit a cell
_PROBE = 64  # this many values decide cheaply that a large array needs all its digits


def format_value(value: float, decimals: int) -> str:
    """Write ``value`` with ``decimals`` (see the module), a true minus sign and never "−0.00"."""
    number = float(value)
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "∞" if number > 0 else f"{MINUS}∞"
    if decimals < 0:
        return _scientific(number, -decimals)
    if abs(number) >= 10 * _HUGE:
        return _scientific(number, 2)
    text = f"{number:.{decimals}f}"
    if text.startswith("-"):
        return text[1:] if float(text) == 0 else MINUS + text[1:]
    return text


def _scientific(number: float, digits: int) -> str:
    if number == 0:
        return "0"
    mantissa, exponent = f"{number:.{digits - 1}e}".split("e")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS)


def decimals_for(values: npt.ArrayLike, digits: int = 3) -> int:
    """Return the one number of decimals for all of ``values``.

    The largest magnitude gets about ``digits`` significant digits (a leading "0." counts as one);
    whole numbers stay bare, and digits that would be zero in every value are left out. NaN and ∞
    do not count. The result may be negative: the scientific form.
    """
    finite = _finite(values)
    top = max(float(finite.max()), -float(finite.min())) if finite.size else 0.0
    if top == 0.0:
        return 0
    if top < _TINY or top >= _HUGE:
        return -max(digits - 1, 2)
    return _without_needless(finite, _wanted_decimals(top, digits))


def _finite(values: npt.ArrayLike) -> npt.NDArray[np.floating]:
    table = np.asarray(values)
    if table.dtype.kind != "f":
        table = table.astype(np.float64)
    flat = table.ravel()
    with np.errstate(all="ignore"):
        # One sum tells cheaply that nothing has to be left out.
        total = float(flat.sum(dtype=np.float64))
    return flat if math.isfinite(total) else flat[np.isfinite(flat)]


def _wanted_decimals(top: float, digits: int) -> int:
    exponent = math.floor(math.log10(top))
    if exponent >= 0:
        # Below a hundred one decimal always stays, or small neighbours would all read 0.
        return max(digits - 1 - exponent, 1 if exponent < 2 and digits > 1 else 0)
    return max(digits - 2 - exponent, -exponent)


def _without_needless(finite: npt.NDArray[np.floating], wanted: int) -> int:
    for decimals in range(wanted):
        if _exact(finite[:_PROBE], decimals) and _exact(finite, decimals):
            return decimals
    return wanted


def _exact(finite: npt.NDArray[np.floating], decimals: int) -> bool:
    # 5.1 as float32 is off by 1e-8 of itself; whole numbers must be truly whole.
    tolerance = 0.0 if decimals == 0 else 1e-7
    rounded = np.round(finite, decimals)
    return bool(np.all(np.abs(finite - rounded) <= tolerance * np.abs(finite)))


def grouped(count: int) -> str:
    """Write a count in groups of three digits, as in 262 144."""
    return f"{count:,}".replace(",", "\N{NO-BREAK SPACE}")
