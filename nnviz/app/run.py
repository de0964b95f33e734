"""A training run that can be looked at anywhere: states kept on a byte budget, the rest redone.

Iteration ``k`` is the update that follows ``k`` updates. Its trace is made again from the state
before it, bit for bit, so a run of any length stays open to the eye without keeping its traces.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from nnviz.app.batches import Batches
from nnviz.app.checkpoints import BUDGET_BYTES, Checkpoints
from nnviz.app.jobs import TrainJob, TrainResult
from nnviz.engine import Network, NetworkState, Trace
from nnviz.engine.orientation import HostArray


class TrainingRun:
    """The iterations of one network on one set of batches, from ``origin`` on.

    ``network`` is in the state before iteration ``origin``; from then on it belongs to the run.
    The iterations before ``origin`` are those of ``parent``, the run that this one branched off.
    """

    def __init__(
        self,
        network: Network,
        batches: Batches,
        origin: int = 0,
        parent: "TrainingRun | None" = None,
        budget_bytes: int = BUDGET_BYTES,
    ) -> None:
        state = network.state()
        self.batches = batches
        self.origin = origin
        self._network = network
        self._parent = parent
        self._kept = Checkpoints(origin, state, budget_bytes)
        self._near = (origin, state)  # the state last reached: the next one is usually wanted next
        self._losses = np.empty(max(64, 2 * origin))
        self._n_losses = origin
        self._seen_losses: npt.NDArray[np.float64] | None = None
        if parent is not None:
            self._losses[:origin] = parent.losses[:origin]

    @property
    def losses(self) -> npt.NDArray[np.float64]:
        """The loss of each iteration so far, read-only; the same array until one is added."""
        if self._seen_losses is None:
            self._seen_losses = self._losses[: self._n_losses]
            self._seen_losses.flags.writeable = False
        return self._seen_losses

    @property
    def last_iteration(self) -> int:
        """The last iteration that has been run (``origin`` - 1 before the first)."""
        return self._n_losses - 1

    def trace(self, iteration: int) -> Trace:
        """Return everything of one iteration, training up to it if need be.

        Raises:
            DivergenceError: a value stops being finite on the way; the run stays usable.
        """
        if iteration < self.origin and self._parent is not None:
            return self._parent.trace(iteration)
        self._network.restore(self._state(iteration))
        trace = self._network.trace_step(*self.batches.at(iteration))
        self._note(iteration, trace.loss)
        self._near = (iteration + 1, self._network.state())
        return trace

    def parameters(self, iteration: int) -> Mapping[str, HostArray]:
        """Return the parameters before this iteration's update."""
        if iteration < self.origin and self._parent is not None:
            return self._parent.parameters(iteration)
        self._network.restore(self._state(iteration))
        return dict(self._network.parameters)

    def state(self, iteration: int) -> NetworkState:
        """Return the state before this iteration's update."""
        if iteration < self.origin and self._parent is not None:
            return self._parent.state(iteration)
        return self._state(iteration)

    def branch(self, network: Network, batches: Batches, iteration: int) -> "TrainingRun":
        """Return a run that is this one before ``iteration`` and another network from then on."""
        if iteration <= self.origin and self._parent is not None:
            return self._parent.branch(network, batches, iteration)
        return TrainingRun(network, batches, origin=iteration, parent=self)

    def limit(self, budget_bytes: int) -> None:
        """Make do with this much room for states."""
        self._kept.limit(budget_bytes)

    def job(self, until: int) -> TrainJob:
        """Return the work of training on, so that the trace of ``until`` is at hand."""
        start = max(self.last_iteration + 1, self.origin)
        return TrainJob(self, self._network.spec, self.batches, start, until, self._state(start))

    def accept(self, result: TrainResult) -> None:
        """Take over what a job has trained."""
        for place, loss in enumerate(result.losses):
            self._note(result.job.start + place, float(loss))
        for iteration, state in result.states.items():
            if self._kept.wants(iteration):
                self._kept.keep(iteration, state)
        if result.states:
            self._near = max(result.states.items())

    def _state(self, iteration: int) -> NetworkState:
        """Return the state before an iteration of this run itself, training up to it."""
        start, state = self._kept.before(iteration)
        if start < self._near[0] <= iteration:
            start, state = self._near
        if start == iteration:
            return state
        self._network.restore(state)
        for k in range(start, iteration):
            self._note(k, self._network.train_step(*self.batches.at(k)))
            if self._kept.wants(k + 1):
                self._kept.keep(k + 1, self._network.state())
        self._near = (iteration, self._network.state())
        return self._near[1]

    def _note(self, iteration: int, loss: float) -> None:
        """Remember the loss of the next iteration; those before are known."""
        if iteration != self._n_losses:
            return
        if iteration == len(self._losses):
            self._losses = np.concatenate([self._losses, np.empty_like(self._losses)])
        self._losses[iteration] = loss
        self._n_losses += 1
        self._seen_losses = None
