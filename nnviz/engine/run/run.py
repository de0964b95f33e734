"""A training run that can be looked at anywhere: states kept on a byte budget, the rest redone.

Iteration ``k`` is the update that follows ``k`` updates. Its trace is made again from the nearest
state before it, bit for bit, so a run of any length stays open to the eye without keeping traces.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nnviz.engine import door, losses
from nnviz.engine.checks import whole_number
from nnviz.engine.message import message
from nnviz.engine.orientation import HostArray
from nnviz.engine.programs import Programs
from nnviz.engine.run.batches import Batches
from nnviz.engine.run.cursor import Cursor
from nnviz.engine.run.gate import Gate
from nnviz.engine.run.states import BUDGET_BYTES, States, Window
from nnviz.engine.spec import NetworkSpec
from nnviz.engine.store import NetworkState
from nnviz.engine.trace import Trace

if TYPE_CHECKING:
    from nnviz.engine.network import Network

_MOST = 10**12
# States at first stand so many iterations apart: one copy then costs little beside the steps, and
# to make those again, little beside a frame.
_STRIDE = 32
# A row that does not stay in the cache costs more to copy than its bytes: half as many of them.
_LARGE_BYTES = 512 * 1024
# Others are let in, and a stop is seen, after so many steps; those of a tiny network are quick.
_FEW, _MANY, _TINY = 16, _STRIDE, 5000
# So many of the states that there is room for stand around the place looked at.
_WINDOW = 8
_REPORTS = 200  # of progress in one go, at most


class Run:
    """The iterations of one network on one set of batches; made by :meth:`Network.run`.

    A run computes with memory of its own: the network that it was made of stays as it is. It may
    be looked at in one thread while another one trains it (:meth:`advance`).

    ``batches`` deals out the samples. ``first`` is the number of the first iteration, else that of
    the state. The iterations before it are those of ``parent``, which this run branched off.

    Raises:
        ShapeError, DataError: the data does not fit the network.
    """

    def __init__(
        self,
        spec: NetworkSpec,
        state: NetworkState,
        batches: Batches,
        *,
        first: int | None = None,
        parent: "Run | None" = None,
        budget_bytes: int = BUDGET_BYTES,
    ) -> None:
        self.spec = spec
        self.batches = batches
        self._origin = state.step if first is None else first
        self._parent = parent
        self._first: int = self._origin if parent is None else parent.first_iteration
        self._front = _cursor(spec, state, batches, self._origin)
        self._viewer: Cursor | None = None
        size = self._front.row_size
        self._row_bytes = size * np.dtype(spec.dtype).itemsize
        self._go = _MANY if self._front.programs.store.size < _TINY else _FEW
        self._budget_bytes = budget_bytes
        most, close = self._shares(budget_bytes)
        stride = _STRIDE if self._row_bytes < _LARGE_BYTES else 2 * _STRIDE
        self._states = States(self._origin, size, spec.dtype, most, stride)
        self._window = Window(close, size, spec.dtype)
        self._losses = np.empty(64)
        self._n_losses = 0
        self._seen_losses: npt.NDArray[np.float64] | None = None
        self._stopped = False
        self.gate = Gate()  # for a thread that trains beside others
        self._training = threading.RLock()  # the front and the losses
        self._keeping = threading.Lock()  # the states kept
        self._looking = threading.Lock()  # the viewer and its window
        self._keep()
        if parent is not None:
            self._note(parent.losses[: self._origin - self._first])

    @property
    def first_iteration(self) -> int:
        """The oldest iteration that can be looked at."""
        return self._first

    @property
    def origin(self) -> int:
        """The iteration with which this run itself begins; those before are another run's."""
        return self._origin

    @property
    def last_iteration(self) -> int:
        """The last iteration that has been run (one less than the first, before that)."""
        return self._first + self._n_losses - 1

    @property
    def losses(self) -> npt.NDArray[np.float64]:
        """The loss of each iteration from the first on, read-only.

        It is the same array until one is added.
        """
        # The count is read before the array: another thread may be adding.
        seen, count = self._seen_losses, self._n_losses
        if seen is None or len(seen) != count:
            seen = self._losses[:count]
            seen.flags.writeable = False
            self._seen_losses = seen
        return seen

    @property
    def kept_iterations(self) -> range:
        """The iterations whose states are kept; those between are computed again when wanted."""
        return self._states.iterations

    def advance(
        self, n_iterations: int, on_progress: Callable[[int, float], object] | None = None
    ) -> int:
        """Train on for so many iterations, and return how many were made.

        ``on_progress(iteration, loss)`` is called with the iteration just made, up to 200 times in
        one go; if it returns False, training stops there. Calling this again goes on to the same
        bits as if there had been no stop. In a thread other than the main one it lets the others
        in every few milliseconds.

        Raises:
            SpecError: ``n_iterations`` is no whole number from 0 on.
            DivergenceError: a value stopped being finite. The run keeps all iterations before and
                the last good state, and stays usable.
        """
        what = message("The number of iterations")
        count = whole_number(what, n_iterations, at_least=0, at_most=_MOST)
        every = count if on_progress is None else max(1, count // _REPORTS)
        begun = self.last_iteration + 1
        end, yields = begun + count, _beside_others()
        self.gate.enter()
        self._stopped = False
        report = begun + every
        while (reached := self.last_iteration + 1) < end and not self._stopped:
            if yields:
                self.gate.let_others_in()
            reached = self._train(min(end, max(report, reached + 1)))
            if on_progress is not None and reached >= min(report, end):
                report += every
                loss = float(self._losses[reached - 1 - self._first])
                if on_progress(reached - 1, loss) is False:
                    break
        return self.last_iteration + 1 - begun

    def stop(self) -> None:
        """End the :meth:`advance` that is under way, in whatever thread, within a few steps."""
        self._stopped = True
        self.gate.release()

    def trace(self, iteration: int) -> Trace:
        """Return everything of one iteration, training up to it if need be.

        Raises:
            SpecError: the run has no such iteration.
            DivergenceError: a value stops being finite on the way; the run stays usable.
        """
        run = self.owner(iteration)
        with run._at(iteration) as cursor:
            trace = cursor.record()
            if cursor is run._front:
                run._note([trace.loss])
                run._keep()
            return trace

    def state(self, iteration: int) -> NetworkState:
        """Return the state before this iteration's update, training up to it if need be.

        Raises:
            SpecError, DivergenceError: as :meth:`trace`.
        """
        with self.owner(iteration)._at(iteration) as cursor:
            return cursor.state()

    def parameters(self, iteration: int) -> dict[str, HostArray]:
        """Return the parameters before this iteration's update, training up to it if need be.

        Raises:
            SpecError, DivergenceError: as :meth:`trace`.
        """
        with self.owner(iteration)._at(iteration) as cursor:
            return cursor.programs.store.parameters()

    def network(self, iteration: int | None = None) -> "Network":
        """Return a network as it is before this iteration, else after the last one.

        Raises:
            SpecError, DivergenceError: as :meth:`trace`.
        """
        from nnviz.engine.network import Network

        wanted = self.last_iteration + 1 if iteration is None else iteration
        run = self.owner(wanted)
        network = Network.from_spec(run.spec)
        network.restore(run.state(wanted))
        return network

    def learning_rate(self, iteration: int) -> float:
        """Return the learning rate that the optimizer has in an iteration, run or not.

        Raises:
            SpecError: the iteration is before the first one.
        """
        return self.owner(iteration)._front.learning_rate(iteration)

    def twin(self) -> Cursor:
        """Return a cursor with memory of its own, for :meth:`bring`."""
        return self._front.twin()

    def bring(self, cursor: Cursor, iteration: int) -> None:
        """Bring a :meth:`twin` before an iteration of this run itself that has been made.

        Raises:
            SpecError: it has not been made.
        """
        what = message("The iteration")
        whole_number(what, iteration, at_least=self._origin, at_most=self.last_iteration)
        with self._keeping:
            start, row = self._states.before(iteration)
            if not start <= cursor.iteration <= iteration:
                cursor.load(row, start)
        cursor.advance(iteration, [])

    def branch(self, iteration: int, network: "Network", batches: Batches | None = None) -> "Run":
        """Return a run that is this one before ``iteration``, and another network from then on.

        ``network`` is as it begins that iteration; its batches are these if there are no others.

        Raises:
            SpecError: this run has not come as far, or begins later.
            ShapeError, DataError: the data does not fit the network.
        """
        if iteration <= self._origin and self._parent is not None:
            return self._parent.branch(iteration, network, batches)
        self._require(iteration, self.last_iteration + 1)
        return Run(
            network.spec,
            network.state(),
            batches or self.batches,
            first=iteration,
            parent=self,
            budget_bytes=self._budget_bytes,
        )

    def limit(self, budget_bytes: int) -> None:
        """Make do with this much room for states from now on, or have so much."""
        self._budget_bytes = budget_bytes
        most, close = self._shares(budget_bytes)
        with self._keeping:
            self._states.limit(most)
        with self._looking:
            self._viewer = None
            self._window = Window(close, self._front.row_size, self.spec.dtype)

    def owner(self, iteration: int) -> "Run":
        """Return the run, this one or one that it branched off, to which an iteration belongs."""
        self._require(iteration, _MOST)
        run = self
        while iteration < run._origin and run._parent is not None:
            run = run._parent
        return run

    def _require(self, iteration: int, at_most: int) -> None:
        what = message("The iteration")
        whole_number(what, iteration, at_least=self._first, at_most=at_most)

    @contextmanager
    def _at(self, iteration: int) -> Iterator[Cursor]:
        """Hand out a cursor that stands before an iteration of this run itself."""
        if iteration > self.last_iteration:
            with self._training:
                while self._front.iteration < iteration:
                    self._train(iteration)
                if self._front.iteration == iteration:
                    yield self._front
                    return
        with self._looking:
            yield self._looked_at(iteration)

    def _train(self, until: int) -> int:
        """Train a few steps on, not past ``until``; return before which iteration that ended."""
        with self._training:
            front = self._front
            if front.iteration <= self.last_iteration:
                self._catch_up()
            room = self._go - (front.iteration - self._origin) % self._go
            losses: list[float] = []
            try:
                front.advance(min(until, front.iteration + room), losses)
            finally:
                self._note(losses)
                self._keep()
            return front.iteration

    def _catch_up(self) -> None:
        """Bring the front of a run that was read from a file behind its last iteration."""
        self._front.advance(self.last_iteration + 1, [])

    def _keep(self) -> None:
        """Keep the state of the front if it is due."""
        if self._front.iteration % _STRIDE != self._origin % _STRIDE:
            return
        with self._keeping:
            due = self._front.iteration == self._states.next
            row = self._states.keep() if due else None
            if row is not None:
                self._front.copy(row)

    def _note(self, losses: Sequence[float] | npt.NDArray[np.float64]) -> None:
        """Remember the losses of the next iterations."""
        count = self._n_losses + len(losses)
        if count > len(self._losses):
            longer = np.empty(2 * count)
            longer[: self._n_losses] = self._losses[: self._n_losses]
            self._losses = longer
        self._losses[self._n_losses : count] = losses
        self._n_losses = count  # last: another thread may be reading

    def _looked_at(self, iteration: int) -> Cursor:
        """Bring the viewer before an iteration that has been run."""
        if self._viewer is None:
            self._viewer = self._front.twin()
        viewer, window = self._viewer, self._window
        with self._keeping:
            far, row = self._states.before(iteration)
            window.open(far, self._states.stride)
            start, row = max((far, row), window.before(iteration) or (far, row), key=_iteration)
            if not start <= viewer.iteration <= iteration:
                viewer.load(row, start)
        lost: list[float] = []
        while True:
            due = window.next
            if viewer.iteration == due:
                viewer.copy(window.keep())
            elif viewer.iteration == iteration:
                return viewer
            else:
                ahead = due is not None and viewer.iteration < due < iteration
                viewer.advance(due if ahead and due is not None else iteration, lost)

    def _shares(self, budget_bytes: int) -> tuple[int, int]:
        """Return how many states there is room for all along the run, and in the window."""
        room = max(1, budget_bytes // self._row_bytes)
        close = min(_WINDOW, room // 4)
        return room - close, close

    def __repr__(self) -> str:
        iterations = f"iterations {self._first} to {self.last_iteration}"
        return f"<Run on {self.batches.n_samples} samples, {iterations}>"


def _iteration(state: tuple[int, HostArray]) -> int:
    return state[0]


def _cursor(spec: NetworkSpec, state: NetworkState, batches: Batches, iteration: int) -> Cursor:
    """Return a cursor with memory of its own, standing at a state."""
    programs = Programs.of(spec)
    programs.store.restore(state)
    dtype = np.dtype(spec.dtype)
    X = door.samples("X", batches.X, spec.n_in, dtype)
    Y = losses.get(spec.loss).target(batches.Y, len(X), spec.n_out, dtype)
    return Cursor(programs, replace(batches, X=X, Y=Y), iteration)


def _beside_others() -> bool:
    return threading.current_thread() is not threading.main_thread()
