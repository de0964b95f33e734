"""Has the run on the stage measured beside the window, while somebody looks."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from nnviz.app.measures import Measures, Meter
from nnviz.app.measures.meter import View
from nnviz.app.measures.metering import MeterResult, complete
from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message
from nnviz.views.window.worker import Worker

_TOPIC = "measures"
_BUDGET_S = 0.05  # of one job: others wait for the same thread
# While a run is trained, measuring takes no more than a tenth of the time.
_REST, _LONGEST_S = 9.0, 1.0


class Metering(QObject):
    """Measures for all plots that are seen; for none, nothing is measured.

    Signals:
        known: more has been measured.
    """

    known = Signal()

    def __init__(
        self, worker: Worker, is_training: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._worker = worker
        self._is_training = is_training
        self._meter = Meter()
        self._viewers: dict[object, View | None] = {}
        self._state: ViewState | None = None
        self._busy = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._next)

    @property
    def measures(self) -> Measures:
        """What is known by now."""
        return self._meter.measures

    @property
    def problem(self) -> Message | None:
        """Why nothing can be measured, or None."""
        return self._meter.problem

    def look(self, viewer: object, view: View | None) -> None:
        """Measure for a viewer, who looks at a part of the run (None: at all of it)."""
        self._viewers[viewer] = view
        self._next()

    def look_away(self, viewer: object) -> None:
        """Measure for this viewer no more."""
        self._viewers.pop(viewer, None)

    def close(self) -> None:
        """Measure no more."""
        self._viewers.clear()
        self._pause.stop()

    def show(self, state: ViewState) -> None:
        """Turn to the run on the stage."""
        self._state = state
        self._next()

    def _next(self) -> None:
        if not self._viewers or self._state is None or self._state.course is None:
            return
        # First of all: what is known of another run is never shown for this one.
        self._meter.turn_to(self._state.course, self._state.experiment.data)
        if self._busy or (self._pause.isActive() and self._is_training()):
            return
        self._pause.stop()
        view = next((view for view in self._viewers.values() if view is not None), None)
        now = None if self._is_training() else self._state.iteration
        job = self._meter.job(view, now, _BUDGET_S)
        if job is not None:
            self._busy = True
            self._worker.submit(_TOPIC, lambda: complete(job), self._on_done, self._on_failed)

    def _on_failed(self) -> None:
        self._busy = False

    def _on_done(self, result: MeterResult) -> None:
        self._busy = False
        if self._meter.accept(result):
            self.known.emit()
        rest = min(result.spent_s * _REST, _LONGEST_S) if self._is_training() else 0.0
        self._pause.start(round(rest * 1000))
