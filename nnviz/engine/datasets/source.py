"""The text of a table file, whatever its encoding; every way in which it can be no text."""

import codecs
from pathlib import Path

from nnviz.engine.errors import FileError

MOST_BYTES = 64 * 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(path: Path) -> str:
    """Return the text of the file: UTF-8, UTF-16 with its mark, or GB 18030.

    Raises:
        FileError: the file is missing, a folder, unreadable, empty, too large or not text.
    """
    raw = _read_bytes(path)
    if not raw.strip():
        raise FileError("{path} is empty; a table with a header line was expected.", path=str(path))
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _decode(path, raw, (encoding,))
    # Text has no NUL bytes in UTF-8 and GB 18030; pictures, archives and programs have.
    if b"\0" in raw:
        raise _not_text(path)
    return _decode(path, raw, ("utf-8", "gb18030"))


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise FileError("{path} is a folder; a CSV file was expected.", path=str(path))
        if size > MOST_BYTES:
            raise FileError(
                "{path} has {size} MiB; tables of up to {most} MiB can be read.",
                path=str(path),
                size=round(size / 1024**2),
                most=MOST_BYTES // 1024**2,
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileError("There is no file {path}.", path=str(path)) from error
    except OSError as error:
        raise FileError(
            "{path} cannot be read: {reason}.", path=str(path), reason=error.strerror or str(error)
        ) from error


def _decode(path: Path, raw: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _not_text(path)


def _not_text(path: Path) -> FileError:
    return FileError(
        "{path} is not a text file; a CSV file in UTF-8, UTF-16 or GB 18030 was expected.",
        path=str(path),
    )
