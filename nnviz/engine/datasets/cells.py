"""One cell of a table: a number, a sign for "no value", or text; and what is wrong with it."""

import math
import re
from pathlib import Path

from nnviz.engine.errors import DataError

MISSING = frozenset({"", "?", "na", "n/a", "nan", "null", "none", "-"})
# float() would also take 1_000 and digits of other scripts, which in a table are slips.
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+([eE][+-]?\d+)?", re.ASCII)
_LONGEST_SHOWN = 40


def as_number(cell: str) -> float | None:
    """Return the finite number in the cell (a decimal comma is one too), or None."""
    if _NUMBER.fullmatch(cell):
        value = float(cell)
        return value if math.isfinite(value) else None
    if _DECIMAL_COMMA.fullmatch(cell):
        return float(cell.replace(",", "."))
    return None


def is_missing(cell: str) -> bool:
    """Say whether the cell is one of the usual signs for "no value"."""
    return cell.lower() in MISSING


def is_meant_as_number(cell: str) -> bool:
    """Say whether the cell was to be a number but is none to compute with: inf, 1e999, 1_000."""
    try:
        float(cell)
    except ValueError:
        return False
    return as_number(cell) is None


def missing_value(path: Path, row: int, column: str) -> DataError:
    """Return the error for a cell without a value."""
    return DataError(
        "{path}, row {row}, column “{column}”: the value is missing; fill it in, remove the row, "
        "or choose drop or mean for missing values.",
        path=str(path),
        row=row,
        column=column,
    )


def not_a_number(path: Path, row: int, column: str, cell: str) -> DataError:
    """Return the error for a cell that should hold a number."""
    return DataError(
        "{path}, row {row}, column “{column}”: “{cell}” is not a finite number.",
        path=str(path),
        row=row,
        column=column,
        cell=shown(cell),
    )


def shown(cell: str) -> str:
    """Return the text of a cell as it stands in a sentence: cut if it is long."""
    return cell if len(cell) <= _LONGEST_SHOWN else cell[: _LONGEST_SHOWN - 1] + "…"


def value_order(cell: str) -> tuple[bool, float, str]:
    """Return a key that sorts values as people do: 1, 2, 10, then a, b."""
    value = as_number(cell)
    return (value is None, value or 0.0, cell)
