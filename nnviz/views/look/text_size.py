"""Another size of text for widgets that are there already, and lengths that go with it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.views.look import fonts

_FIXED_HEIGHT, _FIXED_WIDTH = "fixedHeightPx", "fixedWidthPx"
_LEAST_HEIGHT, _LEAST_WIDTH = "leastHeightPx", "leastWidthPx"

_SETTERS: Final[Mapping[str, Callable[[QWidget, int], None]]] = MappingProxyType(
    {
        _FIXED_HEIGHT: QWidget.setFixedHeight,
        _FIXED_WIDTH: QWidget.setFixedWidth,
        _LEAST_HEIGHT: QWidget.setMinimumHeight,
        _LEAST_WIDTH: QWidget.setMinimumWidth,
    }
)


def keep_height(widget: QWidget, px: float) -> None:
    """Fix the height of a widget; it grows with the size of text."""
    _keep(widget, _FIXED_HEIGHT, px)


def keep_width(widget: QWidget, px: float) -> None:
    """Fix the width of a widget; it grows with the size of text."""
    _keep(widget, _FIXED_WIDTH, px)


def keep_least_height(widget: QWidget, px: float) -> None:
    """Let a widget be no lower; it grows with the size of text."""
    _keep(widget, _LEAST_HEIGHT, px)


def keep_least_width(widget: QWidget, px: float) -> None:
    """Let a widget be no narrower; it grows with the size of text."""
    _keep(widget, _LEAST_WIDTH, px)


def scaled_size(size: QSize) -> QSize:
    """Return a size that goes with that of text."""
    return QSize(fonts.scaled(size.width()), fonts.scaled(size.height()))


def _keep(widget: QWidget, name: str, px: float) -> None:
    widget.setProperty(name, round(px))
    _SETTERS[name](widget, fonts.scaled(px))


def resize_text(factor: float) -> None:
    """Make all text of the program ``factor`` times as large as it is by itself."""
    before = fonts.scale()
    if factor == before:
        return
    # Sizes are whole, and an enlarged one leads back to its own: no error adds up.
    own = [(w, round(w.font().pixelSize() / before)) for w in _with_a_font()]
    fonts.set_scale(factor)
    QApplication.setFont(fonts.text_font(14))
    for widget, px in own:
        _resize(widget, px)
    for widget in QApplication.allWidgets():
        for name, setter in _SETTERS.items():
            if (length := widget.property(name)) is not None:
                setter(widget, fonts.scaled(length))
        widget.updateGeometry()
        widget.update()


def _with_a_font() -> list[QWidget]:
    chosen = Qt.WidgetAttribute.WA_SetFont
    return [
        widget
        for widget in QApplication.allWidgets()
        if widget.testAttribute(chosen) and widget.font().pixelSize() > 0
    ]


def _resize(widget: QWidget, px: int) -> None:
    font = QFont(widget.font())
    font.setPixelSize(fonts.scaled(px))
    widget.setFont(font)
