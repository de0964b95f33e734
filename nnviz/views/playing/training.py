"""Training the run on beside the window: how far it is, and an end to it whenever one likes."""

import threading
import time
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from nnviz.app.goals import Goal
from nnviz.app.jobs import TrainJob, TrainProgress, TrainResult, complete
from nnviz.app.neighbour import Neighbour
from nnviz.app.session import Session
from nnviz.app.view_state import ViewState
from nnviz.views.window.worker import Worker

_TOPIC = "train"
_FRAME_MS = 30  # between two pictures: some of them are late, and thirty a second are wanted
# Of the time, so that the thread that trains has the rest: both need the same interpreter.
_SHARE = 0.4
_SHARE_ALONE = 0.75  # while another interpreter trains; other things are to be done in this one


class Training(QObject):
    """One job at a time, on a thread of its own, so that nothing else waits for it.

    The thread reports nothing: how far it is, is looked at for each picture. With ``watching`` the
    newest iteration comes onto the stage then; without, the stage stays where it is.

    Signals:
        progressed: the :class:`~nnviz.app.jobs.TrainProgress`, None when it has ended.
        ended: the :class:`~nnviz.app.jobs.TrainResult`, after the session has taken it.
    """

    progressed = Signal(object)
    ended = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._worker = Worker(self)
        self._neighbour: Neighbour | None = Neighbour()
        self._job: TrainJob | None = None
        self._cancelled = threading.Event()
        self._begun, self._began_s = 0, 0.0
        self._followed = 0
        self._hops = 0
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setTimerType(Qt.TimerType.PreciseTimer)
        self._frame.timeout.connect(self._on_frame)
        self._painted = QTimer(self)
        self._painted.setSingleShot(True)
        self._painted.setInterval(0)
        self._painted.timeout.connect(self._on_painted)
        self._frame_s, self._frame_cpu_s = 0.0, 0.0
        self.frame_cost_s = 0.0  # of the last picture, from the state to its last pixel
        self.count = 100
        self.watching = session.settings.watch_training
        self.pace = session.settings.train_pace

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
        if self._job is None:
            self._begin(self._session.training_job(iteration))

    def run(self) -> None:
        """Train until one stops it."""
        if self._job is None:
            self._begin(self._session.endless_job())

    def epoch(self) -> None:
        """Train to the end of the epoch."""
        if self._job is None:
            self._begin(self._session.epoch_job())

    def train_for(self, goal: Goal, most: int) -> None:
        """Train until a goal is reached, in at most so many iterations."""
        if self._job is None:
            job = self._session.goal_job(goal, most)
            if job is not None:
                self._begin(job)

    def set_watching(self, watching: bool) -> None:
        """Let the stage follow the newest iteration, or not."""
        self.watching = watching

    def set_pace(self, pace: int) -> None:
        """Set how many iterations are made in a second (0: as many as can be), also of a job."""
        if pace == self.pace:
            return
        self.pace = pace
        if self._job is not None:
            job = self._job
            self._cancel()
            self._submit(job)

    def stop(self) -> None:
        """Stop after the iterations that are made; the last of them is shown."""
        self._cancel()

    def apply(self, new: ViewState) -> None:
        """Stop if another run has come onto the stage."""
        if self._job is not None and not self._session.trains(self._job):
            self.stop()

    def close(self) -> None:
        """Stop and join the thread."""
        self.stop()
        self._frame.stop()
        self._painted.stop()
        self._worker.close()
        if self._neighbour is not None:
            self._neighbour.close()

    # Inside

    def _begin(self, job: TrainJob) -> None:
        self._session.pause()
        self._followed = self._session.state.iteration
        self._begun, self._began_s = job.run.last_iteration + 1, time.perf_counter()
        self._submit(job)
        self.progressed.emit(self._progress(job))
        self._frame.start(_FRAME_MS)

    def _submit(self, job: TrainJob) -> None:
        """Give a job to the thread, at the pace that is set; what it does now is stale."""
        paced = replace(job, pace=self.pace or None)
        cancelled = self._cancelled = threading.Event()
        self._job, neighbour = paced, self._neighbour
        self._worker.submit(
            _TOPIC,
            lambda: complete(
                paced, cancelled=cancelled.is_set, rest=cancelled.wait, neighbour=neighbour
            ),
            self._on_done,
            self._on_failed,
        )

    def _cancel(self) -> None:
        self._cancelled.set()
        if self._job is not None:
            self._job.run.stop()

    def _progress(self, job: TrainJob) -> TrainProgress:
        run = job.run
        loss = float(run.losses[-1]) if len(run.losses) else float("nan")
        seconds = time.perf_counter() - self._began_s
        return TrainProgress(run.last_iteration + 1, job.until, loss, self._begun, seconds)

    def _on_frame(self) -> None:
        job = self._job
        if job is None:
            return
        # The thread stands still for the few milliseconds that a picture takes.
        job.run.gate.hold()
        self._frame_s, self._frame_cpu_s = time.perf_counter(), time.thread_time()
        # Whoever goes elsewhere meanwhile is left there.
        if self.watching and self._session.state.iteration == self._followed:
            self._session.follow_training(job)
            self._followed = self._session.state.iteration
        else:
            self._session.note_training(job)
        self.progressed.emit(self._progress(job))
        self._hops = 2  # the views are told in the next turn and painted in the one after
        self._painted.start()

    def _on_painted(self) -> None:
        self._hops -= 1
        if self._hops:
            self._painted.start()
        elif self._job is not None:
            self._job.run.gate.release()
            spent_ms = (time.perf_counter() - self._frame_s) * 1000
            # What it took of a processor, without the time in which others had it.
            self.frame_cost_s = time.thread_time() - self._frame_cpu_s
            away = self._neighbour is not None and self._neighbour.is_going
            share = _SHARE_ALONE if away else _SHARE
            rest_ms = self.frame_cost_s * 1000 * (1 / share - 1)
            self._frame.start(round(max(_FRAME_MS - spent_ms, rest_ms, 0)))

    def _on_failed(self) -> None:
        """Stop where an error that nobody expected has ended the job; what was made stays."""
        job, self._job = self._job, None
        self._frame.stop()
        self.progressed.emit(None)
        if job is not None:
            job.run.gate.release()
            self._session.note_training(job)

    def _on_done(self, result: TrainResult) -> None:
        self._job = None
        result.job.run.gate.release()
        self._frame.stop()
        self.progressed.emit(None)
        self._session.accept(result)
        self.ended.emit(result)
