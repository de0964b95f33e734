"""Iterations of a run that are made elsewhere, by the same steps, and taken over bit for bit."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nnviz.engine.errors import NnvizError
from nnviz.engine.orientation import HostArray
from nnviz.engine.run.batches import Batches
from nnviz.engine.run.cursor import Cursor
from nnviz.engine.spec import NetworkSpec
from nnviz.engine.store import NetworkState

if TYPE_CHECKING:
    from nnviz.engine.run.run import Run

# Larger ones go back and forth too slowly, and the steps of large networks need no company.
_LARGEST_STATE, _LARGEST_DATA = 256 * 1024, 100 * 1024 * 1024
_STEPS = 32  # between two looks at the clock; states are kept at multiples of it


@dataclass(frozen=True, slots=True, eq=False)
class Departure:
    """All that is needed to go on with a run elsewhere; plain data that can be sent.

    ``state`` is that before ``iteration``. The state before ``due`` and then before every
    ``stride`` iterations is to be brought back.
    """

    spec: NetworkSpec
    state: NetworkState
    batches: Batches
    iteration: int
    origin: int
    due: int
    stride: int


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """Iterations from ``start`` on: their ``losses`` and, as rows, the states that were due.

    ``front`` is the row after the last one. ``failed``: the next one cannot be made.
    """

    start: int
    losses: HostArray
    states: tuple[tuple[int, HostArray], ...]
    front: HostArray
    failed: bool

    @property
    def end(self) -> int:
        """The iteration after the last one made."""
        return self.start + len(self.losses)


def may_leave(run: "Run") -> bool:
    """Say whether a run is small enough to be worth sending, and trained by NumPy."""
    front, batches = run._front, run.batches
    small = run._row_bytes <= _LARGEST_STATE and batches.X.nbytes <= _LARGEST_DATA
    return small and front.programs.backend.name == "numpy"


def departure_of(run: "Run") -> Departure:
    """Return what is needed to go on with a run elsewhere, from its newest iteration."""
    with run._training:
        front = run._front
        if front.iteration <= run.last_iteration:
            run._catch_up()
        state = front.state()
        with run._keeping:
            due, stride = run._states.next, run._states.stride
        return Departure(run.spec, state, run.batches, front.iteration, run._origin, due, stride)


class Traveller:
    """Goes on from a departure; in whatever process.

    Raises:
        NnvizError: the network cannot be made here.
    """

    def __init__(self, departure: Departure) -> None:
        from nnviz.engine.run.run import _cursor

        self._departure = departure
        self._due = departure.due
        self.cursor: Cursor = _cursor(
            departure.spec, departure.state, departure.batches, departure.iteration
        )

    def go(
        self, until: int, seconds: float, clock: Callable[[], float] = time.perf_counter
    ) -> Made:
        """Make the iterations before ``until``, but for no longer than so many seconds."""
        cursor, begun = self.cursor, clock()
        start, losses = cursor.iteration, list[float]()
        states: list[tuple[int, HostArray]] = []
        failed = False
        while cursor.iteration < until and clock() - begun < seconds:
            past = (cursor.iteration - self._departure.origin) % _STEPS
            try:
                cursor.advance(min(until, cursor.iteration + _STEPS - past), losses)
            except NnvizError:
                failed = True
                break
            if cursor.iteration == self._due:
                states.append((self._due, self._row()))
                self._due += self._departure.stride
        return Made(start, np.array(losses), tuple(states), self._row(), failed)

    def _row(self) -> HostArray:
        row = np.empty(self.cursor.row_size, np.dtype(self._departure.spec.dtype))
        self.cursor.copy(row)
        return row


def adopt(run: "Run", made: Made) -> None:
    """Take over iterations that were made elsewhere; those that the run has by now are left out."""
    with run._training:
        front = run._front
        known = front.iteration
        if made.end <= known:
            return
        if not made.start <= known:
            raise ValueError(f"{made.start} does not follow on {known}")
        for iteration, row in made.states:
            with run._keeping:
                kept = run._states.keep() if iteration == run._states.next else None
                if kept is not None:
                    kept[...] = row
        front.load(made.front, made.end)
        run._note(made.losses[known - made.start :])
