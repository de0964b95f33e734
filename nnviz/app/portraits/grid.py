"""Even lines in the plane of two inputs, as a layer bends them."""

import numpy as np

from nnviz.app.portraits.forward import layer_array
from nnviz.app.portraits.plane import plane_of
from nnviz.app.portraits.subject import Subject
from nnviz.engine.orientation import HostArray

_LINES, _PLACES = 9, 41


def grid(subject: Subject, layer: int) -> HostArray | None:
    """Return lines (2 · 9, 41, units): upright ones, then level ones; None unless 2 inputs."""
    if subject.spec.n_in != 2:
        return None
    plane = plane_of(subject)
    (left, bottom), (right, top) = plane.low, plane.high
    along_x, along_y = (np.linspace(*ends, _PLACES) for ends in ((left, right), (bottom, top)))
    at_x, at_y = (np.linspace(*ends, _LINES) for ends in ((left, right), (bottom, top)))
    upright = [plane.points(np.full(_PLACES, x), along_y) for x in at_x]
    level = [plane.points(along_x, np.full(_PLACES, y)) for y in at_y]
    asked = np.concatenate([*upright, *level])
    return layer_array(subject, asked, layer).reshape(2 * _LINES, _PLACES, -1)
