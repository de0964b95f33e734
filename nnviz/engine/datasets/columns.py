"""One column of a table: text into numbers, or labels into classes."""

import math
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nnviz.engine.errors import DataError
from nnviz.engine.orientation import HostArray

MISSING = frozenset({"", "?", "na", "n/a", "nan", "null", "none", "-"})
MOST_CLASSES = 1000
# float() would also take 1_000 and digits of other scripts, which in a table are slips.
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)


def as_number(cell: str) -> float | None:
    """Return the finite number in the cell (a decimal comma is one too), or None."""
    if _NUMBER.fullmatch(cell):
        value = float(cell)
        return value if math.isfinite(value) else None
    if _DECIMAL_COMMA.fullmatch(cell):
        return float(cell.replace(",", "."))
    return None


def numbers(path: Path, column: str, cells: Sequence[str], rows: Sequence[int]) -> list[float]:
    """Return a column of numbers.

    Raises:
        DataError: a cell is empty or no finite number; the sentence names its row and column.
    """
    values = []
    for cell, row in zip(cells, rows, strict=True):
        value = as_number(cell)
        if value is None:
            raise _bad_cell(path, column, cell, row)
        values.append(value)
    return values


def labels(
    path: Path, column: str, cells: Sequence[str], rows: Sequence[int]
) -> tuple[HostArray, tuple[str, ...]]:
    """Return class numbers (n,) and the names of the classes, in order (1, 2, 10; a, b).

    Raises:
        DataError: a label is missing, all labels are the same, or there are over a thousand.
    """
    for cell, row in zip(cells, rows, strict=True):
        if is_missing(cell):
            raise _bad_cell(path, column, cell, row)
    classes = sorted(set(cells), key=_label_order)
    if not 2 <= len(classes) <= MOST_CLASSES:
        raise DataError(
            "{path}, column “{column}”: a classification needs from 2 to {most} different "
            "labels, but the number of labels is {n_classes}.",
            path=str(path),
            column=column,
            n_classes=len(classes),
            most=MOST_CLASSES,
        )
    index = {name: i for i, name in enumerate(classes)}
    return np.array([index[cell] for cell in cells], dtype=np.int64), tuple(classes)


def is_missing(cell: str) -> bool:
    """Say whether the cell is one of the usual signs for "no value"."""
    return cell.lower() in MISSING


def _label_order(label: str) -> tuple[bool, float, str]:
    value = as_number(label)
    return (value is None, value or 0.0, label)


def _bad_cell(path: Path, column: str, cell: str, row: int) -> DataError:
    if is_missing(cell):
        return DataError(
            "{path}, row {row}, column “{column}”: the value is missing; fill it in or remove "
            "the row.",
            path=str(path),
            row=row,
            column=column,
        )
    shown = cell if len(cell) <= 40 else cell[:39] + "…"
    return DataError(
        "{path}, row {row}, column “{column}”: “{cell}” is not a finite number.",
        path=str(path),
        row=row,
        column=column,
        cell=shown,
    )
