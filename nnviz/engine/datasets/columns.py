"""A column of features as it is read: numbers, or text that becomes one column for each value."""

import math
from array import array
from pathlib import Path

import numpy as np

from nnviz.engine.datasets.cells import (
    as_number,
    is_meant_as_number,
    is_missing,
    not_a_number,
    shown,
    value_order,
)
from nnviz.engine.errors import DataError
from nnviz.engine.orientation import HostArray

# Text with more different values than this is a name or a remark, not a kind of something.
MOST_VALUES = 20


class FeatureColumn:
    """Collects the cells of one column; the first one with a value says which kind it is."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._name = name
        self._cells = array("d")
        self._codes: dict[str, int] = {}
        self._first: int | None = None
        self._is_text = False

    def add(self, row: int, cell: str) -> None:
        """Take the next cell.

        Raises:
            DataError: text among numbers, a number among text, or text of too many values.
        """
        if is_missing(cell):
            self._cells.append(math.nan)
            return
        value = as_number(cell)
        if self._first is None:
            self._first = row
            self._is_text = value is None and not is_meant_as_number(cell)
        if self._is_text:
            self._cells.append(self._code(row, cell, value))
        elif value is None:
            raise not_a_number(self._path, row, self._name, cell)
        else:
            self._cells.append(value)

    def _code(self, row: int, cell: str, value: float | None) -> int:
        code = self._codes.get(cell)
        if code is not None:
            return code
        if value is not None:
            raise DataError(
                "{path}, row {row}, column “{column}”: “{cell}” is a number, but row {first} has "
                "text there; make the column all numbers or all text.",
                path=str(self._path),
                row=row,
                column=self._name,
                cell=shown(cell),
                first=self._first or 0,
            )
        if len(self._codes) == MOST_VALUES:
            raise DataError(
                "{path}, row {row}, column “{column}”: with “{cell}” this column of text has more "
                "than {most} different values; leave the column out (in Python with ignore=[…]), "
                "or put values together.",
                path=str(self._path),
                row=row,
                column=self._name,
                cell=shown(cell),
                most=MOST_VALUES,
            )
        return self._codes.setdefault(cell, len(self._codes))

    @property
    def n_cells(self) -> int:
        """How many cells were taken."""
        return len(self._cells)

    @property
    def names(self) -> tuple[str, ...]:
        """The features it makes: its own name, or one for each text, such as "colour=red"."""
        if not self._is_text:
            return (self._name,)
        return tuple(f"{self._name}={value}" for value in self._values())

    def write(self, out: HostArray) -> None:
        """Write the features into ``out`` (n_samples, n_features); a missing value is NaN.

        Raises:
            DataError: not a single cell has a value.
        """
        if self._first is None:
            raise DataError(
                "{path}, column “{column}”: no row has a value; leave the column out (in "
                "Python with ignore=[…]).",
                path=str(self._path),
                column=self._name,
            )
        cells = np.array(self._cells)
        if not self._is_text:
            out[:, 0] = cells
            return
        for place, value in enumerate(self._values()):
            out[:, place] = cells == self._codes[value]
        out[np.isnan(cells)] = np.nan

    def _values(self) -> list[str]:
        return sorted(self._codes, key=value_order)
