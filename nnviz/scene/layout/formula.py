"""How high a formula is: fractions in fractions, roots over them and sums with their limits."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"\\[A-Za-z]+|[{}]|[^\\{}]+|\\.")
_LIMITS, _ROOT, _PARENTHESES, _BAR = 0.9, 0.35, 0.45, 0.2
_SCRIPT, _SCRIPTS = 0.1, 0.35  # one raised or lowered sign, or both
_INNER = 0.75  # a fraction in a fraction is typeset smaller


def lines_of(latex: str) -> float:
    """Return about how many lines of text a formula is high, 1 for one without a fraction."""
    return _height(iter(_TOKEN.findall(latex)), 1.0)


def _height(tokens: Iterator[str], size: float) -> float:
    """Return the height of what stands before the brace that closes this group."""
    highest, seen = size, ""
    for token in tokens:
        seen += token
        match token:
            case "}":
                break
            case "{":
                highest = max(highest, _height(tokens, size))
            case "\\frac" | "\\dfrac" | "\\tfrac":
                inner = size if size == 1.0 and token != "\\tfrac" else size * _INNER
                parts = _argument(tokens, inner), _argument(tokens, inner)
                highest = max(highest, sum(parts) + _BAR)
            case "\\sqrt":
                highest = max(highest, _argument(tokens, size) + _ROOT)
            case "\\sum":
                highest = max(highest, size + _LIMITS)
            case "\\right" if highest > size:
                highest += _PARENTHESES * size
            case _:
                continue
    raised, lowered = "^" in seen, "_" in seen
    if raised or lowered:
        highest += size * (_SCRIPTS if raised and lowered else _SCRIPT)
    return highest


def _argument(tokens: Iterator[str], size: float) -> float:
    """Return the height of the next group in braces, or of a single letter."""
    for token in tokens:
        if token == "{":
            return _height(tokens, size)
        if token.strip():
            return size
    return size
