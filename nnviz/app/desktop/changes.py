"""Files written together: all of them, or none."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from nnviz.engine.errors import FileError
from nnviz.engine.whole_file import reason, write_whole


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write every file; if one cannot be written, all are as they were before.

    Raises:
        FileError: a file cannot be written.
    """
    before: dict[Path, bytes | None] = {}
    made: list[Path] = []
    try:
        for path, content in files.items():
            made += _make_folder(path)
            before[path] = path.read_bytes() if path.exists() else None
            write_whole(path, content)
    except (FileError, OSError) as error:
        _put_back(before, made)
        if isinstance(error, FileError):
            raise
        raise _cannot(path, error) from error


def remove_all(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Remove the files that are there; return which.

    Raises:
        FileError: a file cannot be removed.
    """
    removed: list[Path] = []
    for path in paths:
        try:
            path.unlink()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise _cannot(path, error) from error
        removed.append(path)
    return tuple(removed)


def _make_folder(path: Path) -> list[Path]:
    """Make the folders above a file; return those that were not there, the deepest first."""
    new = [folder for folder in path.parents if not folder.exists()]
    path.parent.mkdir(parents=True, exist_ok=True)
    return new


def _put_back(before: Mapping[Path, bytes | None], made: Iterable[Path]) -> None:
    for path, content in before.items():
        with suppress(OSError, FileError):
            if content is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != content:
                write_whole(path, content)
    for folder in sorted(made, key=lambda one: len(one.parts), reverse=True):
        with suppress(OSError):
            folder.rmdir()


def _cannot(path: Path, error: OSError) -> FileError:
    return FileError("{path} cannot be changed: {reason}.", path=str(path), reason=reason(error))
