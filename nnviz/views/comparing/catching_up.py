"""Training the second run as far as the first one, beside the window."""

import threading

from PySide6.QtCore import QObject, Qt, Signal

from nnviz.app.jobs import TrainJob, TrainResult, complete
from nnviz.app.session import Session
from nnviz.views.window.worker import Worker

_TOPIC = "rival"


class CatchingUp(QObject):
    """One job at a time, on a thread of its own; it ends when another run is to be trained.

    Signals:
        progressed: the iteration before which the second run stands, and the one to be reached;
            None when it has ended.
    """

    progressed = Signal(object)
    _reported = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._worker = Worker(self)
        self._job: TrainJob | None = None
        self._cancelled = threading.Event()
        self._reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        """Say whether the second run is being trained."""
        return self._job is not None

    def look(self) -> None:
        """Begin if there is something to do; leave a run that is no longer compared."""
        now = self._job
        if now is not None:
            if now.run is not self._session.rival_run:
                self.stop()
            return
        job = self._session.rival_job()
        if job is None:
            return
        self._job = job
        cancelled = self._cancelled = threading.Event()
        self._worker.submit(
            _TOPIC, lambda: complete(job, self._reported.emit, cancelled.is_set), self._on_done,
            self._on_failed,
        )  # fmt: skip

    def stop(self) -> None:
        """Stop after the iterations that are made."""
        self._cancelled.set()
        if self._job is not None:
            self._job.run.stop()

    def close(self) -> None:
        """Stop and join the thread."""
        self.stop()
        self._worker.close()

    def _on_reported(self, progress: object) -> None:
        if self._job is not None and self._job.run is self._session.rival_run:
            self._session.note_rival()
            self.progressed.emit(progress)

    def _on_failed(self) -> None:
        self._job = None
        self.progressed.emit(None)

    def _on_done(self, result: TrainResult) -> None:
        self._job = None
        self.progressed.emit(None)
        found = None if result.problem is None else (result.job.run, result.problem)
        self._session.note_rival(found)
        self.look()
