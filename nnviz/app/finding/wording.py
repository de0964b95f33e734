"""A Message in every language at once, as it may be typed."""

from functools import cache

from nnviz.app.finding.initials import initials
from nnviz.app.texts import Catalogue, available_languages
from nnviz.engine.message import Message


def wordings(text: Message) -> tuple[str, ...]:
    """Return what a Message is in each language, without mnemonics, and its Chinese initials."""
    said = [without_mnemonic(catalogue.translate(text)) for catalogue in _catalogues()]
    short = [initials(words) for words in said]
    return tuple(dict.fromkeys(words for words in (*said, *short) if words))


@cache
def _catalogues() -> tuple[Catalogue, ...]:
    return tuple(Catalogue(code) for code in available_languages())


def without_mnemonic(text: str) -> str:
    """Return a menu text without its mnemonic: ``&File`` and ``文件(&F)`` lose it."""
    at = text.find("(&")
    if at >= 0 and text[at + 3 : at + 4] == ")":
        text = text[:at] + text[at + 4 :]
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
