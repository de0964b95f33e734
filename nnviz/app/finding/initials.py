"""The initials of Chinese words in Latin letters, as they are typed to find something quickly.

The common characters of GB 2312 are sorted by their sound, so that the first of each letter is all
that has to be known. Rarer characters, sorted by strokes, have no initial here.
"""

from bisect import bisect_right

_FIRST = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"),
    (0xB8C1, "g"), (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"),
    (0xC4C3, "n"), (0xC5B6, "o"), (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"),
    (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"), (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_CODES = tuple(code for code, _ in _FIRST)
_LAST = 0xD7F9


def initials(text: str) -> str:
    """Return the initials of the Chinese characters in a text; other letters are left out."""
    return "".join(map(_initial, text))


def _initial(character: str) -> str:
    try:
        raw = character.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    code = int.from_bytes(raw, "big")
    if len(raw) != 2 or not _CODES[0] <= code <= _LAST:
        return ""
    return _FIRST[bisect_right(_CODES, code) - 1][1]
