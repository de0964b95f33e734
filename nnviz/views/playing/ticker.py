"""The one clock of the window: a timer that runs only while something moves."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

_INTERVAL_MS = 16
# After a suspend, a dragged window or a breakpoint the picture goes on where it was.
_LONGEST_S = 0.25


class Ticker(QObject):
    """Measures the time between turns of a precise timer.

    Signals:
        ticked: elapsed seconds since the last tick, measured, never assumed.
    """

    ticked = Signal(float)

    def __init__(
        self, parent: QObject | None = None, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._last_s = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def moving(self) -> bool:
        """Whether the timer runs."""
        return self._timer.isActive()

    def set_moving(self, moving: bool) -> None:
        """Start or stop the timer; starting again while it runs changes nothing."""
        if moving and not self.moving:
            self._last_s = self._clock()
            self._timer.start()
        elif not moving:
            self._timer.stop()

    def tick(self) -> None:
        """Report the time since the last tick."""
        now_s = self._clock()
        elapsed_s = min(max(now_s - self._last_s, 0.0), _LONGEST_S)
        self._last_s = now_s
        self.ticked.emit(elapsed_s)
