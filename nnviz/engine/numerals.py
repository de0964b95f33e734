"""How the engine writes numbers in text: significant digits, a true minus sign, powers of ten."""

import math
import re

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_LEVEL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
_POWER = re.compile("10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)")


def significant(value: float, digits: int = 3) -> str:
    """Return a number with so many significant digits and no idle zeros: −0.27, 1, 1.5×10⁻⁷."""
    if not math.isfinite(value):
        return {math.inf: "∞", -math.inf: "−∞"}.get(value, "NaN")
    mantissa, _, exponent = f"{value:.{digits}g}".partition("e")
    if exponent:
        # 12 300 is plainer than 1.23×10⁴; only what is very large or small gets its power.
        if digits <= int(exponent) <= 6:
            return f"{float(f'{value:.{digits}g}'):.0f}".replace("-", "−")
        mantissa += "×10" + str(int(exponent)).translate(_RAISED)
    return "0" if mantissa == "-0" else mantissa.replace("-", "−")


def exact(value: float) -> str:
    """Return a constant as a person wrote it (0.999, 4, 10⁻⁸), to ten significant digits."""
    written = significant(value, 10)
    return written.removeprefix("1×") if written.startswith("1×10") else written


def to_latex(text: str) -> str:
    """Return a number written by this module or by a display as LaTeX."""
    powers = _POWER.sub(lambda found: f"10^{{{found[1].translate(_LEVEL)}}}", text)
    level = powers.replace("×", r" \times ").replace("−", "-")
    return level.replace("∞", r"\infty ").replace("≈", r"\approx ")


def read(text: str) -> float:
    """Return the number that a display shows as ``text``: the reverse of writing, rounded.

    Raises:
        ValueError: the text is no number.
    """
    level = text.translate(_LEVEL).replace("∞", "inf")
    if "×10" in level:
        return float(level.replace("×10", "e"))
    return float("1e" + text[2:].translate(_LEVEL)) if _POWER.fullmatch(text) else float(level)
