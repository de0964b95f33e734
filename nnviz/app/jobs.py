"""Long training as an immutable job: a plain function of plain data that runs in any thread.

Nothing here calls into a window or touches the run that made the job; the result is handed back
to the session, which drops it if the document has changed meanwhile.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass

from nnviz.app.batches import Batches
from nnviz.app.checkpoints import Checkpoints
from nnviz.engine import Network, NetworkState
from nnviz.engine.errors import DivergenceError
from nnviz.engine.message import Message
from nnviz.engine.spec import NetworkSpec

_REPORTS = 200  # progress reports in one job, at most


@dataclass(frozen=True, slots=True, eq=False)
class TrainJob:
    """Train from the state before iteration ``start`` to the state before ``until``.

    ``token`` is whatever the result belongs to; it is only ever compared.
    """

    token: object
    spec: NetworkSpec
    batches: Batches
    start: int
    until: int
    state: NetworkState


@dataclass(frozen=True, slots=True)
class TrainProgress:
    """How far a job has come."""

    iteration: int
    until: int
    loss: float


@dataclass(frozen=True, slots=True, eq=False)
class TrainResult:
    """The losses from ``job.start`` on, and states by iteration, the last one reached included.

    ``problem`` says why it ended early, if a value stopped being finite.
    """

    job: TrainJob
    losses: tuple[float, ...]
    states: Mapping[int, NetworkState]
    problem: Message | None = None

    @property
    def reached(self) -> int:
        """The iteration before which the job ended."""
        return self.job.start + len(self.losses)


def complete(
    job: TrainJob,
    progress: Callable[[TrainProgress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> TrainResult:
    """Run a job to its end, or until ``cancelled`` says so; the result is what was done by then.

    Both callables are called in the thread that runs the job.
    """
    work = train(job, cancelled)
    while True:
        try:
            progress(next(work))
        except StopIteration as end:
            result: TrainResult = end.value
            return result


def train(
    job: TrainJob, cancelled: Callable[[], bool] = lambda: False
) -> Generator[TrainProgress, None, TrainResult]:
    """Yield progress now and then; the generator returns the result."""
    network = Network.from_spec(job.spec)
    network.restore(job.state)
    losses: list[float] = []
    kept = Checkpoints(job.start, job.state)
    problem: Message | None = None
    every = max(1, (job.until - job.start) // _REPORTS)
    for iteration in range(job.start, job.until):
        if cancelled():
            break
        try:
            losses.append(network.train_step(*job.batches.at(iteration)))
        except DivergenceError as error:
            problem = error.message
            break
        if kept.wants(iteration + 1):
            kept.keep(iteration + 1, network.state())
        if (iteration - job.start) % every == 0:
            yield TrainProgress(iteration + 1, job.until, losses[-1])
    return TrainResult(job, tuple(losses), kept.states, problem)
