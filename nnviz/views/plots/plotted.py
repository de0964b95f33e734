"""What a plot over iterations shows, as frozen data: lines, bands, and what they are called."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from nnviz.app.measures.outline import Floats
from nnviz.engine.message import Message
from nnviz.scene.primitives import Role

# Lines differ by more than hue: the dashes go round in fours, and those that begin again are
# thicker; the colours go round in sevens.
_TONES: Final = (
    Role.FORWARD, Role.LOSS, Role.BACKWARD, Role.UPDATE, Role.POSITIVE, Role.CHANGED, Role.NEGATIVE,
)  # fmt: skip
_DASHES: Final = ("solid", "dash", "dot", "dashdot")
_WIDTHS: Final = (1.6, 2.8)


@dataclass(frozen=True, slots=True)
class Ink:
    """How a line looks; ``strength`` is from 0 to 1."""

    tone: Role
    dash: str = "solid"
    width: float = 1.6
    strength: float = 1.0
    dots: bool = False


def ink(number: int) -> Ink:
    """Return the look of one of several lines of the same kind."""
    width = _WIDTHS[number // len(_DASHES) % len(_WIDTHS)]
    return Ink(_TONES[number % len(_TONES)], _DASHES[number % len(_DASHES)], width)


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """``y`` (n,) at the iterations ``x`` (n,); NaN is a gap."""

    x: Floats
    y: Floats
    ink: Ink


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """The room between ``low`` and ``high`` (n,)."""

    x: Floats
    low: Floats
    high: Floats
    ink: Ink


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """What a line is called, and the numbers that are read off it.

    ``x`` rise and are the iterations at which the values ``y`` are known; both empty for a line
    off which nothing is read.
    """

    name: Message
    ink: Ink
    x: Floats
    y: Floats
    column: str = ""  # of the table that is saved
    each: bool = True  # each value belongs to its iteration, not to those around it

    def at(self, iteration: int) -> tuple[int, float] | None:
        """Return the value at the nearest iteration where it is known, and which one that is."""
        if not len(self.x):
            return None
        place = int(np.searchsorted(self.x, iteration))
        near = [k for k in (place - 1, place) if 0 <= k < len(self.x)]
        nearest = min(near, key=lambda k: abs(float(self.x[k]) - iteration))
        return int(self.x[nearest]), float(self.y[nearest])


@dataclass(frozen=True, slots=True)
class Way:
    """What can be done where there is nothing to see: an action of the table, and what it says."""

    text: Message
    action: str


@dataclass(frozen=True, slots=True, eq=False)
class Plotted:
    """A plot: ``note`` says what is missing and ``way`` what would mend that."""

    y_name: Message
    lines: tuple[Line, ...] = ()
    bands: tuple[Band, ...] = ()
    keys: tuple[Key, ...] = ()
    note: Message | None = None
    way: Way | None = None
    floor: float | None = None  # the y axis shows at least from here
    ceiling: float | None = None  # to here
