"""A table as a CSV file."""

import csv
import os
import tempfile
from pathlib import Path

from nnviz.app.sheet.columns import columns, exact_text
from nnviz.app.table import Table
from nnviz.engine.errors import FileError


def write_csv(table: Table, path: Path, decimal: str = ".") -> None:
    """Write all samples with a header line, in UTF-8, with all digits.

    Cells are divided by commas; where the ``decimal`` sign is a comma, by semicolons, as
    spreadsheet programs do in countries that write so.

    The file is written beside its place and then moved there, so that it is whole or not there.

    Raises:
        FileError: it cannot be written.
    """
    made = None
    try:
        handle, made = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=divider(decimal), lineterminator="\n")
            every = columns(table)
            writer.writerow([each.name for each in every])
            cols = range(len(every))
            for row in range(table.n_samples):
                writer.writerow([exact_text(table, row, col, decimal) for col in cols])
            file.flush()
            os.fsync(file.fileno())
        Path(made).replace(path)
    except OSError as error:
        if made is not None:
            Path(made).unlink(missing_ok=True)
        raise FileError(
            "{path} cannot be written: {reason}.",
            path=str(path),
            reason=error.strerror or str(error),
        ) from error


def divider(decimal: str) -> str:
    """Return what divides the cells of a CSV file whose numbers have this decimal sign."""
    return ";" if decimal == "," else ","
