"""The journal's entry of one window: its document, as it was a few seconds ago."""

import secrets
import shutil
from pathlib import Path

from nnviz.app.journal.folder import journal_folder
from nnviz.app.journal.lock import Lock
from nnviz.app.project import Project, save
from nnviz.engine.errors import FileError
from nnviz.engine.whole_file import unreadable

LOCK, DOCUMENT = "lock", "document.nnviz"
# Written every few seconds: fewer states than in a file that is saved; the rest is computed anew.
STATES_BYTES = 2 * 2**20


class Entry:
    """A folder of one's own; made when there is something to keep, gone when the window closes."""

    def __init__(self, journal: Path | None = None) -> None:
        self._folder = (journal or journal_folder()) / secrets.token_hex(8)
        self._lock: Lock | None = None

    @property
    def path(self) -> Path:
        """The document's file."""
        return self._folder / DOCUMENT

    def write(self, project: Project) -> None:
        """Keep a document, in place of what was kept before.

        Raises:
            FileError: it cannot be written; what was kept before stays.
        """
        if self._lock is None:
            self._begin()
        save(self.path, project, STATES_BYTES)

    def clear(self) -> None:
        """Forget the document: there is nothing that would be lost."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None
            shutil.rmtree(self._folder, ignore_errors=True)

    def _begin(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = Lock.take(self._folder / LOCK)
        except OSError as error:
            raise FileError(
                "Nothing can be kept for recovery in {path}: {reason}.",
                path=str(self._folder.parent),
                reason=unreadable(self._folder, error).message.args["reason"],
            ) from error
