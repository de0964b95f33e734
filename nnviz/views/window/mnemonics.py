"""The letters that choose an item of an open menu: each means one item.

An item says which letter it would like (``&File``, ``文件(&F)``). Where an item above has the same
wish, the lower one takes another letter of its own name, in Chinese an initial of its sound.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QMenu

from nnviz.app.finding.initials import initials
from nnviz.app.finding.wording import without_mnemonic


def keep_unique(menu: QMenu) -> None:
    """Let the letters of a menu be shared out anew whenever it opens."""
    menu.aboutToShow.connect(lambda: _share_out(menu))


def _share_out(menu: QMenu) -> None:
    items = [action for action in menu.actions() if not action.isSeparator()]
    for item, text in zip(items, unique([item.text() for item in items]), strict=True):
        if item.text() != text:
            item.setText(text)


def letter_of(text: str) -> str | None:
    """Return the letter that a text would like, in lower case."""
    at = text.replace("&&", "\0\0").find("&")
    return text[at + 1].casefold() if 0 <= at < len(text) - 1 else None


def unique(texts: Sequence[str]) -> list[str]:
    """Return the texts with no letter twice; one that can have none goes without."""
    taken: set[str] = set()
    clashing = []
    result = list(texts)
    for place, text in enumerate(texts):
        letter = letter_of(text)
        if letter in taken:
            clashing.append(place)
        elif letter is not None:
            taken.add(letter)
    for place in clashing:
        result[place] = _another(texts[place], taken)
    return result


def _another(text: str, taken: set[str]) -> str:
    """Return a text with a letter that is free, and take it."""
    at = text.find("(&")
    if at >= 0 and text[at + 3 : at + 4] == ")":
        return _in_brackets(text[:at], text[at + 4 :], taken)
    plain = without_mnemonic(text)
    starts = [k for k in range(len(plain)) if k == 0 or not plain[k - 1].isalnum()]
    for k in (*starts, *range(len(plain))):
        letter = plain[k].casefold()
        if letter.isascii() and letter.isalpha() and letter not in taken:
            taken.add(letter)
            return _escaped(plain[:k]) + "&" + _escaped(plain[k:])
    return _escaped(plain)


def _in_brackets(before: str, after: str, taken: set[str]) -> str:
    latin = "".join(c for c in before.casefold() if c.isascii() and c.isalpha())
    free = next((c for c in initials(before) + latin if c not in taken), None)
    if free is None:
        return before + after
    taken.add(free)
    return f"{before}(&{free.upper()}){after}"


def _escaped(plain: str) -> str:
    return plain.replace("&", "&&")
