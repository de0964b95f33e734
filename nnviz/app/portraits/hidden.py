"""The samples as a layer sees them: its activations as points ("re-representation")."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from nnviz.app.portraits.boundary import Surface, surface
from nnviz.app.portraits.components import Components, components
from nnviz.app.portraits.forward import behind, layer_array
from nnviz.app.portraits.grid import grid
from nnviz.app.portraits.plane import plane_of
from nnviz.app.portraits.subject import Part, Subject
from nnviz.engine.orientation import HostArray

Way: TypeAlias = Literal["units", "components"]
MOST_POINTS = 4000  # more points than this are a smear; every so-manieth is shown then


@dataclass(frozen=True, slots=True, eq=False)
class Cloud:
    """Samples as points: ``rows`` (n,) of their part, ``points`` (n, 1 to 3), ``labels`` (n,)."""

    rows: HostArray
    points: HostArray
    labels: HostArray
    targets: HostArray


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """A layer's activations in the way in which they can be seen.

    ``way``: up to three ``units`` are the axes themselves; of more the first two principal
    ``components`` are, those of the training samples, with the shares of the variance that they
    have. ``grid`` (lines, places, 1 to 3) is the image of even lines in the plane of two inputs,
    None with other inputs. ``surface`` is what the rest of the network says all over a layer of
    two units, None for others.
    """

    layer: int
    units: int
    way: Way
    training: Cloud
    validation: Cloud | None
    components: Components | None
    grid: HostArray | None
    surface: Surface | None

    @property
    def n_axes(self) -> int:
        """How many axes the points have: 1 to 3."""
        return int(self.training.points.shape[1])


def space(subject: Subject, layer: int, like: Components | None = None, cells: int = 0) -> Space:
    """Return the activations of a layer; layer 0 has the inputs.

    ``like`` are the components seen before, towards which new ones are turned. ``cells`` to a
    side say how finely the rest of the network is asked; 0 leaves that out.
    """
    units = subject.spec.sizes[layer]
    seen = _chosen(subject.training)
    table = layer_array(subject, subject.training.X[seen], layer)
    found = components(table, like) if units > 3 else None
    held_out = subject.validation
    with_surface = cells > 0 and units == 2 and layer < len(subject.spec.layers)
    return Space(
        layer, units, "units" if found is None else "components",
        _cloud(subject, subject.training, seen, _placed(table, found)),
        None if held_out is None else _held_out(subject, held_out, layer, found),
        found, _grid(subject, layer, found),
        _surface(subject, layer, cells) if with_surface else None,
    )  # fmt: skip


def place_of(subject: Subject, seen: Space, x: HostArray) -> HostArray:
    """Return where one sample with the inputs ``x`` (n_in,) is: (1 to 3,)."""
    table = layer_array(subject, np.asarray(x)[None, :], seen.layer)
    return np.asarray(_placed(table, seen.components)[0])


def _held_out(subject: Subject, part: Part, layer: int, found: Components | None) -> Cloud:
    seen = _chosen(part)
    return _cloud(subject, part, seen, _placed(layer_array(subject, part.X[seen], layer), found))


def _cloud(subject: Subject, part: Part, seen: HostArray, points: HostArray) -> Cloud:
    labels = subject.reading.labels(part.Y)[seen]
    targets = part.Y[seen]
    return Cloud(seen, points, labels, targets if targets.ndim == 1 else targets[:, 0])


def _chosen(part: Part) -> HostArray:
    """Return the samples that are shown: all, or some evenly spread."""
    if part.count <= MOST_POINTS:
        return np.arange(part.count)
    return np.linspace(0, part.count - 1, MOST_POINTS).round().astype(np.intp)


def _placed(table: HostArray, found: Components | None) -> HostArray:
    return np.asarray(table, dtype=np.float64) if found is None else found.project(table)


def _grid(subject: Subject, layer: int, found: Components | None) -> HostArray | None:
    lines = grid(subject, layer)
    if lines is None:
        return None
    flat = _placed(lines.reshape(-1, lines.shape[2]), found)
    return flat.reshape(*lines.shape[:2], -1)


def _surface(subject: Subject, layer: int, cells: int) -> Surface:
    rest = behind(subject, layer)
    return surface(rest, plane_of(rest), cells)
