"""A language that nobody speaks, made from English: it shows what clips before a translator does.

Every text is two fifths longer, its letters carry accents, and it stands in brackets, so that a
missing end is seen. What is not language stays as it is: places, mnemonics, markup, symbols.
"""

import re
from collections import Counter
from functools import lru_cache

PSEUDO = "pseudo"
GROWTH = 1.4

# Places, markup, entities, mnemonics, patterns of file names, and LaTeX; the words between them
# have at least two letters: one alone is a symbol.
_PLACE = r"\{\{|\}\}|\{[^{}]*\}"
_MARKUP = r"</?[a-z][^<>]*>|&(?:[a-z]+|#\d+);|&[^{]"
_OPAQUE = re.compile(rf"({_PLACE}|{_MARKUP}|\*\.\w+|\.[a-z]\w+|\\[A-Za-z]+)")
_WORD = re.compile(r"(?<![^\W_])[A-Za-z]{2,}(?![^\W_])")
# Qt reads the patterns of file names from brackets at the very end.
_PATTERNS = re.compile(r"\A(.*?)( \(\{patterns\}\))?\Z", re.DOTALL)
_ACCENTED = str.maketrans(
    "acdefghijklnoprstuwyzACDEGHIJKLNOPRSTUWYZ", "áçðéƒĝĥïĵķļñöþŕšţüŵÿžÁÇÐÉĜĤÎĴĶĻÑÖÞŔŠŢÛŴÝŽ"
)


@lru_cache(maxsize=8192)
def pseudo(template: str) -> str:
    """Return an English template in the language that nobody speaks; its places stay."""
    pieces = _OPAQUE.split(template)
    spoken = pieces[::2]
    letters = sum(len(word) for piece in spoken for word in _WORD.findall(piece))
    if not letters:
        return template
    length = sum(map(len, spoken))
    doubled = _doubled(letters, max(0, _grown(length) - length - 2))
    place = 0

    def dressed(found: re.Match[str]) -> str:
        nonlocal place
        first, place = place, place + len(found[0])
        return "".join(
            sign.translate(_ACCENTED) * (1 + doubled[first + k]) for k, sign in enumerate(found[0])
        )

    pieces[::2] = [_WORD.sub(dressed, piece) for piece in spoken]
    return _PATTERNS.sub(r"[\1]\2", "".join(pieces))


def _grown(length: int) -> int:
    return -int(-length * GROWTH // 1)


def _doubled(letters: int, more: int) -> Counter[int]:
    """Return which letters are written how often again, spread over all of them."""
    return Counter((2 * k + 1) * letters // (2 * more) for k in range(more))
