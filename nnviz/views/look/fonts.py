"""The faces: one for text, a tabular one for numbers, one for mathematical letters."""

import logging
from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from nnviz.paths import resource

_LOG = logging.getLogger(__name__)
_FACES = {".ttf", ".otf"}


@dataclass(frozen=True, slots=True)
class Families:
    """The family names in order of preference for each use."""

    text: tuple[str, ...]
    number: tuple[str, ...]
    math: tuple[str, ...]


@cache
def load() -> Families:
    """Load every face of ``resources/fonts`` once and return the families to use.

    The math face has the italic letters as characters of their own (U+1D434 and on).
    """
    for path in sorted(resource("fonts").iterdir()):
        if path.suffix.lower() in _FACES and QFontDatabase.addApplicationFont(str(path)) < 0:
            _LOG.warning("the font file %s cannot be used", path.name)
    return Families(
        text=("NNViz Sans", "NNViz Sans SC", "NNViz Math"),
        number=("NNViz Mono", "NNViz Sans SC", "NNViz Math"),
        math=("NNViz Math", "NNViz Sans SC"),
    )


def _font(families: tuple[str, ...], px: int, bold: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(families))
    font.setPixelSize(px)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return font


class _Scale:
    """How much larger the words of widgets are than they are by themselves; one for the program."""

    now = 1.0


def scale() -> float:
    """Return how much larger the words of widgets are than by themselves, 1 to 2."""
    return _Scale.now


def set_scale(factor: float) -> None:
    """Make every font asked for from now on this much larger, but for those of pictures."""
    _Scale.now = factor


def scaled(px: float) -> int:
    """Return a length that goes with the words of widgets: a line's height, a column's width."""
    return _whole(_whole(px) * _Scale.now)


def text_font(px: float, bold: bool = False) -> QFont:
    """Return the face of words in widgets; ``px`` is its size where text is not enlarged."""
    return _made("text", scaled(px), bold)


def number_font(px: float, bold: bool = False) -> QFont:
    """Return the face of numbers in widgets, every digit as wide as the others."""
    return _made("number", scaled(px), bold)


def math_font(px: float) -> QFont:
    """Return the face of mathematical letters in widgets."""
    return _made("math", scaled(px), bold=False)


def drawn_text(px: float, bold: bool = False) -> QFont:
    """Return the face of words in a picture, which is enlarged as a whole."""
    return _made("text", _whole(px), bold)


def drawn_number(px: float, bold: bool = False) -> QFont:
    """Return the face of numbers in a picture."""
    return _made("number", _whole(px), bold)


def drawn_math(px: float) -> QFont:
    """Return the face of mathematical letters in a picture."""
    return _made("math", _whole(px), bold=False)


def _whole(px: float) -> int:
    # A pixel size is whole in Qt; a point size at 72 dpi would follow the screen's dpi.
    return max(1, round(px))


@lru_cache(maxsize=512)
def _made(use: str, px: int, bold: bool) -> QFont:
    font = _font(getattr(load(), use), px, bold)
    if use == "number":
        # Ligatures would turn "->" or "!=" into one glyph and break the columns.
        font.setFeature(QFont.Tag.fromString("calt"), 0)
    return font
