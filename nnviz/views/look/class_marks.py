"""How classes are told apart: a colour and a glyph each, so that neither is needed alone."""

from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from nnviz.scene.primitives import Role
from nnviz.views.look.theme import Theme

# Chosen by computation: any two of the first four differ by 0.15 in OKLab, any two of all by 0.08,
# to the usual eye and to those of protanopes, deuteranopes and tritanopes.
_ON_LIGHT: Final = (
    "#1f63ad", "#e07b14", "#990404", "#a2a7fb", "#a06060", "#9e63fc", "#2a95b4", "#793f6a",
    "#daa18d", "#d93609",
)  # fmt: skip
_ON_DARK: Final = (
    "#5aa2ea", "#f0924c", "#995e72", "#6f55eb", "#e30a07", "#08d6da", "#c270a5", "#8fc299",
    "#cd02ad", "#e16a5f",
)  # fmt: skip
# Names of pyqtgraph's symbols.
GLYPHS: Final = ("o", "s", "t1", "d", "star", "p", "t", "h", "+", "x")


def colors(theme: Theme) -> tuple[str, ...]:
    """Return the colours of classes on the ground of a theme."""
    return _ON_DARK if theme.dark else _ON_LIGHT


def color_of(theme: Theme, label: int) -> QColor:
    """Return the colour of a class; after ten they come again, with other glyphs."""
    return QColor(colors(theme)[label % len(_ON_LIGHT)])


def glyph_of(label: int) -> str:
    """Return the name of the glyph of a class; a hundred classes have a mark of their own."""
    return GLYPHS[(label + label // len(_ON_LIGHT)) % len(GLYPHS)]


def table(theme: Theme, count: int) -> npt.NDArray[np.float64]:
    """Return the colours of the first classes as numbers (count, 3), 0 to 255."""
    return np.array([_rgb(color_of(theme, label)) for label in range(count)])


def ground(theme: Theme) -> npt.NDArray[np.float64]:
    """Return the colour (3,) of the ground that plots stand on, 0 to 255."""
    return _rgb(theme.color(Role.CARD))


def _rgb(color: QColor) -> npt.NDArray[np.float64]:
    return np.array([color.red(), color.green(), color.blue()], np.float64)
