"""The faces: one for text, a tabular one for numbers, one for mathematical letters."""

import logging
from dataclasses import dataclass
from functools import cache

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


def _font(families: tuple[str, ...], px: float, bold: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(families))
    # A pixel size is whole in Qt; a point size at 72 dpi would follow the screen's dpi.
    font.setPixelSize(max(1, round(px)))
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return font


@cache
def text_font(px: float, bold: bool = False) -> QFont:
    """Return the face of words at a size in logical pixels."""
    return _font(load().text, px, bold)


@cache
def number_font(px: float, bold: bool = False) -> QFont:
    """Return the face of numbers, every digit as wide as the others."""
    font = _font(load().number, px, bold)
    # Ligatures would turn "->" or "!=" into one glyph and break the columns.
    font.setFeature(QFont.Tag.fromString("calt"), 0)
    return font


@cache
def math_font(px: float) -> QFont:
    """Return the face of mathematical letters."""
    return _font(load().math, px, bold=False)
