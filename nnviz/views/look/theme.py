"""The three themes: which colour each role, phase, quantity and value has."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication

from nnviz.engine.step import Phase
from nnviz.scene.primitives import Quantity, Role
from nnviz.views.painting.colors import CellColors, contrast, mix

PHASE_ROLES: Mapping[Phase, Role] = MappingProxyType(
    {
        Phase.FORWARD: Role.FORWARD,
        Phase.LOSS: Role.LOSS,
        Phase.BACKWARD: Role.BACKWARD,
        Phase.UPDATE: Role.UPDATE,
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """One complete set of colours, as ``#rrggbb``.

    ``bar`` is the ground of tool bars and the timeline, ``cells`` gives a value its colour and its
    ink, ``tints`` colours a matrix's brackets by the kind of number in it. ``heat`` are the colours
    of cells in which no number has to be read: they may be stronger.
    """

    name: str
    dark: bool
    roles: Mapping[Role, str]
    tints: Mapping[Quantity, str]
    bar_hex: str
    cells: CellColors
    heat: CellColors

    @property
    def bar(self) -> QColor:
        """The ground of tool bars."""
        return _color(self.bar_hex)

    def color(self, role: Role) -> QColor:
        """Return the colour of a role."""
        return _color(self.roles[role])

    def phase(self, phase: Phase) -> QColor:
        """Return the colour of a phase."""
        return self.color(PHASE_ROLES[phase])

    def tint(self, quantity: Quantity) -> QColor:
        """Return the colour of a quantity's brackets."""
        return _color(self.tints[quantity])

    def cell_color(self, value: float, vmax: float) -> QColor:
        """Return the ground of a cell: blue positive, orange negative, zero the background."""
        return _color(self.cells.hex_of(value, vmax))

    def blend(self, role: Role, amount: float, over: Role = Role.SURFACE) -> QColor:
        """Return ``amount`` (0..1) of a role laid opaquely over another."""
        return _color(mix(self.roles[over], self.roles[role], amount))

    def ink_on(self, ground: QColor) -> QColor:
        """Return the text colour that reads best on a ground."""
        return _color(best_ink(ground.name(), self.roles[Role.TEXT], self.roles[Role.SURFACE]))


@lru_cache(maxsize=1024)
def _color(name: str) -> QColor:
    return QColor(name)


@lru_cache(maxsize=1024)
def best_ink(ground: str, text: str, inverse: str) -> str:
    """Return the ink for a ground: the text's where it is clear, else its inverse, else the best.

    Between two that are about equal the eye prefers light letters on a strong colour.
    """
    for ink, enough in ((text, 7.0), (inverse, 4.5)):
        if contrast(ink, ground) >= enough:
            return ink
    return max((text, inverse, "#000000", "#ffffff"), key=lambda ink: contrast(ink, ground))


def _roles(**colors: str) -> Mapping[Role, str]:
    return MappingProxyType({Role(name): color for name, color in colors.items()})


def _tints(roles: Mapping[Role, str], state: str) -> Mapping[Quantity, str]:
    return MappingProxyType(
        {
            Quantity.DATA: roles[Role.TEXT],
            Quantity.WEIGHT: roles[Role.TEXT],
            Quantity.ACTIVATION: roles[Role.FORWARD],
            Quantity.GRADIENT: roles[Role.BACKWARD],
            Quantity.MASK: roles[Role.MUTED],
            Quantity.LOSS: roles[Role.LOSS],
            Quantity.STATE: state,
        }
    )


_LIGHT = _roles(
    text="#14171c", muted="#59616e", faint="#6b727c", surface="#fafbf7", card="#ffffff",
    outline="#d9dde1", forward="#086a79", loss="#9a6206", backward="#5f14af", update="#0d4f17",
    focus="#c98000", source="#086a79", target="#5f14af", pinned="#14171c", positive="#1f63ad",
    negative="#b04f0c", warning="#b42318",
    changed="#b4146e",
)  # fmt: skip
_DARK = _roles(
    text="#eef1f4", muted="#a9b2bc", faint="#8f98a3", surface="#14181d", card="#1c2127",
    outline="#363d46", forward="#45c9de", loss="#cc9e33", backward="#a082dc", update="#8de193",
    focus="#ffc33a", source="#45c9de", target="#a082dc", pinned="#eef1f4", positive="#74b0ee",
    negative="#f29a63", warning="#ff8f80",
    changed="#ff8fc6",
)  # fmt: skip
_PROJECTOR = _roles(
    text="#ffffff", muted="#c9d0d8", faint="#a9b1ba", surface="#0b0d10", card="#14181d",
    outline="#414954", forward="#33b8c8", loss="#fecb4f", backward="#dfc4ff", update="#7fd67c",
    focus="#ffc933", source="#33b8c8", target="#dfc4ff", pinned="#ffffff", positive="#8cc2ff",
    negative="#ffb07c", warning="#ffa79a",
    changed="#ffa3d4",
)  # fmt: skip

_LIGHT_CELLS = CellColors("#fbfcfa", "#18549b", "#c65c04")
_DARK_CELLS = CellColors("#1d2228", "#2f74c2", "#b4601c")
# As strong as white numbers on them allow, and lifted: a beamer swallows the dark shades.
_PROJECTOR_CELLS = CellColors("#171b20", "#0b4fc4", "#9a3a02", lift=0.62)
_PROJECTOR_HEAT = CellColors("#171b20", "#6db4ff", "#ff8a3c", lift=0.72)

THEMES: Mapping[str, Theme] = MappingProxyType({
    "light": Theme(
        "light", False, _LIGHT, _tints(_LIGHT, "#4d5d2c"), "#ffffff", _LIGHT_CELLS, _LIGHT_CELLS
    ),
    "dark": Theme(
        "dark", True, _DARK, _tints(_DARK, "#c3cf86"), "#1a1f25", _DARK_CELLS, _DARK_CELLS
    ),
    "projector": Theme(
        "projector", True, _PROJECTOR, _tints(_PROJECTOR, "#d6e29a"), "#14181d",
        _PROJECTOR_CELLS, _PROJECTOR_HEAT,
    ),
})  # fmt: skip


def resolve(name: str) -> Theme:
    """Return the theme of that name; "system" follows the desktop where it tells, else light."""
    if name != "system":
        return THEMES[name]
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return THEMES["dark" if dark else "light"]
