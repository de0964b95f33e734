"""Typeset formulas: LaTeX to SVG once, to an image once per size and colour.

ziamath takes about 30 ms a formula, so formulas are warmed while nothing else is to be done.
"""

import logging
import warnings
from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from ziamath.zmath import Math

_LOG = logging.getLogger(__name__)
_BASE_PX = 32.0  # the size every formula is typeset at; drawing scales it
_INK = "#010203"  # stands for the colour until the formula is drawn
_FORMULAS = 1024  # typeset, about 10 KiB each
_IMAGES = 256
_IMAGES_BYTES = 16 * 2**20
_LARGEST_PX = 1_000_000  # a larger formula (a strong zoom) is drawn as curves, not kept


@dataclass(frozen=True, slots=True)
class Typeset:
    """A formula as SVG, with its size at one pixel of font size and its height over the line."""

    svg: str
    width: float
    height: float
    ascent: float


@lru_cache(maxsize=_FORMULAS)
def typeset(latex: str) -> Typeset | None:
    """Return the formula as SVG, or None (and a log line) where it cannot be typeset."""
    try:
        return _typeset(latex)
    except Exception as error:  # ziamath raises whatever its parser met
        _LOG.warning("cannot typeset %r: %s", latex, error)
        return None


@cache
def _math() -> "type[Math]":
    """Import the typesetter when the first formula is wanted: it takes 0.2 to 0.4 s."""
    with warnings.catch_warnings():
        # It opens its font by a function of the standard library that is going away.
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath.config import config
        from ziamath.zmath import Math

    # QtSvg draws only slivers of the SVG 2 that ziamath writes unless told otherwise.
    config.svg2 = False
    return Math


def _typeset(latex: str) -> Typeset:
    svg = _math().fromlatex(latex, size=_BASE_PX, color=_INK).svg()
    top, width, height = _view_box(svg)
    return Typeset(svg, width / _BASE_PX, height / _BASE_PX, -top / _BASE_PX)


def _view_box(svg: str) -> tuple[float, float, float]:
    numbers = svg.split('viewBox="', 1)[1].split('"', 1)[0].split()
    _, top, width, height = (float(number) for number in numbers)
    return top, width, height


@lru_cache(maxsize=256)
def renderer(latex: str, color: str) -> QSvgRenderer | None:
    """Return the drawable formula in a colour, or None where it cannot be typeset."""
    made = typeset(latex)
    if made is None:
        return None
    drawable = QSvgRenderer(QByteArray(made.svg.replace(_INK, color).encode()))
    return drawable if drawable.isValid() else None


_images: OrderedDict[tuple[str, str, int, int], QImage] = OrderedDict()


def image(latex: str, color: str, width_px: int, height_px: int) -> QImage | None:
    """Return the formula at a size in device pixels, kept for the next frame.

    None where it cannot be typeset, or is too large to be kept: then :func:`draw_vector` is right.
    """
    if width_px * height_px > _LARGEST_PX:
        return None
    key = (latex, color, width_px, height_px)
    if key in _images:
        _images.move_to_end(key)
        return _images[key]
    drawable = renderer(latex, color)
    if drawable is None:
        return None
    made = QImage(max(1, width_px), max(1, height_px), QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(0)
    painter = QPainter(made)
    drawable.render(painter, QRectF(0, 0, width_px, height_px))
    painter.end()
    _images[key] = made
    held = sum(kept.sizeInBytes() for kept in _images.values())
    while len(_images) > 1 and (len(_images) > _IMAGES or held > _IMAGES_BYTES):
        held -= _images.popitem(last=False)[1].sizeInBytes()
    return made


def size(latex: str, size_px: float, width: float, height: float) -> tuple[float, float] | None:
    """Return the formula's width and height at ``size_px``, smaller where the box asks for it."""
    made = typeset(latex)
    if made is None:
        return None
    wide, tall = made.width * size_px, made.height * size_px
    shrink = min(1.0, width / wide, height / tall)
    return wide * shrink, tall * shrink


def draw_vector(painter: QPainter, latex: str, color: QColor, rect: QRectF) -> None:
    """Draw the formula as curves, for SVG and PDF."""
    drawable = renderer(latex, color.name())
    if drawable is not None:
        drawable.render(painter, rect)


def warm(formulas: Iterable[str]) -> None:
    """Typeset formulas now, so that showing them later takes no time."""
    for latex in formulas:
        typeset(latex)


class Warmer(QObject):
    """Typesets formulas one by one whenever the event loop has nothing else to do.

    Signals:
        finished: every formula given so far is ready.
    """

    finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[str] = deque()
        self._known: OrderedDict[str, None] = OrderedDict()
        self._timer = QTimer(self)
        self._timer.setInterval(15)  # a frame's breath between two formulas
        self._timer.timeout.connect(self._next)

    def start(self, formulas: Iterable[str]) -> None:
        """Add formulas to the queue, each once."""
        wanted = dict.fromkeys(formulas)
        self._waiting.extend(f for f in wanted if f not in self._known and f not in self._waiting)
        self._timer.start()

    def stop(self) -> None:
        """Forget what is still waiting."""
        self._waiting.clear()
        self._timer.stop()

    def _next(self) -> None:
        if self._waiting:
            formula = self._waiting.popleft()
            typeset(formula)
            self._known[formula] = None
            if len(self._known) > _FORMULAS:
                self._known.popitem(last=False)
        if not self._waiting:
            self._timer.stop()
            self.finished.emit()
