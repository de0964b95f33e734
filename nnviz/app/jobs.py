"""Long training as a job: plain data and a plain function that may be called in any thread.

Nothing here calls into a window. The run that is trained may be looked at meanwhile; how far it
came is told to the session, which does not care if another document is open by then.
"""

from collections.abc import Callable
from dataclasses import dataclass

from nnviz.engine.errors import DivergenceError
from nnviz.engine.message import Message
from nnviz.engine.run import Run
from nnviz.scene.numbers import grouped

COUNTS = (1, 10, 100, 1000)  # of iterations that are offered to be trained in one go


@dataclass(frozen=True, slots=True, eq=False)
class TrainJob:
    """Train ``run`` until it stands before iteration ``until``."""

    run: Run
    until: int


@dataclass(frozen=True, slots=True)
class TrainProgress:
    """How far a job has come: it stands before ``iteration``."""

    iteration: int
    until: int
    loss: float


@dataclass(frozen=True, slots=True, eq=False)
class TrainResult:
    """The iteration before which the job ended.

    ``problem`` says why it ended early, if a value stopped being finite.
    """

    job: TrainJob
    reached: int
    problem: Message | None = None


def complete(
    job: TrainJob,
    progress: Callable[[TrainProgress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> TrainResult:
    """Run a job to its end, or until ``cancelled`` says so; the result says how far it came.

    Both callables are called in the thread that runs the job, up to 200 times.
    """
    run, problem = job.run, None

    def on_progress(iteration: int, loss: float) -> bool:
        progress(TrainProgress(iteration + 1, job.until, loss))
        return not cancelled()

    if not cancelled():
        try:
            run.advance(max(0, job.until - run.last_iteration - 1), on_progress)
        except DivergenceError as error:
            problem = error.message
    return TrainResult(job, run.last_iteration + 1, problem)


def more(count: int) -> Message:
    """Return what it is called to train so many iterations on."""
    return Message(
        "{number} iteration more",
        {"number": grouped(count)},
        plural="{number} iterations more",
        count=count,
    )
