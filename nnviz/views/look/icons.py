"""The icons of ``resources/icons`` in any colour and size."""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from nnviz.paths import resource

_SIZES = (16, 20, 24, 32)
_FAINT = 0.4


@cache
def names() -> tuple[str, ...]:
    """Return the names of all icons."""
    return tuple(sorted(path.stem for path in resource("icons").glob("*.svg")))


@lru_cache(maxsize=256)
def _renderer(name: str, color: str) -> QSvgRenderer:
    svg = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(svg.replace("currentColor", color).encode()))


def draw(painter: QPainter, name: str, color: QColor, rect: QRectF) -> None:
    """Draw an icon in a rectangle."""
    _renderer(name, color.name()).render(painter, rect)


def pixmap(
    name: str, color: QColor, size_px: int, ratio: float = 1.0, alpha: float = 1.0
) -> QPixmap:
    """Return an icon of ``size_px`` logical pixels for a screen of that device pixel ratio.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    drawable = _renderer(name, color.name())
    made = QPixmap(QSize(round(size_px * ratio), round(size_px * ratio)))
    made.setDevicePixelRatio(ratio)
    made.fill(QColor(0, 0, 0, 0))
    painter = QPainter(made)
    painter.setOpacity(alpha)
    drawable.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return made


def icon(name: str, color: QColor) -> QIcon:
    """Return an icon for buttons and actions, faint where they are disabled.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    return _icon(name, color.name())


@lru_cache(maxsize=128)
def _icon(name: str, color_name: str) -> QIcon:
    made, color = QIcon(), QColor(color_name)
    for size in _SIZES:
        for ratio in (1.0, 2.0):
            made.addPixmap(pixmap(name, color, size, ratio))
            made.addPixmap(pixmap(name, color, size, ratio, _FAINT), QIcon.Mode.Disabled)
    return made
