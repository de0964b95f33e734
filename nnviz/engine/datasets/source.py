"""The text of a table file, whatever its encoding; every way in which it can be no text.

A file is read line by line, never whole: what a large table needs in memory is its numbers.
"""

import codecs
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from nnviz.engine.datasets.reading import Progress, Reporter
from nnviz.engine.errors import FileError, SpecError

MOST_BYTES = 512 * 1024 * 1024
# A longer line is no row of a table, and would have to be held in memory whole.
MOST_IN_LINE = 16 * 1024 * 1024
_CHUNK = 1024 * 1024
_HEAD = 64 * 1024
_LINES = 256  # between two looks at how far the reading is
# Finding out that a file is text takes about this share of reading it.
_CHECKED = 0.04
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that is text in this encoding, from its first byte to its last."""

    path: Path
    encoding: str
    reporter: Reporter = field(default_factory=Reporter, compare=False)

    def head(self) -> str:
        """Return the first whole lines, at most about 64 KiB of them."""
        with self._open() as file:
            text = str(file.read(_HEAD))
        return text if len(text) < _HEAD or "\n" not in text else text[: text.rindex("\n") + 1]

    def lines(self) -> Iterator[str]:
        """Yield the lines with their ends.

        Raises:
            FileError: a line has over 16 million characters.
            Cancelled: the reading is to end.
        """
        self.reporter.again()
        with self._open() as file:
            number = 0
            while line := file.readline(MOST_IN_LINE):
                number += 1
                if len(line) == MOST_IN_LINE and not line.endswith(("\n", "\r")):
                    raise FileError(
                        "{path}, line {line}: it has over {most} characters, which no row of a "
                        "table has.",
                        path=str(self.path),
                        line=number,
                        most=MOST_IN_LINE,
                    )
                if number % _LINES == 0:
                    self.reporter.at(file.buffer.tell(), _CHECKED)
                yield line

    def _open(self) -> TextIO:
        return self.path.open(encoding=self.encoding, newline="")


def text_file(
    path: Path,
    encoding: str | None = None,
    progress: Progress | None = None,
    most_bytes: int | None = None,
) -> TextFile:
    """Return the file, read through once (or its first ``most_bytes``) and found to be text.

    The encoding is the one given, or else UTF-8, UTF-16 with its mark, or GB 18030. ``progress``
    is told how far this and the reading of the lines have come.

    Raises:
        FileError: the file is missing, a folder, unreadable, empty, too large or not text.
        SpecError: there is no encoding of that name.
        Cancelled: the reading is to end.
    """
    if encoding is not None:
        encoding = _known(encoding)
    try:
        reporter = Reporter(progress, _checked_size(path))
        encodings = _likely(path) if encoding is None else (encoding,)
        found = next(
            (each for each in encodings if _is_text(path, each, reporter, most_bytes)), None
        )
    except FileNotFoundError as error:
        raise FileError("There is no file {path}.", path=str(path)) from error
    except OSError as error:
        raise FileError(
            "{path} cannot be read: {reason}.", path=str(path), reason=error.strerror or str(error)
        ) from error
    if found is not None:
        return TextFile(path, found, reporter)
    if encoding is not None:
        raise FileError(
            "{path} is not text in the encoding {encoding}.", path=str(path), encoding=encoding
        )
    raise FileError(
        "{path} is not a text file; a CSV file in UTF-8, UTF-16 or GB 18030 was expected.",
        path=str(path),
    )


def _known(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)  # hex, zip and their like are codecs, but of bytes and not of text
    except (LookupError, TypeError, ValueError) as error:
        raise SpecError(
            "There is no encoding {encoding}; usual ones are utf-8, utf-16, gb18030 and cp1252.",
            encoding=repr(encoding),
        ) from error
    # The mark that some programs put before UTF-8 is no part of the first name.
    return "utf-8-sig" if name == "utf-8" else name


def _checked_size(path: Path) -> int:
    """Return how many bytes the file has, if it may be read."""
    about = path.stat()
    if stat.S_ISDIR(about.st_mode):
        raise FileError("{path} is a folder; a CSV file was expected.", path=str(path))
    if not stat.S_ISREG(about.st_mode):
        raise FileError("{path} is no ordinary file; a CSV file was expected.", path=str(path))
    if about.st_size > MOST_BYTES:
        raise FileError(
            "{path} has {size} MiB; tables of up to {most} MiB can be read.",
            path=str(path),
            size=round(about.st_size / 1024**2),
            most=MOST_BYTES // 1024**2,
        )
    return about.st_size


def _likely(path: Path) -> tuple[str, ...]:
    with path.open("rb") as file:
        start = file.read(4)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return (encoding,)
    return ("utf-8", "gb18030")


def _is_text(path: Path, encoding: str, reporter: Reporter, most_bytes: int | None) -> bool:
    """Decode the whole file, a part at a time.

    Raises:
        FileError: it has nothing but white space.
    """
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    empty = True
    reporter.again()
    try:
        with path.open("rb") as file:
            while part := file.read(_CHUNK):
                reporter.at(file.tell(), 0.0, _CHECKED)
                text = decoder.decode(part)
                # No text has this character; pictures, archives and programs do.
                if "\0" in text:
                    return False
                empty = empty and not text.strip()
                if most_bytes is not None and file.tell() >= most_bytes:
                    return True
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    if empty:
        raise FileError("{path} is empty; a table with a header line was expected.", path=str(path))
    return True
