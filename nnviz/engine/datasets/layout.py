"""How a table file is laid out: which sign divides its cells, and whether it has a header line."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from nnviz.engine.datasets.cells import as_number
from nnviz.engine.datasets.source import TextFile
from nnviz.engine.errors import DataError, FileError

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 20

Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a table and how its cells are divided; the rows are read when asked for."""

    file: TextFile
    columns: tuple[str, ...]
    delimiter: str
    has_header: bool

    def rows(self) -> Iterator[Row]:
        """Yield the rows of text that are not blank, each with its number in the file from 1.

        Raises:
            DataError: a row has another length than the first.
            FileError: the file ends within quotes, or a line is no row at all.
        """
        for number, cells in islice(_rows(self.file, self.delimiter), int(self.has_header), None):
            if len(cells) != len(self.columns):
                raise DataError(
                    "{path}, row {row}: {n_cells} cells, but the first row has {n_columns}.",
                    path=str(self.file.path),
                    row=number,
                    n_cells=len(cells),
                    n_columns=len(self.columns),
                )
            yield number, cells


def lay_out(
    file: TextFile, target: str | int | None, delimiter: str | None, header: bool | None
) -> Table:
    """Find out how the text divides into cells; what is None is found out.

    Raises:
        DataError: no rows, or two columns of one name.
        FileError: the text cannot be divided at all.
    """
    divider = delimiter if delimiter is not None else sniff(file.head())
    rows = list(islice(_rows(file, divider), 2))
    path = str(file.path)
    if not rows:
        raise DataError("{path} has no rows of data.", path=path)
    first = rows[0][1]
    has_header = _looks_like_header(first, target) if header is None else header
    if has_header and len(rows) < 2:
        raise DataError("{path} has a header line but no rows of data.", path=path)
    columns = _named(first) if has_header else tuple(f"x{i}" for i in range(1, len(first) + 1))
    seen = set()
    for name in columns:
        if name in seen:
            raise DataError(
                "{path} has two columns named “{column}”; give them different names.",
                path=path,
                column=name,
            )
        seen.add(name)
    return Table(file, columns, divider, has_header)


def sniff(text: str) -> str:
    """Return the sign that divides the first lines into the most columns, all alike."""
    lines = [line for line in islice(text.splitlines(), _SAMPLE_LINES) if line.strip()]
    return max(DELIMITERS, key=lambda sign: _evenness(lines, sign))


def _evenness(lines: list[str], sign: str) -> tuple[bool, int]:
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign)]
    except csv.Error:
        return False, 0
    alike = len(set(widths)) == 1 and widths[0] > 1
    return alike, min(widths, default=0)


def _rows(file: TextFile, delimiter: str) -> Iterator[Row]:
    number = 0
    try:
        for number, row in enumerate(csv.reader(file.lines(), delimiter=delimiter, strict=True), 1):
            cells = tuple(cell.strip() for cell in row)
            if any(cells):
                yield number, cells
    except (csv.Error, TypeError) as error:
        raise _unreadable(file, number + 1, str(error)) from error


def _unreadable(file: TextFile, row: int, reason: str) -> FileError:
    path = str(file.path)
    if "unexpected end of data" in reason:
        return FileError(
            "{path} cannot be read as a table: the quotes opened in row {row} are not closed; "
            "perhaps the end of the file is missing.",
            path=path,
            row=row,
        )
    return FileError(
        "{path} cannot be read as a table: row {row}: {reason}.", path=path, row=row, reason=reason
    )


def _looks_like_header(cells: tuple[str, ...], target: str | int | None) -> bool:
    return target in cells or all(as_number(cell) is None for cell in cells)


def _named(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell or f"x{i}" for i, cell in enumerate(cells, 1))
