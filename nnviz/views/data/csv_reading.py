"""Reading a file beside the window: how far it is, an end to it, and what came of it."""

from dataclasses import dataclass
from threading import Event

from PySide6.QtCore import QObject, Qt, Signal

from nnviz.app import data
from nnviz.app.experiment import DataSpec
from nnviz.engine.datasets.reading import Cancelled
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message, message
from nnviz.views.window.worker import Worker


@dataclass(frozen=True, slots=True)
class _Read:
    """What came of a reading: so many samples, or why there are none (None: it was ended)."""

    n_samples: int
    problem: Message | None = None


class CsvReading(QObject):
    """Reads one file at a time in a thread of its own.

    Signals:
        progressed: which share of the file has been read, 0 to 100.
        done: the number of samples; the data are at hand now.
        failed: the sentence that says what is wrong, and where.
        ended: the person has ended it.
    """

    progressed = Signal(int)
    done = Signal(int)
    failed = Signal(object)
    ended = Signal()
    _told = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker(self)
        self._stop = Event()
        self._told.connect(self.progressed, Qt.ConnectionType.QueuedConnection)

    def start(self, spec: DataSpec) -> None:
        """Begin to read."""
        self._stop = stop = Event()

        def progress(share: float) -> bool:
            self._told.emit(round(100 * share))
            return not stop.is_set()

        def job() -> _Read:
            try:
                found = data.raw(spec, progress)
                data.parts(spec)
            except Cancelled:
                return _Read(0)
            except NnvizError as error:
                return _Read(0, error.message)
            except MemoryError:
                return _Read(0, message("The file does not fit into the memory of this machine."))
            return _Read(found.n_samples)

        self._worker.submit("csv", job, self._on_read, self.ended.emit)

    def cancel(self) -> None:
        """End the reading; nothing comes of it."""
        self._stop.set()

    def close(self) -> None:
        """End the reading and its thread."""
        self.cancel()
        self._worker.close()

    def _on_read(self, read: _Read) -> None:
        if read.problem is not None:
            self.failed.emit(read.problem)
        elif read.n_samples:
            self.done.emit(read.n_samples)
        else:
            self.ended.emit()
