"""Which units and connections of the network map a cell belongs to."""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from nnviz.scene.map.layout import MapLayout
from nnviz.scene.options import CellRange
from nnviz.scene.primitives import CellRef, Edges, Role

Unit: TypeAlias = tuple[int, int]  # layer, unit

# A cell's unit stands in its stored column, a weight's (and its gradient's) in its stored row.
_OF_UNIT = re.compile(r"d?[AZPDM](\d+)|(?:Zshift|expZ)(\d+)|(?:[a-z]\w*_)?d?b(\d+)(?:_\w+)?")
_OF_WEIGHT = re.compile(r"(?:[a-z]\w*_)?d?W(\d+)(?:_\w+)?")


def unit_of(cell: CellRef | None, outputs: int) -> Unit | None:
    """Return the unit that a cell belongs to, None where it has no single one.

    ``outputs`` is the number of the last layer.
    """
    if cell is None:
        return None
    layer = weight_layer(cell.name)
    if layer is not None:
        return layer, cell.row
    layer = _unit_layer(cell.name, outputs)
    return None if layer is None else (layer, cell.col)


def weight_layer(name: str) -> int | None:
    """Return the layer of an array that has a cell for each connection, None for any other."""
    found = _OF_WEIGHT.fullmatch(name)
    return int(found[1]) if found else None


def units_in(cells: Iterable[CellRange], layout: MapLayout) -> set[Unit]:
    """Return the drawn units that blocks of stored cells belong to; connections have none."""
    outputs = len(layout.columns) - 1
    found: set[Unit] = set()
    for block in cells:
        layer = _unit_layer(block.name, outputs)
        if layer is not None and weight_layer(block.name) is None:
            drawn = layout.columns[layer].drawn
            found |= {(layer, unit) for unit in range(*block.cols.indices(drawn))}
    return found


class Asks(Protocol):
    """What a map is asked to light: the cells pointed at, whence they came, whither they go."""

    @property
    def hovered(self) -> CellRef | None:
        """The cell under the pointer."""

    @property
    def pinned(self) -> CellRef | None:
        """The cell that is kept."""

    @property
    def source_cells(self) -> tuple[CellRange, ...]:
        """What it came from."""

    @property
    def target_cells(self) -> tuple[CellRange, ...]:
        """What it goes to."""


def pointed(asks: Asks) -> Iterator[tuple[Role, tuple[CellRange, ...]]]:
    """Yield the cells to light with their roles, the most important last."""
    yield Role.TARGET, asks.target_cells
    yield Role.SOURCE, asks.source_cells
    for role, cell in ((Role.PINNED, asks.pinned), (Role.FOCUS, asks.hovered)):
        if cell is not None:
            yield role, (CellRange.of(cell),)


def lines_between(
    layout: MapLayout, layer: int, pairs: npt.NDArray[np.intp]
) -> npt.NDArray[np.float64]:
    """Return the line (n, 4) of each pair (n, 2) of a unit and an input of a layer."""
    left, right = layout.columns[layer - 1], layout.columns[layer]
    segments = np.empty((len(pairs), 4))
    segments[:, 0], segments[:, 2] = left.edge_x, right.x
    segments[:, 1] = np.asarray(left.ys)[pairs[:, 1]]
    segments[:, 3] = np.asarray(right.ys)[pairs[:, 0]]
    return segments


def lit_edges(
    layout: MapLayout, lights: Iterable[tuple[Role, Iterable[CellRange]]]
) -> Iterator[Edges]:
    """Yield the connections of pointed cells, a later role over the ones before."""
    for role, cells in lights:
        by_layer: dict[int, list[npt.NDArray[np.intp]]] = {}
        for block in cells:
            layer = weight_layer(block.name)
            if layer is not None and 0 < layer < len(layout.columns):
                by_layer.setdefault(layer, []).append(_connections(block, layout, layer))
        for layer, parts in by_layer.items():
            pairs = np.concatenate(parts)
            if len(pairs):
                yield _marked(pairs, layout, layer, role)


def _connections(block: CellRange, layout: MapLayout, layer: int) -> npt.NDArray[np.intp]:
    """Return (unit, input) for each drawn connection in a block of weights."""
    to = np.arange(*block.rows.indices(layout.columns[layer].drawn))
    of = np.arange(*block.cols.indices(layout.columns[layer - 1].drawn))
    return np.stack(np.meshgrid(to, of, indexing="ij"), axis=-1).reshape(-1, 2)


def _marked(pairs: npt.NDArray[np.intp], layout: MapLayout, layer: int, role: Role) -> Edges:
    segments = lines_between(layout, layer, pairs)
    lit = np.ones(len(pairs), dtype=bool)
    return Edges(f"{role.value}.edges.{layer}", segments, lit.astype(np.float64), 1.0, lit, role)


def _unit_layer(name: str, outputs: int) -> int | None:
    if name in {"X", "dX"}:
        return 0
    if name in {"Y", "E"}:
        return outputs
    found = _OF_UNIT.fullmatch(name)
    layer = int(next(group for group in found.groups() if group)) if found else outputs + 1
    return layer if layer <= outputs else None
