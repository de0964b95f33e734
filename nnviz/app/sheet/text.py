"""The text that spreadsheets exchange: cells divided by tabs, rows by line ends."""

import csv
import io
from collections.abc import Iterable, Sequence

from nnviz.app.sheet.columns import exact_text
from nnviz.app.table import Table
from nnviz.engine.errors import DataError

Block = tuple[tuple[str, ...], ...]
MOST_CHARACTERS = 64 * 1024 * 1024
_MOST_IN_CELL = 10_000


def block_of(text: str) -> Block:
    """Return the cells of a text that was copied in a spreadsheet.

    Raises:
        DataError: it is empty, too long, no text, or its rows are of different lengths.
    """
    if len(text) > MOST_CHARACTERS:
        raise DataError("What was copied is too much to be pasted; open it as a CSV file.")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if not lines.strip():
        raise DataError("There is nothing in the clipboard that could be pasted as numbers.")
    try:
        rows = list(csv.reader(io.StringIO(lines), delimiter="\t"))
    except csv.Error as error:
        raise DataError(
            "What was copied cannot be read as cells; copy them in the spreadsheet once more."
        ) from error
    block = tuple(tuple(cell.strip() for cell in row) or ("",) for row in rows)
    width = len(block[0])
    for number, row in enumerate(block, 1):
        if len(row) != width:
            raise DataError(
                "What was copied is no rectangle: its row {row} has {found} cells, the first has "
                "{expected}.",
                row=number,
                found=len(row),
                expected=width,
            )
        if any(len(cell) > _MOST_IN_CELL or "\0" in cell for cell in row):
            raise DataError("What was copied is no table of numbers (its row {row}).", row=number)
    return block


def text_of(table: Table, rows: Iterable[int], cols: Sequence[int], decimal: str = ".") -> str:
    """Return cells as text that a spreadsheet can paste, with all digits."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerows([exact_text(table, row, col, decimal) for col in cols] for row in rows)
    return out.getvalue()
