"""How the numbers of a matrix are written, on the stage and in a notebook: one rule for all.

``decimals`` is a small code that fits one whole matrix: zero or more is the number of digits
behind the point; a negative number asks for the scientific form with that many significant
digits (−2: "1.2e−7"), for matrices whose largest value is tiny or huge. A number that would be
rounded to zero and is none is written with its first digit instead (0.004, 4e−8).
"""

import math

import numpy as np
import numpy.typing as npt

MINUS = "\N{MINUS SIGN}"
_TINY = 5e-4  # below this a fixed-point number is mostly zeros
_HUGE = 1e6  # from here on the digits before the point no longer fit a cell
FIXED_BELOW = 10 * _HUGE  # a number in a matrix of smaller ones
_FEW_ZEROS = 3  # places; with more of them a single digit is written with its exponent
ZEROS_FROM = 9.5e-4  # which begins below this
_PROBE = 64  # this many values decide cheaply that a large array needs all its digits


class Numeral(str):
    """A number as it is written that still knows the ``value`` it shows, unrounded."""

    __slots__ = ("value",)
    value: float

    def __new__(cls, text: str, value: float) -> "Numeral":
        """Return the text of a number with the number."""
        made = super().__new__(cls, text)
        made.value = value
        return made


def format_value(value: float, decimals: int) -> Numeral:
    """Write ``value`` with ``decimals`` (see the module) and a true minus sign; "0.00" is zero."""
    return Numeral(written(value, decimals), float(value))


def written(value: float, decimals: int) -> str:
    """Return the bare text of :func:`format_value`, for where many numbers are written."""
    number = float(value) + 0.0  # no minus zero
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "∞" if number > 0 else f"{MINUS}∞"
    if decimals < 0:
        return _scientific(number, -decimals)
    if abs(number) >= FIXED_BELOW:
        return _scientific(number, 2)
    text = f"{number:.{decimals}f}"
    if number and not text.strip("-0."):
        text = _first_digit(number)
    return text.replace("-", MINUS)


def _first_digit(number: float) -> str:
    """Write a small number with one digit that is no zero."""
    mantissa, exponent = f"{number:.0e}".split("e")
    places = -int(exponent)
    if places <= _FEW_ZEROS:
        return f"{float(f'{mantissa}e{exponent}'):.{places}f}"
    return f"{mantissa}e{int(exponent)}"


def _scientific(number: float, digits: int) -> str:
    if number == 0:
        return "0"
    mantissa, exponent = f"{number:.{digits - 1}e}".split("e")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS)


def decimals_for(values: npt.ArrayLike, digits: int = 3) -> int:
    """Return the one number of decimals for all of ``values``.

    The largest magnitude gets about ``digits`` significant digits (a leading "0." counts as one,
    but two remain: a quarter is 0.25); whole numbers stay bare, and digits that would be zero in
    every value are left out. NaN and ∞ do not count. The result may be negative: the scientific
    form.

    Below zero ``digits`` is a code too: −1 − p asks for p digits behind the point whatever the
    size, except for whole numbers, which stay bare, and for huge ones.
    """
    finite = _finite(values)
    top = max(float(finite.max()), -float(finite.min())) if finite.size else 0.0
    if top == 0.0:
        return 0
    if digits < 0:
        return _fixed(finite, top, -1 - digits)
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


def more_digits(digits: int, extra: int = 1) -> int:
    """Return the code of ``extra`` digits more, significant ones or digits behind the point."""
    return digits + extra if digits >= 0 else digits - extra


def _fixed(finite: npt.NDArray[np.floating], top: float, places: int) -> int:
    if top >= _HUGE:
        return -max(places, 2)
    return 0 if _exact(finite[:_PROBE], 0) and _exact(finite, 0) else places


def _wanted_decimals(top: float, digits: int) -> int:
    exponent = math.floor(math.log10(top))
    if exponent >= 0:
        # Below a hundred one decimal always stays, or small neighbours would all read 0.
        return max(digits - 1 - exponent, 1 if exponent < 2 and digits > 1 else 0)
    return max(digits - 2, 1) - exponent


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
