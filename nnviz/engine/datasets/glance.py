"""A look at the beginning of a table file, quick however large it is."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from nnviz.engine.datasets.cells import as_number, is_missing
from nnviz.engine.datasets.layout import lay_out
from nnviz.engine.datasets.source import text_file

_FIRST_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Glance:
    """How a file seems to be laid out, its columns and its first rows of text.

    ``whole`` says that these are all of its rows.
    """

    path: Path
    n_bytes: int
    encoding: str
    delimiter: str
    has_header: bool
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    whole: bool

    def is_number(self, column: int) -> bool:
        """Say whether a column has only numbers, as far as it was looked at."""
        cells = [row[column] for row in self.rows if not is_missing(row[column])]
        return bool(cells) and all(as_number(cell) is not None for cell in cells)


def glance(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header: bool | None = None,
    n_rows: int = 20,
) -> Glance:
    """Look at the first rows of a table file; what is None is found out.

    Raises:
        FileError: the file is missing, empty, too large or no text table.
        DataError: a row has another length than the first, or two columns have one name.
        SpecError: there is no such encoding.
    """
    file = text_file(path, encoding, most_bytes=_FIRST_BYTES)
    table = lay_out(file, -1, delimiter, header)
    rows = tuple(cells for _, cells in islice(table.rows(), n_rows + 1))
    return Glance(
        path=path,
        n_bytes=path.stat().st_size,
        encoding=file.encoding,
        delimiter=table.delimiter,
        has_header=table.has_header,
        columns=table.columns,
        rows=rows[:n_rows],
        whole=len(rows) <= n_rows,
    )
