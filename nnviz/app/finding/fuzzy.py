"""How well a few typed letters fit a text."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_WORD_START, _INSIDE = 3.0, 2.0
_EQUAL = 1.0  # more, where a whole word or a whole text was typed
_LOOSEST = 0.55  # letters further apart than this share do not mean the text
_FIRST = 0.5  # more, where the text begins with what was typed
_PER_LETTER = 1e-3  # of two texts that fit alike the shorter one is meant
_EXPLAINED = 1.5  # less, where it is not the name but what is said about it
# What follows says more about the thing named before: "Freeze; the picture stands".
_BREAK = re.compile(r"[;:,(—。]|\. ")


def best(query: str, texts: Iterable[str]) -> float | None:
    """Return how well the query fits the text that it fits best, or None if it fits none."""
    found = [fit for text in texts if (fit := score(query, text)) is not None]
    return max(found, default=None)


def score(query: str, text: str) -> float | None:
    """Return how well every word of a query fits a text, or None if one does not.

    The letters of a word have to come in order, and best together, at the beginning of a word.
    Case, accents of width and raised digits do not matter: ``δ1`` fits ``δ¹``.
    A name counts for more than what is said about it behind a comma, a colon or a semicolon.
    """
    words, folded = plain(query).split(), plain(text)
    named = _of_words(words, _name(folded))
    if named is None:
        whole = _of_words(words, folded)
        named = None if whole is None else whole - _EXPLAINED
    return None if named is None else named - _PER_LETTER * len(folded)


def _of_words(words: Iterable[str], folded: str) -> float | None:
    """Return how well all words fit a text that is plain, or None if one does not."""
    total = 0.0
    for word in words:
        fit = _word(word, folded)
        if fit is None:
            return None
        total += fit
    return total


@lru_cache(maxsize=8192)
def _name(folded: str) -> str:
    """Return a text up to where it begins to say more about what it names."""
    found = _BREAK.search(folded, 1)
    return folded if found is None else folded[: found.start()]


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return a text as it is compared."""
    return unicodedata.normalize("NFKC", text).casefold()


def _word(word: str, text: str) -> float | None:
    places = [at for at in range(len(text)) if text.startswith(word, at)]
    starts = [at for at in places if _begins(text, at)]
    first = _FIRST if text.startswith(word) else 0.0
    if any(_ends(text, at + len(word)) for at in starts):
        return _WORD_START + _EQUAL + first
    if starts:
        return _WORD_START + first
    if places:
        return _INSIDE
    spread = [_compact(word, text, at) for at in range(len(text)) if _begins(text, at)]
    closest = max(spread, default=0.0)
    return closest if closest >= _LOOSEST else None


def _compact(word: str, text: str, start: int) -> float:
    """Return the share of the stretch from ``start`` on that the letters of a word fill, or 0.

    Letters that begin a word of the text take up no room before them: initials are close.
    """
    at, room = start - 1, 0.0
    for letter in word:
        begun = next((k for k in range(at + 1, len(text)) if _begins_with(text, k, letter)), -1)
        found = text.find(letter, at + 1)
        if found < 0 or (at < start and found != start):
            return 0.0
        room += 1.0 if begun == found else 1.0 + 0.5 * (found - at - 1)
        at = found
    return len(word) / room


def _begins_with(text: str, at: int, letter: str) -> bool:
    return text[at] == letter and _begins(text, at)


def _begins(text: str, at: int) -> bool:
    return not text[at].isspace() and (at == 0 or not text[at - 1].isalnum())


def _ends(text: str, at: int) -> bool:
    return at >= len(text) or not text[at].isalnum()
