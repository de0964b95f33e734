"""Where a picture shows what can be supposed to be another: a cell, a unit, a connection."""

import numpy as np

from nnviz.engine.trace import Trace
from nnviz.scene.primitives import CellRef, Edges, Node, Rect
from nnviz.scene.scene import Scene
from nnviz.views.canvas.cell_cursor import cell_box

_ALONG = 0.5  # where on a connection its weight is changed
_HALF = 6.0


def place_of(scene: Scene, cell: CellRef) -> Rect | None:
    """Return where a cell is shown: in a matrix, as a unit or as a connection of the map."""
    box = cell_box(scene, cell)
    if box is not None:
        return box
    for item in reversed(scene.primitives):
        if isinstance(item, Node) and item.cell is not None and _is_of_unit(item.cell, cell):
            side = 2 * item.radius
            return Rect(item.x - item.radius, item.y - item.radius, side, side)
        if isinstance(item, Edges) and item.name == cell.name and item.cells is not None:
            found = np.flatnonzero((item.cells == (cell.row, cell.col)).all(axis=1))
            if found.size:
                x0, y0, x1, y1 = item.segments[int(found[0])].tolist()
                x, y = x0 + _ALONG * (x1 - x0), y0 + _ALONG * (y1 - y0)
                return Rect(x - _HALF, y - _HALF, 2 * _HALF, 2 * _HALF)
    return None


def given_of_unit(trace: Trace, cell: CellRef) -> CellRef:
    """Return what can be changed about a unit of the map: an input itself, else the bias."""
    if cell.name.startswith("A") and f"b{cell.name[1:]}" in trace.spec.parameter_shapes:
        return CellRef(f"b{cell.name[1:]}", 0, cell.col)
    return cell


def _is_of_unit(shown: CellRef, cell: CellRef) -> bool:
    same_layer = shown.name[:1] == "A" and cell.name == f"b{shown.name[1:]}"
    return shown == cell or (same_layer and shown.col == cell.col)
