"""How far the reading of a file has come, told to whoever waits for it, who may also end it."""

from collections.abc import Callable
from typing import TypeAlias

# Called with the share of the work done, 0 to 1; returns False to end the reading.
Progress: TypeAlias = Callable[[float], bool]


class Cancelled(Exception):  # noqa: N818 - what was asked for is no error
    """The reading was ended by the one who waited for it."""


class Reporter:
    """Tells a file's progress at most some hundred times."""

    def __init__(self, progress: Progress | None = None, total_bytes: int = 0) -> None:
        self._progress = progress
        self._total = max(total_bytes, 1)
        self._step = max(self._total // 200, 64 * 1024)
        self._next = 0

    def at(self, done_bytes: int, first: float = 0.0, last: float = 1.0) -> None:
        """Say that so many bytes are done; they stand for the share from ``first`` to ``last``.

        Raises:
            Cancelled: the reading is to end.
        """
        if self._progress is None or done_bytes < self._next:
            return
        self._next = done_bytes + self._step
        share = min(done_bytes / self._total, 1.0)
        if not self._progress(first + (last - first) * share):
            raise Cancelled

    def again(self) -> None:
        """Begin from the first byte once more."""
        self._next = 0
