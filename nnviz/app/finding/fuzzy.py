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
    if word in text:
        starts = [at for at in _starts(text) if text.startswith(word, at)]
        first = _FIRST if text.startswith(word) else 0.0
        if any(_ends(text, at + len(word)) for at in starts):
            return _WORD_START + _EQUAL + first
        return _WORD_START + first if starts else _INSIDE
    if not _in_order(word, text):
        return None
    closest = max((_compact(word, text, at) for at in _starts(text)), default=0.0)
    return closest if closest >= _LOOSEST else None


def _in_order(word: str, text: str) -> bool:
    """Say whether the letters of a word come in order, which in few texts they do."""
    at = -1
    return all((at := text.find(letter, at + 1)) >= 0 for letter in word)


def _compact(word: str, text: str, start: int) -> float:
    """Return the share of the stretch from ``start`` on that the letters of a word fill, or 0.

    Letters that begin a word of the text take up no room before them: initials are close.
    """
    if text[start] != word[0]:
        return 0.0
    at, room = start - 1, 0.0
    for letter in word:
        begun = next((k for k in _starts(text) if k > at and text[k] == letter), -1)
        found = text.find(letter, at + 1)
        if found < 0:
            return 0.0
        room += 1.0 if begun == found else 1.0 + 0.5 * (found - at - 1)
        at = found
    return len(word) / room


@lru_cache(maxsize=8192)
def _starts(text: str) -> tuple[int, ...]:
    """Return where in a text a word begins."""
    before = " " + text
    return tuple(
        at for at, sign in enumerate(text) if not sign.isspace() and not before[at].isalnum()
    )


def _ends(text: str, at: int) -> bool:
    return at >= len(text) or not text[at].isalnum()
