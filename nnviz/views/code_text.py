"""Lines of code as coloured HTML: names by what they hold, comments stepping back."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from html import escape
from itertools import accumulate

from nnviz.engine.code import Code
from nnviz.engine.message import Message
from nnviz.scene.primitives import Quantity, Role
from nnviz.scene.quantity import quantity
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate

_TOKEN = re.compile(r"(?P<comment>#.*)|(?P<word>[A-Za-z_]\w*)|(?P<rest>[^A-Za-z_#]+)")
_FIRST_WIDE = 0x2E80
_LEAST_COMMENT = 6  # characters; a shorter piece of one says nothing


def arrays_of(names: Iterable[str]) -> Mapping[str, Quantity]:
    """Return the names of arrays with what they hold."""
    return {name: quantity(name) for name in names}


def shown_lines(code: Code, tr: Translate = Message.english) -> tuple[str, ...]:
    """Return the lines as they are read: the values of the settings are part of the comment."""
    *first, last = code.lines
    comment = "; ".join(part for part in (last.told(tr), *code.assignments) if part)
    text = f"{last.code}   # {comment}" if comment else last.code
    return (*(line.said(tr) for line in first), text)


def in_one_line(code: Code, tr: Translate = Message.english) -> tuple[str, ...]:
    """Return the lines joined to one, for where there is no height for two."""
    *first, last = shown_lines(code, tr)
    return ("; ".join((*(line.partition("   # ")[0] for line in first), last)),)


def fitted(line: str, most: int) -> str:
    """Return a line as wide as so many characters: its comment is cut first, then the code.

    A Chinese character is as wide as two.
    """
    ends = list(accumulate(1 + (ord(sign) >= _FIRST_WIDE) for sign in line))
    if not ends or ends[-1] <= most:
        return line
    bare = line.partition("   # ")[0]
    if len(bare) + _LEAST_COMMENT <= most:
        return line[: bisect_right(ends, most - 1)] + "…"
    return bare if len(bare) <= most else bare[: max(most - 1, 1)] + "…"


def colored(
    line: str, arrays: Mapping[str, Quantity], settings: Mapping[str, object], theme: Theme
) -> str:
    """Return one line as HTML."""
    pieces = []
    for found in _TOKEN.finditer(line):
        text = escape(found[0])
        if found.lastgroup == "comment":
            color = theme.color(Role.MUTED).name()
        elif found[0] in arrays:
            color = theme.tint(arrays[found[0]]).name()
        elif found[0] in settings:
            color = theme.tint(Quantity.STATE).name()
        else:
            color = theme.color(Role.TEXT).name()
        pieces.append(f'<span style="color: {color}">{text}</span>')
    return "".join(pieces)
