"""Inputs and targets that were supposed, as data: what keeping them makes of the data set."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nnviz.app import data
from nnviz.app.batch_rows import batch_rows
from nnviz.app.experiment import DataSpec, Experiment
from nnviz.app.table import Table
from nnviz.engine import Trace
from nnviz.engine.errors import DataError

DATA = ("X", "Y")  # the arrays of a step that are data
Cell = tuple[str, int, int, float]


def with_cells(
    experiment: Experiment, trace: Trace, iteration: int, cells: Sequence[Cell]
) -> DataSpec | None:
    """Return the data with what was supposed about them, None if nothing was.

    ``cells`` are (name, row, column, value) of ``trace``, an iteration of the experiment; rows
    are those of its batch. Features that were standardised stay as they were, and are now the
    data themselves, so that the number kept is the number that was supposed.

    Raises:
        DataError: the iteration was computed from other data than there are now.
    """
    wanted = [cell for cell in cells if cell[0] in DATA]
    if not wanted:
        return None
    rows = batch_rows(experiment, trace, iteration)
    if rows is None:
        raise DataError(
            "The data were changed after this iteration; go to one that was computed from them, "
            "and suppose it there."
        )
    table = data.settled(experiment.data, Table.of(data.load(experiment.data)))
    X = table.X.copy()
    for name, row, col, value in wanted:
        if name == "X":
            X[rows[row], col] = value
    targets = [(int(rows[row]), col, value) for name, row, col, value in wanted if name == "Y"]
    changed = _with_targets(replace(table, X=X), targets, experiment.spec.loss)
    return replace(experiment.data.with_table(changed), standardise=False)


def _with_targets(table: Table, targets: Sequence[tuple[int, int, float]], loss: str) -> Table:
    """Return the table with other targets, (sample, output, value) each."""
    if not targets:
        return table
    if loss == data.CLASS_LOSS:
        Y = table.Y.copy()
        for row, col, _ in targets:
            Y[row, ...] = col
        return replace(table, Y=Y)
    if not table.has_classes:
        Y = table.Y.copy()
        for row, col, value in targets:
            Y[row, col] = value
        return replace(table, Y=Y)
    return _with_numbers(table, targets, one=loss == data.BINARY_LOSS)


def _with_numbers(table: Table, targets: Sequence[tuple[int, int, float]], *, one: bool) -> Table:
    """Give classes numbers as targets: they stay classes as long as the numbers name some."""
    n_classes = len(table.target_names)
    one = one and n_classes == 2
    Y = table.Y[:, None].astype(np.float64) if one else np.eye(n_classes)[table.Y]
    for row, col, value in targets:
        Y[row, col] = value
    still = np.isin(Y, (0.0, 1.0)).all() and bool(one or (Y.sum(axis=1) == 1).all())
    if still:
        return replace(table, Y=Y[:, 0].astype(np.int64) if one else Y.argmax(axis=1))
    return replace(table, Y=Y, target_names=table.target_names[-1:] if one else table.target_names)
