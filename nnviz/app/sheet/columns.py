"""The columns of a table as a sheet, and the text in its cells."""

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

from nnviz.app.table import Table
from nnviz.app.typed_number import typed_number
from nnviz.engine.datasets.cells import as_number, shown
from nnviz.engine.errors import DataError
from nnviz.engine.message import message
from nnviz.scene.numbers import MINUS, exact_value, short_value

ColumnKind: TypeAlias = Literal["input", "target", "class"]
# The name of the one column that holds the classes, as the reader of files looks for it.
CLASS_COLUMN = "label"
MOST_CLASSES = 100
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet; ``place`` is its number among its kind, from 0."""

    kind: ColumnKind
    place: int
    name: str


def columns(table: Table) -> tuple[Column, ...]:
    """Return the columns from left to right."""
    inputs = tuple(Column("input", i, name) for i, name in enumerate(table.feature_names))
    if table.has_classes:
        return (*inputs, Column("class", 0, CLASS_COLUMN))
    return inputs + tuple(Column("target", i, name) for i, name in enumerate(table.target_names))


def n_columns(table: Table) -> int:
    """Return how many columns there are."""
    return table.n_in + (1 if table.has_classes else len(table.target_names))


def column(table: Table, col: int) -> Column:
    """Return one column."""
    if col < table.n_in:
        return Column("input", col, table.feature_names[col])
    if table.has_classes:
        return Column("class", 0, CLASS_COLUMN)
    return Column("target", col - table.n_in, table.target_names[col - table.n_in])


def value(table: Table, row: int, col: int) -> float:
    """Return the number in a cell; of a class its number."""
    if col < table.n_in:
        return float(table.X[row, col])
    return float(table.Y[row] if table.has_classes else table.Y[row, col - table.n_in])


def exact_text(table: Table, row: int, col: int, decimal: str = ".") -> str:
    """Return a cell as text that is read as the same value again."""
    if table.has_classes and col >= table.n_in:
        return table.target_names[int(table.Y[row])]
    return exact_value(value(table, row, col)).replace(".", decimal)


def short_text(table: Table, row: int, col: int) -> str:
    """Return a cell as it is shown: six digits of a number."""
    if table.has_classes and col >= table.n_in:
        return table.target_names[int(table.Y[row])]
    return short_value(value(table, row, col))


def number(text: str, row: int, name: str) -> float:
    """Return the number that a text means.

    Raises:
        DataError: it is none, or not finite; the row (from 0) and the column are named.
    """
    text = text.strip()
    found = as_number(text.replace(MINUS, "-"))
    if found is None and "/" in text:
        found = typed_number(text)
    if found is not None and math.isfinite(found):
        return found
    if not text:
        raise DataError(
            "Row {row}, column “{column}”: a number was expected, but the cell is empty.",
            row=row + 1,
            column=name,
        )
    raise DataError(
        "Row {row}, column “{column}”: a number was expected, but “{text}” came.",
        row=row + 1,
        column=name,
        text=shown(text),
    )


def checked_name(text: str) -> str:
    """Return the name of a column or a class.

    Raises:
        DataError: it is empty, too long or has characters that end a cell.
    """
    name = text.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise DataError(
            "A name has from 1 to {most} characters in one line, but “{text}” came.",
            most=LONGEST_NAME,
            text=shown(name) if name.isprintable() else message("unprintable characters"),
        )
    return name
