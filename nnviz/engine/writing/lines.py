"""A line of mathematics in the letters of a notation: parts that are raised, lowered or neither.

The parts are read as the LaTeX that they came from, so that a line and a typeset formula can
never be written in two ways.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from nnviz.engine.math_text import MathText, Part, Script, merged, parse, to_unicode
from nnviz.engine.writing.notation import Notation
from nnviz.engine.writing.numbers import in_text, number
from nnviz.engine.writing.symbols import pieces

_ACCENTS = {"\u0303": "tilde", "\u0302": "hat", "\u0304": "bar"}
_PROTECTED = 0xE000  # a letter of a word, which is no symbol, is read from the private area
_MARKS = {"T": r"\top", "′": r"\prime"}
_RAISED, _LOWERED = "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"
_SMALL = re.compile(rf"([{_RAISED}]+|[{_LOWERED}](?:[{_LOWERED},]*[{_LOWERED}])?)")


class Item(NamedTuple):
    """A run of text that is drawn in one way; ``math`` are letters that mean something."""

    text: str
    script: Script
    math: bool


class Made(NamedTuple):
    """A run of the new line, and the place in the old one that it came from."""

    text: str
    script: Script
    math: bool
    owner: int


class _Sign(NamedTuple):
    """Some signs of the LaTeX that a line is read as: what stood there, and in which item."""

    code: str
    shown: str
    owner: int


def line(parts: tuple[Part, ...], notation: Notation) -> tuple[Part, ...]:
    """Return the parts of a line in the letters of a notation, its numbers with its signs."""
    if notation.is_plain:
        return parts
    signed = tuple(_signed(part, notation) for part in parts)
    items = tuple(Item(part.text, part.script, part.math) for part in signed)
    return merged(
        tuple(
            Part(made.text, made.script, made.math, signed[made.owner].ref,
                 signed[made.owner].number)
            for made in rewritten(items, notation)
        )
    )  # fmt: skip


def text(written: MathText, notation: Notation) -> str:
    """Return mathematics in a sentence in the letters of a notation."""
    return written if notation.is_plain else to_unicode(line(written.parts, notation))


def _signed(part: Part, notation: Notation) -> Part:
    if part.number is not None:
        return replace(part, text=number(part.text, part.number, notation))
    return part if part.script or part.math else replace(part, text=in_text(part.text, notation))


@lru_cache(maxsize=8192)
def rewritten(items: tuple[Item, ...], notation: Notation) -> tuple[Made, ...]:
    """Return a line in the letters of a notation, each run with the item that it came from."""
    signs = list(_signs(items))
    code = "".join(sign.code for sign in signs)
    at_code = [place for place, sign in enumerate(signs) for _ in sign.code]
    found: list[Made] = []
    for piece in pieces(code, notation):
        first = signs[at_code[piece.start]]
        if piece.new is None:
            places = sorted(set(at_code[piece.start : piece.end]))
            found += [_stays(signs[place], items) for place in places]
        else:
            found += _comes(piece.new, first.owner, items[first.owner].script)
    return tuple(_joined(found))


def _stays(sign: _Sign, items: tuple[Item, ...]) -> Made:
    item = items[sign.owner]
    return Made(sign.shown, item.script, item.math, sign.owner)


def _comes(new: str, owner: int, script: Script) -> Iterator[Made]:
    for part in parse(new):
        if script and part.script:
            # A script within a script stands in small Unicode signs.
            yield Made(str(to_unicode((part,))), script, False, owner)
        else:
            yield Made(part.text, script or part.script, part.math, owner)


def _joined(found: Iterable[Made]) -> Iterator[Made]:
    for _, group in groupby(found, key=lambda made: made[1:]):
        run = list(group)
        whole = "".join(made.text for made in run)
        if whole:
            yield run[0]._replace(text=whole)


def _signs(items: tuple[Item, ...]) -> Iterator[_Sign]:
    """Yield the LaTeX of a line, sign by sign; neighbours of one script are one group."""
    numbered = list(enumerate(items))
    for script, group in groupby(numbered, key=lambda pair: pair[1].script):
        run = list(group)
        if script:
            yield _Sign("^{" if script > 0 else "_{", "", run[0][0])
        for owner, item in run:
            yield from _item_signs(item, owner)
        if script:
            yield _Sign("}", "", run[-1][0])


def _item_signs(item: Item, owner: int) -> Iterator[_Sign]:
    if item.script and not item.math and len(item.text) > 1 and item.text.isalpha():
        yield _Sign(rf"\mathrm{{{item.text}}}", item.text, owner)
        return
    if not item.script:
        yield from _letters(item.text, item, owner)
        return
    # A script within a script stands there in small Unicode signs.
    for piece in _SMALL.split(item.text):
        digits = _RAISED if piece[:1] in _RAISED else _LOWERED
        if not piece or piece[0] not in digits:
            yield from _letters(piece, item, owner)
            continue
        yield _Sign("^{" if digits is _RAISED else "_{", "", owner)
        for sign in piece:
            yield _Sign(str(digits.index(sign)) if sign != "," else ",", sign, owner)
        yield _Sign("}", "", owner)


def _letters(text: str, item: Item, owner: int) -> Iterator[_Sign]:
    for place, sign in enumerate(text):
        if sign in _ACCENTS:
            continue  # it was taken together with its letter
        accent = text[place + 1 : place + 2]
        if item.script and sign in _MARKS:
            yield _Sign(_MARKS[sign], sign, owner)
        elif item.math and accent in _ACCENTS:
            yield _Sign(rf"\{_ACCENTS[accent]}{{{sign}}}", sign + accent, owner)
        elif sign.isalpha() and not item.math:
            shown = sign + accent if accent in _ACCENTS else sign
            yield _Sign(chr(_PROTECTED + ord(sign) % 0x1000), shown, owner)
        else:
            yield _Sign(sign, sign, owner)
