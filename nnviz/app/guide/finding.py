"""Searching the pages: in all languages at once, shown in the reader's."""

import unicodedata
from dataclasses import dataclass
from functools import cache

from nnviz.app.guide.pages import Guide, Section, guide, languages

_IN_TITLE, _AS_TITLE, _IN_WORDS = 10, 20, 1
_BEFORE, _LONG = 18, 80  # letters of the words that are shown around what was found


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that was found; ``around`` are its words near what was typed."""

    section: Section
    score: int
    around: str


@cache
def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def find(query: str, language: str) -> tuple[Hit, ...]:
    """Return the sections in which every typed word occurs, the fitting ones first.

    A section counts as found in whichever language its words were found; no query finds nothing.
    """
    words = _folded(query).split()
    if not words:
        return ()
    shown = guide(language)
    others = [guide(other) for other in languages() if other != shown.language]
    hits = [hit for page in shown.pages for hit in _on_page(words, page, shown, others)]
    return tuple(sorted(hits, key=lambda hit: -hit.score))


def _on_page(words: list[str], page: str, shown: Guide, others: list[Guide]) -> list[Hit]:
    found = []
    for place, section in enumerate(shown.pages[page].sections):
        same = [section, *(other.pages[page].sections[place] for other in others)]
        best = max(_score(words, each) for each in same)
        if best:
            found.append(Hit(section, best, _around(words[0], section.words)))
    return found


def _score(words: list[str], section: Section) -> int:
    title, text = _folded(section.title), _folded(section.words)
    if not all(word in title or word in text for word in words):
        return 0
    in_title = sum(word in title for word in words)
    exact = title == " ".join(words)
    return _IN_WORDS + _IN_TITLE * in_title + _AS_TITLE * exact


def _around(word: str, words: str) -> str:
    at = max(0, _folded(words).find(word))
    start = max(0, at - _BEFORE)
    while start and words[start - 1].isascii() and words[start - 1].isalnum():
        start -= 1
    cut = words[start : start + _LONG]
    return ("… " if start else "") + cut + (" …" if start + _LONG < len(words) else "")
