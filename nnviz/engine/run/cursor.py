"""The memory of a network before some iteration, and the steps that lead on from there."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from nnviz.engine.orientation import HostArray
from nnviz.engine.program import Program
from nnviz.engine.programs import Programs
from nnviz.engine.recorder import record
from nnviz.engine.run.batches import Batches
from nnviz.engine.store import NetworkState
from nnviz.engine.trace import Trace

# Smaller batches are taken out of the data many at a time: for them the call costs more than the
# copying, while large ones are better copied once only.
_SMALL_BYTES = 16_384
# One batch after another until so many are taken out: the loop that calls this is not asked more.
_AT_ONCE = 256


class Cursor:
    """A network's programs, standing before ``iteration``, with the batches to go on.

    The arrays of ``batches`` are checked and of the dtype of the network.
    """

    def __init__(self, programs: Programs, batches: Batches, iteration: int) -> None:
        xp = programs.backend.xp
        self.iteration = iteration
        self.programs = programs
        self._batches = batches
        self._X, self._Y = (xp.ascontiguousarray(xp.asarray(a)) for a in (batches.X, batches.Y))
        self._on_device = replace(batches, X=self._X, Y=self._Y)
        self._size = min(batches.batch_size, batches.n_samples)
        self._small = self._size * self._X[0].nbytes <= _SMALL_BYTES
        self._kept = programs.store.kept
        # A run counts on where a network with another optimizer begins to count anew.
        self._ahead = programs.store.step - iteration
        self._pass, self._order = -1, np.arange(0)

    @property
    def row_size(self) -> int:
        """How many numbers a state has."""
        return int(self._kept.size)

    @property
    def ahead(self) -> int:
        """By how much the step count of the network is ahead of the iteration."""
        return self._ahead

    def learning_rate(self, iteration: int) -> float:
        """Return the learning rate of an iteration."""
        return self.programs.store.learning_rate(iteration + self._ahead)

    def twin(self) -> "Cursor":
        """Return a cursor with memory of its own, to be loaded with a state of this one."""
        twin = Cursor(Programs.of(self.programs.spec), self._on_device, iteration=-1)
        twin._ahead = self._ahead
        return twin

    def copy(self, row: HostArray) -> None:
        """Copy the state into a row of host memory."""
        self.programs.backend.copy_to_host(self._kept, row)

    def load(self, row: HostArray, iteration: int) -> None:
        """Go to the state that was copied before ``iteration``."""
        self.programs.store.load_kept(row, iteration + self._ahead)
        self.iteration = iteration

    def state(self) -> NetworkState:
        """Return a copy of the state."""
        return self.programs.store.state()

    def advance(self, until: int, losses: list[float]) -> None:
        """Make the steps before ``until``, and append the loss of each.

        Raises:
            DataError: a batch is not finite; the cursor stands before it.
            DivergenceError: a value stopped being finite; the cursor stands before that step.
        """
        before = len(losses)
        try:
            while (start := self.iteration + len(losses) - before) < until:
                self._stretch(start, until, losses.append)
        finally:
            self.iteration += len(losses) - before

    def record(self) -> Trace:
        """Make one step and return everything of it.

        Raises:
            DataError, DivergenceError: as :meth:`advance`.
        """
        rows = self._rows(self.iteration, self.iteration + 1)
        program = self.programs.get(rows.shape[1])
        program.load_rows(self._X, self._Y, rows[0])
        with program.quiet():
            trace = record(program)
        self.iteration += 1
        return trace

    def _stretch(self, start: int, until: int, note: Callable[[float], None]) -> None:
        """Make the next steps whose batches are of one size and from one pass."""
        if self._batches.whole:
            program = self.programs.get(self._size)
            program.load(self._X, self._Y)
            with program.quiet():
                step = program.step
                for _ in range(until - start):
                    note(step())
            return
        rows = self._rows(start, min(until, start + _AT_ONCE))
        program = self.programs.get(rows.shape[1])
        with program.quiet():
            for _ in self._loaded(program, rows):
                note(program.step())

    def _loaded(self, program: Program, rows: HostArray) -> Iterator[None]:
        """Load one batch after another."""
        X, Y, xp = self._X, self._Y, self.programs.backend.xp
        places = xp.asarray(rows)
        if self._small:
            taken = (xp.take(array, places, axis=0) for array in (X, Y))
            for inputs, targets in zip(*taken, strict=True):
                program.load(inputs, targets)
                yield
        else:
            for chosen in places:
                program.load_rows(X, Y, chosen)
                yield

    def _rows(self, start: int, until: int) -> HostArray:
        """Return the samples of the next batches of one size and pass, a batch in each row."""
        which, place = self._batches.place(start)
        if which != self._pass:
            self._pass, self._order = which, self._batches.order(which)
        size = self._size
        whole_batches = len(self._order) // size
        if place == whole_batches:
            return self._order[None, place * size :]
        stop = min(whole_batches, place + until - start)
        return self._order[place * size : stop * size].reshape(stop - place, size)
