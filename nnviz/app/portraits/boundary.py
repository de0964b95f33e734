"""What a network says all over a plane, and the lines where it changes its mind."""

from dataclasses import dataclass

import numpy as np

from nnviz.app.portraits.contours import segments
from nnviz.app.portraits.forward import forward
from nnviz.app.portraits.plane import Plane
from nnviz.app.portraits.reading import THRESHOLD
from nnviz.app.portraits.subject import Subject
from nnviz.engine.orientation import HostArray

COARSE, FINE = 40, 160  # cells to a side: what a frame has time for, and what looks smooth
_SIDE_LEVELS = (0.1, 0.25, 0.75, 0.9)
_CLASS_LEVELS = (0.75, 0.9)
_NUMBER_LINES = 7


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Where a quantity has the value ``level``: pieces (n, 2 ends, 2 coordinates)."""

    level: float
    pieces: HostArray


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """The outputs (rows, columns, n_out) in the middles of the cells of a plane, from below.

    ``winners`` (rows, columns) is the class that is said there and ``scores`` what speaks for it;
    for numbers ``winners`` is 0 and ``scores`` the output asked for. ``boundary`` are pieces of
    the line where the class changes, ``levels`` lines of equal score.
    """

    plane: Plane
    outputs: HostArray
    winners: HostArray
    scores: HostArray
    boundary: HostArray
    levels: tuple[Line, ...]


def surface(subject: Subject, plane: Plane, cells: int = FINE, output: int = 0) -> Surface:
    """Return what the network says over a plane, at ``cells`` × ``cells`` places."""
    xs, ys = plane.centres(cells, cells)
    grid_x, grid_y = np.meshgrid(xs, ys)
    asked = plane.points(grid_x.ravel(), grid_y.ravel())
    outputs = forward(subject).outputs(asked)
    reading = subject.reading
    if reading.has_classes:
        winners = reading.guesses(outputs)
        scores = reading.scores(outputs, winners)
    else:
        winners, scores = np.zeros(len(outputs), np.intp), outputs[:, output]
    shape = (cells, cells)
    table = outputs.reshape(*shape, -1)
    return Surface(
        plane, table, winners.reshape(shape), scores.reshape(shape),
        _boundary(subject, table, xs, ys), _levels(subject, table, xs, ys, output),
    )  # fmt: skip


def said_at(subject: Subject, plane: Plane, x: float, y: float) -> HostArray:
    """Return the outputs (n_out,) at one place of a plane."""
    return np.asarray(forward(subject).outputs(plane.at(x, y))[0])


def _boundary(subject: Subject, table: HostArray, xs: HostArray, ys: HostArray) -> HostArray:
    kind = subject.reading.kind
    if kind == "numbers":
        return np.empty((0, 2, 2))
    if kind == "sides":
        return segments(table[..., 0], THRESHOLD, xs, ys)
    # The border of a class is where its output equals the largest of the others.
    borders = [segments(_lead(table, k), 0.0, xs, ys) for k in range(table.shape[2])]
    return np.concatenate(borders)


def _lead(table: HostArray, which: int) -> HostArray:
    """Return how far a class is ahead of the best other one (rows, columns)."""
    others = np.delete(table, which, axis=2).max(axis=2)
    lead: HostArray = table[..., which] - others
    return lead


def _levels(
    subject: Subject, table: HostArray, xs: HostArray, ys: HostArray, output: int
) -> tuple[Line, ...]:
    kind = subject.reading.kind
    if kind == "classes":
        best = table.max(axis=2)
        is_share = subject.spec.layers[-1].activation == "softmax"
        wanted: tuple[float, ...] = _CLASS_LEVELS if is_share else ()
    else:
        best = table[..., output if kind == "numbers" else 0]
        wanted = _SIDE_LEVELS if kind == "sides" else round_levels(best)
    lines = (Line(level, segments(best, level, xs, ys)) for level in wanted)
    return tuple(line for line in lines if len(line.pieces))


def round_levels(values: HostArray, most: int = _NUMBER_LINES) -> tuple[float, ...]:
    """Return round numbers inside the range of the values, at even distances, at most ``most``."""
    finite = values[np.isfinite(values)]
    if not finite.size or not finite.max() > finite.min():
        return ()
    low, high = float(finite.min()), float(finite.max())
    power = 10.0 ** np.floor(np.log10((high - low) / most))
    if not power > 0.0 or not np.isfinite(high - low):
        return ()
    step = next(m * power for m in (1, 2, 5, 10, 20) if (high - low) / (m * power) <= most)
    first, last = int(np.ceil(low / step)), int(np.floor(high / step))
    return tuple(float(k * step) for k in range(first, last + 1))
