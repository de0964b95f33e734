"""Samples as points that a person draws: two inputs and a class, or one input and a number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from nnviz.app.sheet.rows import MOST_ROWS, grown, taken
from nnviz.app.sheet.shape import with_classes
from nnviz.app.table import Table
from nnviz.engine.errors import DataError
from nnviz.engine.orientation import HostArray

Mode: TypeAlias = Literal["classes", "curve"]
MOST_CLASSES = 9  # one for each key from 1 to 9
OWN = "points"  # what data drawn from nothing are called
Bounds: TypeAlias = tuple[float, float, float, float]  # left, bottom, right, top
_FIRST: Bounds = (-1.5, -1.5, 1.5, 1.5)
_ROOM = 0.15


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """The points of a table, ``places`` (n, 2), each with its ``labels`` (n,); all 0 on a curve."""

    mode: Mode
    places: HostArray
    labels: HostArray
    class_names: tuple[str, ...]
    axis_names: tuple[str, str]


def mode_of(table: Table) -> Mode | None:
    """Return as what a table can be drawn, None if as nothing."""
    if table.n_in == 2 and (_few_classes(table) or _zeros_and_ones(table)):
        return "classes"
    one = table.n_in == 1 and not table.has_classes and table.Y.shape[1] == 1
    return "curve" if one else None


def points_of(table: Table) -> Points | None:
    """Return the points of a table, None if it cannot be drawn."""
    mode = mode_of(table)
    if mode is None:
        return None
    if mode == "curve":
        places = np.hstack([table.X, table.Y])
        names = (table.feature_names[0], table.target_names[0])
        return Points(mode, places, np.zeros(len(places), dtype=np.int64), (), names)
    labels = table.Y if table.has_classes else table.Y[:, 0].astype(np.int64)
    classes = table.target_names if table.has_classes else ("0", "1")
    return Points(mode, table.X, labels, classes, (table.feature_names[0], table.feature_names[1]))


def bounds_of(places: HostArray) -> Bounds:
    """Return a part of the plane that has all points in it, and some room around them."""
    if not len(places):
        return _FIRST
    low, high = places.min(axis=0), places.max(axis=0)
    span = np.where(high > low, high - low, 1.0) * _ROOM
    return (*(low - span).tolist(), *(high + span).tolist())


def added(table: Table | None, mode: Mode, places: HostArray, label: int) -> Table:
    """Return the table with more points of one class; None or one of another kind is begun anew.

    Raises:
        DataError: there are too many points, or no such class can be.
    """
    if not 0 <= label < MOST_CLASSES:
        raise DataError("Points are of one of {most} classes.", most=MOST_CLASSES)
    if table is None or mode_of(table) != mode:
        return _begun(mode, places, label)
    if table.n_samples + len(places) > MOST_ROWS:
        raise DataError("A table has at most {most} rows.", most=MOST_ROWS)
    table = _with_class(table, label) if mode == "classes" else table
    before = table.n_samples
    table = grown(table, len(places))
    X, Y = table.X.copy(), table.Y.copy()
    X[before:] = places[:, : table.n_in]
    if mode == "curve":
        Y[before:, 0] = places[:, 1]
    else:
        Y[before:] = label
    return replace(table, X=X, Y=Y)


def moved(table: Table, rows: Sequence[int], places: HostArray) -> Table:
    """Return the table with some points in other places (len(rows), 2)."""
    X, Y = table.X.copy(), table.Y.copy()
    X[list(rows)] = places[:, : table.n_in]
    if mode_of(table) == "curve":
        Y[list(rows), 0] = places[:, 1]
    return replace(table, X=X, Y=Y)


def removed(table: Table, rows: Sequence[int]) -> Table | None:
    """Return the table without some points, None if none is left; classes keep their names."""
    left = np.delete(np.arange(table.n_samples), list(rows))
    return taken(table, left) if len(left) else None


def _few_classes(table: Table) -> bool:
    return table.has_classes and len(table.target_names) <= MOST_CLASSES


def _zeros_and_ones(table: Table) -> bool:
    if table.has_classes or table.Y.shape[1] != 1:
        return False
    return bool(np.isin(table.Y, (0.0, 1.0)).all())


def _begun(mode: Mode, places: HostArray, label: int) -> Table:
    if mode == "curve":
        return Table(places[:, :1], places[:, 1:], ("x",), ("y",))
    names = tuple(str(k) for k in range(1, max(label + 1, 2) + 1))
    labels = np.full(len(places), label, dtype=np.int64)
    return Table(places, labels, ("x1", "x2"), names)


def _with_class(table: Table, label: int) -> Table:
    """Return the table with enough classes for this one."""
    if not table.has_classes:
        if label < 2:
            return table
        table = with_classes(table)
    names = list(table.target_names)
    number = len(names)
    while len(names) <= label:
        number += 1
        if str(number) not in names:
            names.append(str(number))
    return replace(table, target_names=tuple(names))
