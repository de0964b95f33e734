"""How a table file is laid out: which sign divides its cells, and whether it has a header line."""

import csv
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from nnviz.engine.datasets.columns import as_number
from nnviz.engine.errors import DataError, FileError

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 20


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a table: column names and rows of text, each with its row number in the file."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    delimiter: str
    has_header: bool


def lay_out(
    path: Path, text: str, target: str | int | None, delimiter: str | None, header: bool | None
) -> Table:
    """Divide the text into cells; what is None is found out.

    Raises:
        DataError: no rows, a row of another length, or two columns of one name.
        FileError: the text cannot be divided at all.
    """
    divider = delimiter if delimiter is not None else sniff(text)
    rows = _cells(path, text, divider)
    if not rows:
        raise DataError("{path} has no rows of data.", path=str(path))
    has_header = _looks_like_header(rows[0][1], target) if header is None else header
    first = rows[0][1]
    columns = _named(first) if has_header else tuple(f"x{i}" for i in range(1, len(first) + 1))
    body = rows[1:] if has_header else rows
    _check(path, columns, body)
    return Table(columns, body, divider, has_header)


def sniff(text: str) -> str:
    """Return the sign that divides the first lines into the most columns, all alike."""
    lines = [line for line in islice(text.splitlines(), _SAMPLE_LINES) if line.strip()]
    return max(DELIMITERS, key=lambda sign: _evenness(lines, sign))


def _evenness(lines: list[str], sign: str) -> tuple[bool, int]:
    widths = [len(row) for row in csv.reader(lines, delimiter=sign)]
    alike = len(set(widths)) == 1 and widths[0] > 1
    return alike, min(widths, default=0)


def _cells(path: Path, text: str, delimiter: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    try:
        reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
        return tuple(
            (number, tuple(cell.strip() for cell in row))
            for number, row in enumerate(reader, 1)
            if any(cell.strip() for cell in row)
        )
    except (csv.Error, TypeError) as error:
        raise FileError(
            "{path} cannot be read as a table: {reason}.", path=str(path), reason=str(error)
        ) from error


def _looks_like_header(cells: tuple[str, ...], target: str | int | None) -> bool:
    return target in cells or all(as_number(cell) is None for cell in cells)


def _named(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell or f"x{i}" for i, cell in enumerate(cells, 1))


def _check(
    path: Path, columns: tuple[str, ...], rows: tuple[tuple[int, tuple[str, ...]], ...]
) -> None:
    if not rows:
        raise DataError("{path} has a header line but no rows of data.", path=str(path))
    for name in columns:
        if columns.count(name) > 1:
            raise DataError(
                "{path} has two columns named “{column}”; give them different names.",
                path=str(path),
                column=name,
            )
    for number, cells in rows:
        if len(cells) != len(columns):
            raise DataError(
                "{path}, row {row}: {n_cells} cells, but the first row has {n_columns}.",
                path=str(path),
                row=number,
                n_cells=len(cells),
                n_columns=len(columns),
            )
