"""A CSV file as a data set: features and one or more columns that are to be learnt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np

from nnviz.engine.datasets import missing as gaps
from nnviz.engine.datasets.cells import is_missing, missing_value
from nnviz.engine.datasets.columns import FeatureColumn
from nnviz.engine.datasets.dataset import Dataset, Task
from nnviz.engine.datasets.layout import Table, lay_out
from nnviz.engine.datasets.missing import MISSING_POLICIES, Missing
from nnviz.engine.datasets.reading import Progress
from nnviz.engine.datasets.source import text_file
from nnviz.engine.datasets.target_column import TargetColumn, assembled_targets
from nnviz.engine.errors import DataError, SpecError
from nnviz.engine.orientation import HostArray

TaskChoice: TypeAlias = Task | Literal["auto"]
# 200 MB of numbers: what a small network can learn from, and a small computer can hold.
MOST_CELLS = 25_000_000


def from_csv(
    path: str | PathLike[str],
    target: str | int | Sequence[str | int] | None = "label",
    *,
    task: TaskChoice | None = "auto",
    delimiter: str | None = None,
    header: bool | None = None,
    encoding: str | None = None,
    missing: Missing = "error",
    ignore: Iterable[str | int] = (),
    standardise: bool = False,
    name: str | None = None,
    progress: Progress | None = None,
) -> Dataset:
    """Return the table in the file as a data set.

    ``target`` is the name of the column to learn, or its number from 0 (-1: the last); a file
    without a header line is meant by number, or has its target last; None is the column "label",
    or else the last. Several names or numbers are several numbers to be learnt at once, a
    regression: a network has one set of classes only. ``ignore`` are columns to leave out, by name
    or number. All other columns are features: numbers, or text of at most 20 different values,
    which becomes a feature of 0 and 1
    for each value ("colour=red").

    ``task`` "auto": text or few whole numbers in the target column make a classification, other
    numbers a regression. ``delimiter`` and ``header`` None are found out; so is ``encoding``, among
    UTF-8, UTF-16 with its mark and GB 18030.

    ``missing`` says what becomes of a cell without a value (empty, ?, NA, N/A, NaN, null, none, -):
    "error" refuses it, "drop" leaves the row out, "mean" fills in the mean of the feature, and
    leaves out rows without a target. What was done is in ``Dataset.remarks``.

    ``standardise`` brings each feature to mean 0 and standard deviation 1; ``Dataset.statistics``
    then has what new samples need.

    Raises:
        FileError: the file is missing, empty, too large, cut off, or not a text table.
        DataError: a cell is missing, or text among numbers (its row and column are named), rows
            differ in length, or there is no such column; of several targets one is text, or they
            are to be classes.
        SpecError: ``task``, ``delimiter``, ``encoding`` or ``missing`` is none that exists.
        Cancelled: ``progress`` ended the reading.
    """
    _check_options(task, delimiter, missing)
    file = text_file(Path(path), encoding, progress)
    wanted = _wanted(target)
    table = lay_out(file, wanted[0], delimiter, header)
    used = _used_columns(table, wanted, ignore)
    read = _read(table, used, missing)
    X, feature_names = _assembled(table, read.features)
    remarks = gaps.remarks(read.dropped, missing)
    if missing == "mean":
        remarks += gaps.fill(X, feature_names)
    kind_asked = None if task == "auto" else task
    Y, target_names, kind = assembled_targets(file.path, read.targets, kind_asked)
    dataset = Dataset(
        X=X,
        Y=Y,
        feature_names=feature_names,
        target_names=target_names,
        name=name or file.path.stem,
        task=kind,
        remarks=remarks,
    )
    return dataset.standardised() if standardise else dataset


def _check_options(task: str | None, delimiter: str | None, missing: str) -> None:
    if task not in {None, "auto", "classification", "regression"}:
        raise SpecError(
            "The task must be classification or regression, but {task} came.", task=repr(task)
        )
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n '):
        raise SpecError(
            "The delimiter must be one sign such as a comma or a tab, but {delimiter} came.",
            delimiter=repr(delimiter),
        )
    if missing not in MISSING_POLICIES:
        raise SpecError(
            "What becomes of missing values must be one of {choices}, but {value} came.",
            choices=", ".join(MISSING_POLICIES),
            value=repr(missing),
        )


@dataclass(frozen=True, slots=True)
class _Used:
    features: tuple[int, ...]
    targets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    features: list[FeatureColumn]
    targets: list[TargetColumn]
    dropped: list[int]


def _wanted(target: str | int | Sequence[str | int] | None) -> tuple[str | int | None, ...]:
    if target is None or isinstance(target, str | int):
        return (target,)
    if not target:
        raise SpecError("At least one column must be the target.")
    return tuple(target)


def _used_columns(
    table: Table, targets: tuple[str | int | None, ...], ignore: Iterable[str | int]
) -> _Used:
    width = len(table.columns)
    if width < 2:
        raise DataError(
            "{path} has only one column; at least one feature and the target were expected.",
            path=str(table.file.path),
        )
    left_out = {
        _place(table, column) for column in ([ignore] if isinstance(ignore, str) else ignore)
    }
    chosen = tuple(dict.fromkeys(_target_place(table, target) for target in targets))
    features = tuple(i for i in range(width) if i not in chosen and i not in left_out)
    if not features or left_out.intersection(chosen):
        raise DataError(
            "{path}: leaving out these columns leaves no feature or no target.",
            path=str(table.file.path),
        )
    return _Used(features, chosen)


def _target_place(table: Table, target: str | int | None) -> int:
    columns = table.columns
    if target is None or (not table.has_header and target == "label"):
        return columns.index("label") if "label" in columns else len(columns) - 1
    place = _found(table, target)
    if place is None:
        raise DataError(
            "{path} has no column “{target}” to learn; its columns are: {columns}.",
            path=str(table.file.path),
            target=str(target),
            columns=", ".join(columns),
        )
    return place


def _place(table: Table, column: str | int) -> int:
    place = _found(table, column)
    if place is None:
        raise DataError(
            "{path} has no column “{column}” to leave out; its columns are: {columns}.",
            path=str(table.file.path),
            column=str(column),
            columns=", ".join(table.columns),
        )
    return place


def _found(table: Table, column: str | int) -> int | None:
    width = len(table.columns)
    if isinstance(column, int):
        return column % width if -width <= column < width else None
    return table.columns.index(column) if column in table.columns else None


def _read(table: Table, used: _Used, missing: Missing) -> _Read:
    path, columns = table.file.path, table.columns
    features = [FeatureColumn(path, columns[i]) for i in used.features]
    targets = [TargetColumn(path, columns[i]) for i in used.targets]
    collected = list(zip(used.features, features, strict=True))
    learnt = list(zip(used.targets, targets, strict=True))
    needed = set(used.targets)
    dropped: list[int] = []
    kept = 0
    for row, cells in table.rows():
        empty = [i for i in (*used.features, *used.targets) if is_missing(cells[i])]
        if empty and missing == "error":
            raise missing_value(path, row, columns[min(empty)])
        if empty and (missing == "drop" or needed.intersection(empty)):
            dropped.append(row)
            continue
        for i, column in collected:
            column.add(row, cells[i])
        for i, target in learnt:
            target.add(row, cells[i])
        kept += 1
        _check_size(path, kept * len(collected))
    if not kept:
        raise DataError("{path}: every row has a missing value, so none is left.", path=str(path))
    return _Read(features, targets, dropped)


def _assembled(table: Table, features: list[FeatureColumn]) -> tuple[HostArray, tuple[str, ...]]:
    names = [column.names for column in features]
    width = sum(map(len, names))
    n_samples = features[0].n_cells
    _check_size(table.file.path, n_samples * width)
    X = np.empty((n_samples, width))
    start = 0
    for column, made in zip(features, names, strict=True):
        column.write(X[:, start : start + len(made)])
        start += len(made)
    return X, tuple(name for made in names for name in made)


def _check_size(path: Path, n_cells: int) -> None:
    if n_cells > MOST_CELLS:
        raise DataError(
            "{path} has more than {most} million numbers; keep fewer rows or columns.",
            path=str(path),
            most=MOST_CELLS // 1_000_000,
        )
