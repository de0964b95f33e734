"""Pointing at a connection of the network map: the nearest line within reach."""

import numpy as np

from nnviz.scene.primitives import CellRef, Edges

_REACH_PX = 4.0


def connection_at(edges: Edges, x: float, y: float) -> CellRef | None:
    """Return the weight of the nearest connection within reach of a point, None if none is."""
    if edges.cells is None or not len(edges.cells):
        return None
    start, along = edges.segments[:, :2], edges.segments[:, 2:] - edges.segments[:, :2]
    off = np.array([x, y]) - start
    part = np.clip((off * along).sum(1) / np.maximum((along * along).sum(1), 1e-9), 0.0, 1.0)
    distance = np.hypot(*(off - part[:, None] * along).T)
    nearest = int(distance.argmin())
    if distance[nearest] > _REACH_PX:
        return None
    return CellRef(edges.name, int(edges.cells[nearest, 0]), int(edges.cells[nearest, 1]))
