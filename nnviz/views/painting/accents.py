"""Accents set by hand: the fonts put ~ and ^ at the height of a small letter, into a capital."""

from collections.abc import Iterator
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainterPath

# The combining sign and the one that stands for itself.
_ALONE = {"\u0303": "\u02dc", "\u0302": "\u02c6", "\u0304": "\u02c9"}
_GAP = 0.05  # of the font's size, between the letter and its accent
_LEAN = 0.07  # an italic letter's top stands to the right of its foot


def split(text: str) -> Iterator[tuple[str, str]]:
    """Cut a text where a letter has an accent: each piece with the accent over it, or none."""
    start = 0
    for place, char in enumerate(text):
        if char in _ALONE and place > start:
            if place - 1 > start:
                yield text[start : place - 1], ""
            yield text[place - 1], _ALONE[char]
            start = place + 1
    if start < len(text):
        yield text[start:], ""


@lru_cache(maxsize=256)
def offset(letter: str, accent: str, font: QFont) -> tuple[float, float]:
    """Return where the accent's origin stands, seen from that of the letter."""
    below, above = _outline(letter, font), _outline(accent, font)
    lean = _LEAN * font.pixelSize() if ord(letter) >= 0x1D400 else 0.0
    x = below.center().x() + lean - above.center().x()
    return x, below.top() - _GAP * font.pixelSize() - above.bottom()


def _outline(text: str, font: QFont) -> QRectF:
    # A font's metrics count an accent from the line upwards; only its outline has a lower edge.
    path = QPainterPath()
    path.addText(QPointF(), font, text)
    return path.boundingRect()
