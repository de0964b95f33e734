"""Documents of windows that ended without saying so."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from nnviz.app.experiment import Experiment
from nnviz.app.journal.entry import DOCUMENT, LOCK
from nnviz.app.journal.folder import journal_folder
from nnviz.app.journal.lock import Lock
from nnviz.app.project import Keepsake, Opened, open_file, peek
from nnviz.engine.errors import NnvizError


@dataclass(slots=True, eq=False)
class Crashed:
    """A document that can be recovered; whoever found it has its lock until it is let go."""

    folder: Path
    experiment: Experiment
    keepsake: Keepsake
    iteration: int  # how many updates the run had
    _lock: Lock

    def open(self) -> Opened:
        """Read the document.

        Raises:
            NnvizError: it cannot be used.
        """
        return open_file(self.folder / DOCUMENT)

    def discard(self) -> None:
        """Remove it for ever."""
        self._lock.release()
        shutil.rmtree(self.folder, ignore_errors=True)

    def let_go(self) -> None:
        """Leave it for later."""
        self._lock.release()


def crashed(journal: Path | None = None) -> list[Crashed]:
    """Return the documents that can be recovered, the newest first, and tidy up behind others."""
    root = journal or journal_folder()
    try:
        folders = [folder for folder in root.iterdir() if folder.is_dir()]
    except OSError:
        return []
    found = [one for folder in folders if (one := _claimed(folder)) is not None]
    return sorted(found, key=lambda one: one.keepsake.saved_s, reverse=True)


def _claimed(folder: Path) -> Crashed | None:
    """Return what a folder holds, if nobody lives who writes there and it is worth recovering."""
    if not (folder / LOCK).exists():
        return None  # its program is just making it
    try:
        lock = Lock.take(folder / LOCK)
    except OSError:
        return None
    if lock is None:
        return None
    try:
        experiment, plan = peek(folder / DOCUMENT)
    except NnvizError:
        lock.release()
        if not (folder / DOCUMENT).exists():
            shutil.rmtree(folder, ignore_errors=True)  # killed before anything was kept
        return None
    if not plan.keepsake.modified:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)
        return None
    last = plan.segments[-1]
    return Crashed(folder, experiment, plan.keepsake, last.first + last.losses, lock)
