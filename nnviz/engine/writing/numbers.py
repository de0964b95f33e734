"""The signs in a number: the decimal point or comma, groups of thousands, and fractions.

A fraction stands for a number only where the number, to its last bit, is the one nearest to that
fraction: 0.5 is 1/2. Of a denominator that is no power of two no computer holds the fraction
itself, only the number next to it; that is written with ≈, as in ≈1/3. Denominators go
to :data:`MOST`, and a fraction is never longer than the decimals in whose place it stands.
"""

import math
import re
from functools import lru_cache
from typing import Final

from nnviz.engine.decimals import MINUS, Numeral
from nnviz.engine.writing.notation import Notation

MOST: Final = 12
_LARGEST = 99  # above the line
_SPACE = "\N{NO-BREAK SPACE}"
_DECIMAL = {"point": ".", "comma": ","}
_THOUSANDS = {"space": _SPACE, "comma": ",", "point": ".", "apostrophe": "\N{RIGHT SINGLE QUOTATION MARK}"}  # fmt: skip  # noqa: E501
_NUMBER = re.compile(rf"(?<![\d.A-Za-z_])(\d{{1,3}}(?:{_SPACE}\d{{3}})+|\d+)(\.\d+)?(?![\d.]*[\d])")
_WHOLE = re.compile(rf"[+{MINUS}-]?(\d{{1,3}}({_SPACE}\d{{3}})+|\d+)(\.\d+)?(e[{MINUS}-]?\d+)?")


def number(text: str, value: float | None, notation: Notation) -> str:
    """Return a written number with the signs of a notation; ``value`` is what it shows."""
    if text[:1] == "(":
        return f"({number(text[1:-1], value, notation)})"
    if notation.fractions and value is not None:
        short = fraction(value)
        if short and len(short) <= len(text):
            return short
    return in_text(text, notation)


def argument(text: str, notation: Notation) -> str:
    """Return the argument of a sentence: numbers in the signs of a notation, words as they are."""
    if isinstance(text, Numeral):
        return number(text, text.value, notation)
    numbers = text.split(", ")
    if not all(_WHOLE.fullmatch(one) for one in numbers):
        return text
    # Numbers that have a comma themselves are divided by another sign.
    between = "; " if notation.decimal == "comma" else ", "
    return between.join(in_text(one, notation) for one in numbers)


def in_text(text: str, notation: Notation) -> str:
    """Return a text with all its numbers in the signs of a notation."""
    if notation.decimal == "point" and notation.thousands == "none":
        return text
    return _NUMBER.sub(lambda found: _signs(found[1], found[2] or "", notation), text)


def in_latex(text: str, notation: Notation) -> str:
    """Return LaTeX with its numbers in the signs of a notation; a comma gets no space there."""
    if notation.decimal == "point":
        return text
    return re.sub(r"(?<=\d)\.(?=\d)", "{,}", text)


def extra_signs(largest: float, notation: Notation) -> int:
    """Return how many signs more a number of that size takes than it does by itself."""
    if notation.thousands == "none" or not 1000 <= largest < math.inf:
        return 0
    return (len(str(int(largest))) - 1) // 3


@lru_cache(maxsize=4096)
def fraction(value: float) -> str | None:
    """Return the fraction that a number is, or None where it is none (or a whole number)."""
    if not math.isfinite(value) or value == int(value):
        return None
    for below in range(2, MOST + 1):
        above = round(value * below)
        if above / below == value:
            if abs(above) > _LARGEST:
                return None
            near = "" if below & (below - 1) == 0 else "≈"
            return f"{near}{MINUS if above < 0 else ''}{abs(above)}/{below}"
    return None


def _signs(whole: str, after: str, notation: Notation) -> str:
    digits = whole.replace(_SPACE, "")
    if notation.thousands != "none":
        whole = f"{int(digits):,}".replace(",", _THOUSANDS[notation.thousands])
        whole = "0" * (len(digits) - len(str(int(digits)))) + whole
    return whole + after.replace(".", _DECIMAL[notation.decimal])
