"""Mathematical lines as the small HTML that a QLabel shows, wraps and lets one copy."""

from collections.abc import Iterable
from html import escape
from typing import Protocol

from nnviz.engine.math_text import RAISED


class Piece(Protocol):
    """What a part of a formula and a run of a scene have in common."""

    @property
    def text(self) -> str:
        """The letters."""
        ...

    @property
    def script(self) -> int:
        """1 raised, −1 lowered, 0 on the line."""
        ...

    @property
    def math(self) -> bool:
        """Whether the letters are mathematical ones."""
        ...


def html(pieces: Iterable[Piece]) -> str:
    """Return the pieces as one line of HTML."""
    return "".join(_one(piece) for piece in pieces)


def _one(piece: Piece) -> str:
    text = escape(piece.text)
    if piece.math:
        text = f"<i>{text}</i>"
    if piece.script == 0:
        return text
    tag = "sup" if piece.script > 0 else "sub"
    return f"<{tag}>{text}</{tag}>"


def raised(text: str, family: str = "") -> str:
    """Return plain text as HTML; a script that has no small signs of its own is raised: ^[1].

    ``family`` is the face of what is raised, where that of the line would raise it too far.
    """
    face = f' style="font-family: {family}"' if family else ""
    return RAISED.sub(lambda found: f"<sup{face}>{found[1].replace('ᵀ', 'T')}</sup>", escape(text))


def link(target: str, inside: str, color: str) -> str:
    """Return ``inside`` as a link in a colour (#rrggbb); ``inside`` is HTML already."""
    # A label that is shown does not take the colour of links from a new palette.
    return f'<a href="{escape(target)}" style="text-decoration: none; color: {color}">{inside}</a>'
