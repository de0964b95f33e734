"""A CSV file as a data set: numeric features and one column that is to be learnt."""

from os import PathLike
from pathlib import Path

import numpy as np

from nnviz.engine.datasets.columns import as_number, is_missing, labels, numbers
from nnviz.engine.datasets.dataset import Dataset, Task
from nnviz.engine.datasets.layout import Table, lay_out
from nnviz.engine.datasets.source import read_text
from nnviz.engine.errors import DataError, SpecError
from nnviz.engine.orientation import HostArray

# Whole numbers of at most so many kinds are taken for classes, more for a quantity.
MOST_INTEGER_CLASSES = 20


def from_csv(
    path: str | PathLike[str],
    target: str | int | None = "label",
    *,
    task: Task | None = None,
    delimiter: str | None = None,
    header: bool | None = None,
    standardise: bool = False,
    name: str | None = None,
) -> Dataset:
    """Return the table in the file as a data set.

    ``target`` is the name of the column to learn, or its number from 0 (-1: the last); a file
    without a header line is meant by number, or has its target last; None is the column "label",
    or else the last. All other columns are
    features and must be numbers. ``task`` None: text or few whole numbers in the target column
    make a classification, other numbers a regression. ``delimiter`` and ``header`` None are
    found out; the encoding is found out too.

    Raises:
        FileError: the file is missing, empty, too large, or not a text table.
        DataError: a cell is missing or not a number (its row and column are named), rows differ
            in length, or there is no such column.
        SpecError: ``task`` or ``delimiter`` is none that exists.
    """
    _check_options(task, delimiter)
    file = Path(path)
    table = lay_out(file, read_text(file), target, delimiter, header)
    column = _target_column(file, table, target)
    rows = [number for number, _ in table.rows]
    cells = list(zip(*(row for _, row in table.rows), strict=True))
    features = [i for i in range(len(table.columns)) if i != column]
    X = [numbers(file, table.columns[i], cells[i], rows) for i in features]
    Y, target_names, kind = _targets(file, table.columns[column], cells[column], rows, task)
    dataset = Dataset(
        X=np.array(X).T.copy(),
        Y=Y,
        feature_names=tuple(table.columns[i] for i in features),
        target_names=target_names,
        name=name or file.stem,
        task=kind,
    )
    return dataset.standardised() if standardise else dataset


def _check_options(task: str | None, delimiter: str | None) -> None:
    if task not in {None, "classification", "regression"}:
        raise SpecError(
            "The task must be classification or regression, but {task} came.", task=repr(task)
        )
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n '):
        raise SpecError(
            "The delimiter must be one sign such as a comma or a tab, but {delimiter} came.",
            delimiter=repr(delimiter),
        )


def _target_column(path: Path, table: Table, target: str | int | None) -> int:
    width = len(table.columns)
    if width < 2:
        raise DataError(
            "{path} has only one column; at least one feature and the target were expected.",
            path=str(path),
        )
    if isinstance(target, int) and -width <= target < width:
        return target % width
    if target in table.columns:
        return table.columns.index(str(target))
    if target is None or (not table.has_header and target == "label"):
        return table.columns.index("label") if "label" in table.columns else width - 1
    raise DataError(
        "{path} has no column “{target}” to learn; its columns are: {columns}.",
        path=str(path),
        target=str(target),
        columns=", ".join(table.columns),
    )


def _targets(
    path: Path, column: str, cells: tuple[str, ...], rows: list[int], task: Task | None
) -> tuple[HostArray, tuple[str, ...], Task]:
    kind = task or guess_task(cells)
    if kind == "regression":
        return np.array(numbers(path, column, cells, rows))[:, None], (column,), kind
    classes, names = labels(path, column, cells, rows)
    return classes, names, kind


def guess_task(cells: tuple[str, ...]) -> Task:
    """Say what the target column is for: text and few whole numbers are classes."""
    values = [as_number(cell) for cell in cells if not is_missing(cell)]
    if any(value is None for value in values):
        return "classification"
    whole = all(value is not None and value.is_integer() for value in values)
    return "classification" if whole and len(set(cells)) <= MOST_INTEGER_CLASSES else "regression"
