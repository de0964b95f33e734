"""The file of a notation: a few lines of JSON that a teacher hands out and a class opens."""

import json
from pathlib import Path
from typing import Any, Final

from nnviz.engine.errors import FileError, SpecError
from nnviz.engine.whole_file import replacing
from nnviz.engine.writing.notation import Notation, shortened

SUFFIX: Final = ".nnviz-notation"
_MOST_BYTES = 64 * 1024


def save(path: Path, notation: Notation) -> None:
    """Write a notation into a file.

    Raises:
        FileError: it cannot be written; an old file stays as it is.
    """
    with replacing(path) as file:
        file.write(text_of(notation).encode())


def load(path: Path) -> Notation:
    """Return the notation of a file.

    Raises:
        FileError: it cannot be read, or it is no notation.
        SpecError: one of its fields is wrong; the sentence names the field.
    """
    return from_text(_content(path), str(path))


def text_of(notation: Notation) -> str:
    """Return a notation as the text of its file."""
    return json.dumps(notation.to_dict(), ensure_ascii=False, indent=1) + "\n"


def from_text(text: str, path: str) -> Notation:
    """Return the notation of a file's text; ``path`` is for the sentence about what is wrong.

    Raises:
        FileError: it is no JSON object.
        SpecError: it is no notation, or a field is wrong.
    """
    try:
        plain = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise _unreadable(path) from error
    if not isinstance(plain, dict):
        raise _unreadable(path)
    return Notation.from_dict(plain)


def _content(path: Path) -> str:
    if path.is_dir():
        raise FileError("{path} is a folder; a file name was expected.", path=str(path))
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise _unreadable(str(path))
        return content.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise FileError("There is no file {path}.", path=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(str(path)) from error


def _unreadable(path: str) -> FileError:
    return FileError("{path} is no notation file of nnviz.", path=path)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise SpecError("A notation has the field “{field}” twice.", field=shortened(key))
        found[key] = value
    return found
