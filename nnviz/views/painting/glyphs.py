"""The digits of many numbers at once: they are laid out here, each as wide as the others."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TypeAlias

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QGlyphRun, QPainter, QRawFont

from nnviz.views.look import fonts
from nnviz.views.painting.device import device_scale

DIGIT = 0.6  # advance of every character of the number face, in sizes
DIGIT_HEIGHT = 0.73
_MADE, _LARGEST = 64, 60.0  # the size a face is made for; larger ones are drawn as outlines
_PARTS = 16  # of a pixel: each size of the number face keeps pictures of its glyphs

Text: TypeAlias = tuple[str, str, float, float]  # ink, digits, left end of the baseline


def draw_glyphs(painter: QPainter, texts: Iterable[Text], px: float) -> None:
    """Write numbers of one size, one glyph run for each ink."""
    if px * device_scale(painter) > _LARGEST:
        _draw_large(painter, texts, px)
        return
    runs: dict[str, tuple[list[int], list[QPointF]]] = {}
    for ink, text, x, y in texts:
        ids, places = runs.setdefault(ink, ([], []))
        for place, char in enumerate(text):
            ids.append(_glyph(char))
            places.append(QPointF(x + place * px * DIGIT, y))
    for ink, (ids, places) in runs.items():
        _draw_run(painter, ink, raw_font(px), ids, places)


def _draw_large(painter: QPainter, texts: Iterable[Text], px: float) -> None:
    """Write numbers that Qt draws as outlines, each by itself.

    A face of another size than it was made for has no outlines: the made size is magnified.
    """
    factor = px / _MADE
    painter.save()
    painter.scale(factor, factor)
    for ink, text, x, y in texts:
        places = [
            QPointF(x / factor + place * _MADE * DIGIT, y / factor) for place in range(len(text))
        ]
        _draw_run(painter, ink, _made_font(), [_glyph(char) for char in text], places)
    painter.restore()


def _draw_run(
    painter: QPainter, ink: str, font: QRawFont, ids: list[int], places: list[QPointF]
) -> None:
    run = QGlyphRun()
    run.setRawFont(font)
    run.setGlyphIndexes(ids)
    run.setPositions(places)
    painter.setPen(QColor(ink))
    painter.drawGlyphRun(QPointF(0, 0), run)


def raw_font(px: float) -> QRawFont:
    """Return the number face at any size, also between whole pixels (in steps of a sixteenth)."""
    return _raw_font(int(px * _PARTS))


@cache
def _made_font() -> QRawFont:
    return QRawFont.fromFont(fonts.drawn_number(_MADE))


@lru_cache(maxsize=128)
def _raw_font(parts: int) -> QRawFont:
    raw = QRawFont.fromFont(fonts.drawn_number(_MADE))
    raw.setPixelSize(max(parts, 1) / _PARTS)
    return raw


@cache
def _glyph(char: str) -> int:
    return raw_font(64.0).glyphIndexesForString(char)[0]
