"""How deep one looks: the whole network, one layer, one matrix (a step), or one cell."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from nnviz.engine.message import Message, message
from nnviz.engine.notation import plain
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step
from nnviz.engine.trace import Trace
from nnviz.scene.primitives import CellRef

Depth: TypeAlias = Literal["network", "layer", "matrix", "cell"]
DEPTHS: Final[tuple[Depth, ...]] = ("network", "layer", "matrix", "cell")
_LAYER = re.compile(r"(\d+)(?=\D*$)")


@dataclass(frozen=True, slots=True)
class Level:
    """One place on the way from the network down to a number.

    ``layer`` and ``cell`` are what was chosen to look at; None follows the step on the stage, and
    the cell that it makes. A layer is of use at the depth "layer" only, a cell at "cell".
    """

    depth: Depth = "matrix"
    layer: int | None = None
    cell: CellRef | None = None

    def seen_layer(self, step: Step) -> int:
        """Return the layer that is looked at while ``step`` is on the stage."""
        return max(step.layer if self.layer is None else self.layer, 1)

    @property
    def is_deepest(self) -> bool:
        """Say whether there is nothing below."""
        return self.depth == DEPTHS[-1]

    @property
    def is_highest(self) -> bool:
        """Say whether there is nothing above."""
        return self.depth == DEPTHS[0]


MATRIX: Final = Level()


def deeper(level: Level, layer: int | None, cell: CellRef | None) -> Level:
    """Return the next level down, at what was pointed at: a layer on the map, a cell elsewhere."""
    below = DEPTHS[min(DEPTHS.index(level.depth) + 1, len(DEPTHS) - 1)]
    if below == "layer":
        return Level(below, layer=layer)
    return Level(below, cell=cell) if below == "cell" else Level(below)


def higher(level: Level, step: Step) -> Level:
    """Return the next level up, around what is looked at now."""
    above = DEPTHS[max(DEPTHS.index(level.depth) - 1, 0)]
    return Level(above, layer=None if above != "layer" else max(step.layer, 1))


def layer_of(name: str) -> int | None:
    """Return the layer that the array of a trace name belongs to; X is what layer 1 is fed."""
    if name in {"X", "dX"}:
        return 1
    found = _LAYER.search(name)
    return int(found[1]) if found else None


def step_for(trace: Trace, now: int, name: str) -> int:
    """Return the step on which a matrix is best seen: this one, the one that makes it, or uses it.

    ``now`` is the step on the stage.
    """
    here = trace.steps[now]
    if name == here.output or name in here.also or name in here.inputs:
        return now
    maker = trace.maker(name)
    if maker is not None:
        return maker.index
    return next((step.index for step in trace.steps if name in step.inputs), now)


@dataclass(frozen=True, slots=True)
class Crumb:
    """One part of the way down: its name and the level that a click on it goes to."""

    text: Message
    level: Level


def crumbs(
    level: Level, step: Step, focus: CellRef | None, orientation: Orientation
) -> tuple[Crumb, ...]:
    """Return the way from the network to where one is."""
    layer = level.seen_layer(step)
    way = [
        Crumb(message("Network"), Level("network")),
        Crumb(message("Layer {number}", number=layer), Level("layer", layer=layer)),
        Crumb(message("{symbol}", symbol=plain(step.output, orientation)), MATRIX),
    ]
    cell = level.cell or focus
    if level.depth == "cell" and cell is not None:
        symbol = plain(cell.name, orientation, cell.row, cell.col)
        if cell.name != step.output:
            array = plain(cell.name, orientation)
            way[2] = Crumb(message("{symbol}", symbol=array), MATRIX)
        way.append(Crumb(message("{symbol}", symbol=symbol), Level("cell", cell=cell)))
    return tuple(way[: DEPTHS.index(level.depth) + 1])


def nearest(places: tuple[float, ...], at: float) -> int:
    """Return which gap between neighbouring places a point is in, or nearest to, from 0."""
    middles = [(a + b) / 2 for a, b in pairwise(places)]
    return min(range(len(middles)), key=lambda gap: abs(middles[gap] - at), default=0)
