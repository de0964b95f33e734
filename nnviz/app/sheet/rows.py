"""Rows of a table: put in, taken out, put in order."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nnviz.app.table import Table
from nnviz.engine.errors import DataError
from nnviz.engine.orientation import HostArray

MOST_ROWS = 1_000_000


def taken(table: Table, rows: HostArray) -> Table:
    """Return the table with these rows, in this order; a row may come more than once."""
    names = table.sample_names
    return replace(
        table,
        X=table.X[rows],
        Y=table.Y[rows],
        sample_names=tuple(names[row] for row in rows) if names else (),
        groups=None if table.groups is None else table.groups[rows],
        held_out=None if table.held_out is None else table.held_out[rows],
    )


def inserted(table: Table, at: int, count: int = 1) -> Table:
    """Return the table with new rows before row ``at``, each like the row above it.

    Raises:
        DataError: there would be too many rows.
    """
    if table.n_samples + count > MOST_ROWS:
        raise DataError("A table has at most {most} rows.", most=MOST_ROWS)
    like = max(at - 1, 0)
    everything = np.arange(table.n_samples)
    made = taken(table, np.insert(everything, at, np.full(count, like)))
    new = slice(at, at + count)
    held, groups, names = made.held_out, made.groups, list(made.sample_names)
    if held is not None:
        held = held.copy()
        held[new] = 0
    if groups is not None:
        groups = groups.copy()
        groups[new] = groups.max() + 1 + np.arange(count)
    if names:
        names[new] = [""] * count
    return replace(made, held_out=held, groups=groups, sample_names=tuple(names))


def grown(table: Table, count: int) -> Table:
    """Return the table with so many rows more at its end.

    Raises:
        DataError: there would be too many rows.
    """
    return inserted(table, table.n_samples, count) if count else table


def removed(table: Table, rows: Sequence[int]) -> Table:
    """Return the table without some rows.

    Raises:
        DataError: none would be left.
    """
    left = np.delete(np.arange(table.n_samples), np.asarray(rows, dtype=np.intp))
    if not len(left):
        raise DataError("One sample has to stay: a network cannot learn from none.")
    return taken(table, left)


def ordered(table: Table, col: int, *, descending: bool = False) -> Table:
    """Return the table sorted by a column; equal rows keep their order."""
    if col < table.n_in:
        key = table.X[:, col]
    elif table.has_classes:
        ranks = np.argsort(np.argsort(np.array(table.target_names)))
        key = ranks[table.Y]
    else:
        key = table.Y[:, col - table.n_in]
    return taken(table, np.argsort(-key if descending else key, kind="stable"))
