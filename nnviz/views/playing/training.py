"""Training the run on beside the window: how far it is, and an end to it whenever one likes."""

import threading

from PySide6.QtCore import QObject, Qt, Signal

from nnviz.app.jobs import TrainJob, TrainProgress, TrainResult, complete
from nnviz.app.session import Session
from nnviz.app.view_state import ViewState
from nnviz.views.window.worker import Worker

_TOPIC = "train"


class Training(QObject):
    """One job at a time, on a thread of its own, so that nothing else waits for it.

    Signals:
        progressed: the :class:`~nnviz.app.jobs.TrainProgress`, None when it has ended.
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
        self.count = 100

    @property
    def is_running(self) -> bool:
        """Say whether something is being trained."""
        return self._job is not None

    def start(self, count: int) -> None:
        """Train the run on by so many iterations, and show the last one then."""
        self.count = count
        self.train_to(self._session.state.last_iteration + count)

    def train_to(self, iteration: int) -> None:
        """Train until an iteration can be shown, and show it."""
        if self._job is not None:
            return
        job = self._job = self._session.training_job(iteration)
        cancelled = self._cancelled = threading.Event()
        self._session.pause()
        self.progressed.emit(TrainProgress(job.run.last_iteration, iteration, float("nan")))
        self._worker.submit(
            _TOPIC, lambda: complete(job, self._reported.emit, cancelled.is_set), self._on_done
        )

    def stop(self) -> None:
        """Stop after the iterations that are made; the last of them is shown."""
        self._cancelled.set()
        if self._job is not None:
            self._job.run.stop()

    def apply(self, new: ViewState) -> None:
        """Stop if another run has come onto the stage."""
        if self._job is not None and not self._session.trains(self._job):
            self.stop()

    def close(self) -> None:
        """Stop and join the thread."""
        self.stop()
        self._worker.close()

    def _on_reported(self, progress: TrainProgress) -> None:
        if self._job is not None:
            self._session.note_training(self._job)
            self.progressed.emit(progress)

    def _on_done(self, result: TrainResult) -> None:
        self._job = None
        self.progressed.emit(None)
        self._session.accept(result)
