"""The document into the journal, a few seconds after whatever changed it."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from nnviz.app.document import Document
from nnviz.app.journal import Entry
from nnviz.app.project import Project
from nnviz.views.keeping.writing import Written, attempt
from nnviz.views.window.worker import Worker

_LOOK_MS = 1000  # so often is looked whether anything has changed
_LEAST_S = 2.0  # between two writings
_AFTER_ERROR_S = 30.0  # an error that nobody expected is not shown every two seconds
_SHARE = 10  # writing takes at most such a part of the time


@dataclass(frozen=True, slots=True, eq=False)
class _Content:
    """What of a document has to be written anew when it is another."""

    document: Document
    reached: int

    def same_as(self, other: "_Content | None") -> bool:
        if other is None:
            return False
        mine, theirs = self.document, other.document
        return (
            mine.experiment is theirs.experiment
            and mine.run is theirs.run
            and mine.wishes == theirs.wishes
            and self.reached == other.reached
        )


class Autosave(QObject):
    """Keeps a document while it has changes that its file has not.

    Signals:
        failed: the sentence that says why nothing can be kept; once, until it works again.
    """

    failed = Signal(object)

    def __init__(
        self,
        worker: Worker,
        snapshot: Callable[[], Project],
        is_modified: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._worker = worker
        self._snapshot = snapshot
        self._is_modified = is_modified
        self.entry = Entry()
        self._kept: _Content | None = None
        self._busy = self._failing = False
        self._not_before = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Write the document if it has changed and it is time; forget it if it is safe."""
        if self._busy:
            return
        if not self._is_modified():
            self._forget()
        elif time.monotonic() >= self._not_before:
            self.write()

    def write(self) -> None:
        """Write the document in the worker thread, unless the same was written last."""
        project = self._snapshot()
        content = _content(project)
        if self._busy or content.same_as(self._kept):
            return
        self._busy, entry = True, self.entry
        self._worker.submit(
            "autosave",
            lambda: attempt(lambda: entry.write(project)),
            lambda written: self._on_written(content, written),
            self._on_failed,
        )

    def write_now(self) -> Written:
        """Write the document here and now."""
        project = self._snapshot()
        written = attempt(lambda: self.entry.write(project))
        self._on_written(_content(project), written)
        return written

    def close(self) -> None:
        """Stop; the document is safe or given up, and goes from the journal."""
        self._timer.stop()
        self.entry.clear()

    def _forget(self) -> None:
        if self._kept is None:
            return
        self._kept, self._busy, entry = None, True, self.entry
        self._worker.submit("autosave", entry.clear, self._on_cleared, self._on_failed)

    def _on_cleared(self, _nothing: None) -> None:
        self._busy = False

    def _on_failed(self) -> None:
        """Try again later: what went wrong is told by whoever shows errors."""
        self._busy = False
        self._not_before = time.monotonic() + _AFTER_ERROR_S

    def _on_written(self, content: _Content, written: Written) -> None:
        self._busy = False
        self._not_before = time.monotonic() + max(_LEAST_S, _SHARE * written.seconds)
        if written.problem is None:
            self._kept, self._failing = content, False
        elif not self._failing:
            self._failing = True
            self.failed.emit(written.problem)


def _content(project: Project) -> _Content:
    return _Content(project.document, project.document.run.last_iteration)
