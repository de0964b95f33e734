"""Long work beside the window: immutable jobs on one thread, results by one queued signal."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal


@dataclass(frozen=True, slots=True)
class _Ends:
    """What is called in the window's thread when a job has ended well, or with an error."""

    done: Callable[[Any], None]
    failed: Callable[[], None] | None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came out of a job, on its way home."""

    topic: str
    generation: int
    value: Any
    error: Exception | None
    ends: _Ends


class Worker(QObject):
    """Runs jobs one after another on its single thread.

    A job is a plain function that makes no call into the window. Its answer is handed over in the
    window's own thread. A newer job on the same topic makes the older one stale: its answer is
    dropped, and if it has not begun it never runs.
    """

    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="nnviz-worker")
        self._generations: dict[str, int] = {}
        self._is_closed = False
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    def submit(
        self,
        topic: str,
        job: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[], None] | None = None,
    ) -> None:
        """Run ``job`` soon and call ``done`` with its result, unless it has become stale.

        An error of the job is raised in the window's thread, after ``failed`` has been called: who
        waits for the answer must not wait for ever. Once the worker is closed nothing is begun: a
        window that closes hides its panels, and they may still ask.
        """
        if self._is_closed:
            return
        generation = self.drop(topic)
        self._executor.submit(self._run, topic, generation, job, _Ends(done, failed))

    def drop(self, topic: str) -> int:
        """Make every unfinished job on ``topic`` stale; return the new generation."""
        self._generations[topic] = self._generations.get(topic, 0) + 1
        return self._generations[topic]

    def close(self) -> None:
        """Let the running job end, forget the others and join the thread."""
        for topic in self._generations:
            self.drop(topic)
        self._is_closed = True
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _run(self, topic: str, generation: int, job: Callable[[], Any], ends: _Ends) -> None:
        if self._generations.get(topic) != generation:
            return
        value, error = None, None
        try:
            value = job()
        except Exception as caught:  # handed to the window's own thread, raised there
            error = caught
        self._answered.emit(_Answer(topic, generation, value, error, ends))

    def _on_answered(self, answer: _Answer) -> None:
        if self._generations.get(answer.topic) != answer.generation:
            return
        if answer.error is not None:
            if answer.ends.failed is not None:
                answer.ends.failed()
            raise answer.error
        answer.ends.done(answer.value)
