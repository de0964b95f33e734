"""What was open when the last window was closed."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from nnviz.app.journal.entry import STATES_BYTES
from nnviz.app.journal.folder import state_folder
from nnviz.app.project import Opened, Project, open_file, save
from nnviz.app.project.reading import peek
from nnviz.app.project.writing import file_stamp
from nnviz.engine.errors import NnvizError

_NAME = "last.nnviz"


def write_last(project: Project) -> bool:
    """Keep what is open for the next start; say whether that was possible."""
    path = state_folder() / _NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save(path, project, STATES_BYTES)
    except (OSError, NnvizError):
        return False  # a read-only home is no reason to trouble the person
    return True


def forget_last() -> None:
    """Let the next start begin without it."""
    with suppress(OSError):
        (state_folder() / _NAME).unlink(missing_ok=True)


def read_last() -> Opened | None:
    """Return what was open last, None if that is not known or can no longer be opened.

    A document that belongs to a file comes from the file, if somebody has written that since.
    """
    path = state_folder() / _NAME
    if not path.exists():
        return None
    try:
        keepsake = peek(path)[1].keepsake
        if keepsake.path is None:
            return replace(open_file(path), path=None)
        own = Path(keepsake.path)
        stamp = file_stamp(own)
        if stamp and stamp != keepsake.stamp:
            return open_file(own)
        return replace(open_file(path), path=own if stamp else None)
    except NnvizError:
        return None
