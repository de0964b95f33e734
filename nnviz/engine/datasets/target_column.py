"""The columns that are to be learnt: labels of classes in one, or numbers in one or more."""

import math
from array import array
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nnviz.engine.datasets.cells import as_number, not_a_number, value_order
from nnviz.engine.datasets.dataset import Task
from nnviz.engine.errors import DataError
from nnviz.engine.orientation import HostArray

MOST_CLASSES = 1000
# Whole numbers of at most so many kinds are taken for classes, more for a quantity.
MOST_INTEGER_CLASSES = 20


class TargetColumn:
    """Collects the cells of the target, none of them missing, as labels and as numbers."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._name = name
        self._numbers = array("d")
        self._codes = array("q")
        self._classes: dict[str, int] = {}
        self._text: tuple[int, str] | None = None
        self._whole = True

    def add(self, row: int, cell: str) -> None:
        """Take the next cell."""
        value = as_number(cell)
        if value is None:
            self._text = self._text or (row, cell)
        elif not value.is_integer():
            self._whole = False
        self._numbers.append(math.nan if value is None else value)
        code = self._classes.get(cell)
        # One class too many is enough to know that there are too many.
        if code is None and len(self._classes) <= MOST_CLASSES:
            code = self._classes.setdefault(cell, len(self._classes))
        self._codes.append(-1 if code is None else code)

    @property
    def name(self) -> str:
        """The name of the column."""
        return self._name

    @property
    def first_text(self) -> tuple[int, str] | None:
        """The first cell that is no number, with its row; None: all are numbers."""
        return self._text

    def targets(self, task: Task | None) -> tuple[HostArray, tuple[str, ...], Task]:
        """Return Y, the names of the classes or the column, and the task; None: it is guessed.

        Raises:
            DataError: a regression has text, or a classification too few or too many classes.
        """
        kind = task or self._guess()
        if kind == "classification":
            return *self._labels(), kind
        if self._text is not None:
            row, cell = self._text
            raise not_a_number(self._path, row, self._name, cell)
        return np.array(self._numbers)[:, None], (self._name,), kind

    def _guess(self) -> Task:
        if self._text is not None:
            return "classification"
        few = len(self._classes) <= MOST_INTEGER_CLASSES
        return "classification" if self._whole and few else "regression"

    def _labels(self) -> tuple[HostArray, tuple[str, ...]]:
        classes = sorted(self._classes, key=value_order)
        if not 2 <= len(classes) <= MOST_CLASSES:
            raise DataError(
                "{path}, column “{column}”: a classification needs from 2 to {most} different "
                "labels, but the number of labels is {n_classes}.",
                path=str(self._path),
                column=self._name,
                n_classes=len(classes),
                most=MOST_CLASSES,
            )
        rank = np.empty(len(classes), dtype=np.int64)
        rank[[self._classes[name] for name in classes]] = np.arange(len(classes))
        return rank[np.array(self._codes)], tuple(classes)


def assembled_targets(
    path: Path, columns: Sequence[TargetColumn], task: Task | None
) -> tuple[HostArray, tuple[str, ...], Task]:
    """Return Y, the names of the classes or of the columns, and the task of one or more columns.

    Raises:
        DataError: as :meth:`TargetColumn.targets`; or several columns are not all numbers, or are
            to be classes.
    """
    if len(columns) == 1:
        return columns[0].targets(task)
    if task == "classification":
        raise DataError(
            "{path}: classes are learnt from one column, but {count} are targets ({columns}); "
            "leave one of them, or learn numbers.",
            path=str(path),
            count=len(columns),
            columns=", ".join(column.name for column in columns),
        )
    for column in columns:
        if column.first_text is not None:
            row, cell = column.first_text
            raise DataError(
                "{path}, row {row}, column “{column}”: several targets are learnt as numbers, but "
                "{cell} is none; let this column be no target, or the only one.",
                path=str(path),
                row=row,
                column=column.name,
                cell=repr(cell),
            )
    parts = [column.targets("regression") for column in columns]
    Y = np.concatenate([part[0] for part in parts], axis=1)
    return Y, tuple(column.name for column in columns), "regression"
