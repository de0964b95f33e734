"""Long training as a job: plain data and a plain function that may be called in any thread.

Nothing here calls into a window. The run that is trained may be looked at meanwhile; how far it
came is told to the session, which does not care if another document is open by then.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from nnviz.app.goals import Goal, Reached, Watch, not_reached
from nnviz.app.measures.measure import Held
from nnviz.app.neighbour import Neighbour
from nnviz.engine.errors import DivergenceError
from nnviz.engine.message import Message, message
from nnviz.engine.run import Run
from nnviz.scene.numbers import grouped

COUNTS = (1, 10, 100, 1000)  # of iterations that are offered to be trained in one go
PACES = (1, 10, 100, 1000)  # iterations a second that are offered, besides as many as there can be
MOST = 10_000_000  # iterations in one go: their losses are kept, every one
# Between two looks at whether to stop: long enough that looking costs nothing.
_STRETCH_S = 0.008
_LASTS_S = 0.4  # from then on another interpreter is worth its while
_PACED_S = 0.02  # at a set pace there is a rest this often, if it is slow enough


@dataclass(frozen=True, slots=True, eq=False)
class TrainJob:
    """Train ``run`` until it stands before iteration ``until``, and a rival in step with it.

    ``goal`` ends it sooner; it is judged by the samples ``held``. ``pace`` is how many iterations
    are made in a second, None for as many as can be. An ``endless`` one is to go on until it is
    stopped: that it ends all the same is said.
    """

    run: Run
    until: int
    rival: Run | None = None
    goal: Goal | None = None
    held: Held | None = None
    pace: float | None = None
    endless: bool = False


@dataclass(frozen=True, slots=True)
class TrainProgress:
    """How far a job has come: it stands before ``iteration``.

    ``begun`` is where it began, ``seconds`` how long ago.
    """

    iteration: int
    until: int
    loss: float
    begun: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class TrainResult:
    """The iteration before which the job ended.

    ``problem`` says why it ended early, if a value stopped being finite. ``goal`` is where the goal
    was reached, ``remark`` what there is to be said.
    """

    job: TrainJob
    reached: int
    problem: Message | None = None
    goal: Reached | None = None
    remark: Message | None = None


def complete(
    job: TrainJob,
    progress: Callable[[TrainProgress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    rest: Callable[[float], object] = time.sleep,
    neighbour: Neighbour | None = None,
) -> TrainResult:
    """Run a job to its end, or until ``cancelled`` says so; the result says how far it came.

    All is called in the thread that runs the job: ``progress`` after each stretch of some
    milliseconds, ``rest`` to wait for so many seconds. A job that lasts goes on in the
    ``neighbour``, to the same bits.
    """
    run, problem, reached = job.run, None, None
    begun = run.last_iteration + 1
    watch = None
    if job.goal is not None and job.held is not None:
        watch = Watch(job.goal, run, job.held)
    stretch = _Stretch(job.pace, rest, neighbour)
    while run.last_iteration + 1 < job.until and reached is None and not cancelled():
        end = job.until if watch is None or watch.until is None else min(job.until, watch.until)
        try:
            stretch.make(run, end)
        except DivergenceError as error:
            problem = error.message
            break
        _keep_up(job.rival, run.last_iteration)
        reached = None if watch is None else watch.look()
        loss = float(run.losses[-1])
        progress(TrainProgress(run.last_iteration + 1, job.until, loss, begun))
    if neighbour is not None:
        neighbour.rest()
    made_all = watch is not None and run.last_iteration + 1 >= job.until and reached is None
    remark = not_reached(run.last_iteration + 1 - begun) if made_all else None
    if job.endless and run.last_iteration + 1 >= job.until:
        remark = ended_by_itself(run.last_iteration + 1 - begun)
    return TrainResult(job, run.last_iteration + 1, problem, reached,
                       reached.text if reached else remark)  # fmt: skip


class _Stretch:
    """Makes as many iterations at a time as take some milliseconds, or as the pace wants."""

    def __init__(
        self,
        pace: float | None,
        rest: Callable[[float], object],
        neighbour: Neighbour | None = None,
    ) -> None:
        self._pace = pace
        self._rest = rest
        self._neighbour = neighbour if pace is None else None
        self._begun = time.perf_counter()
        self._count = 1 if pace is None else max(1, round(pace * _PACED_S))
        self._due = time.perf_counter()

    def make(self, run: Run, until: int) -> None:
        """Train on, but not past ``until``."""
        begun = time.perf_counter()
        if self._neighbour is not None and begun - self._begun > _LASTS_S:
            self._neighbour.start()
            if self._neighbour.takes(run) and self._neighbour.make(run, until):
                return
        count = min(self._count, until - run.last_iteration - 1)
        run.advance(count)
        if self._pace is None:
            self._adapt(time.perf_counter() - begun)
        else:
            # No faster later on because something took long once.
            self._due = max(self._due, begun) + count / self._pace
            self._rest(max(0.0, self._due - time.perf_counter()))

    def _adapt(self, spent_s: float) -> None:
        if spent_s < _STRETCH_S / 2:
            self._count *= 2
        elif spent_s > 2 * _STRETCH_S:
            self._count = max(1, self._count // 2)


def _keep_up(rival: Run | None, iteration: int) -> None:
    """Train the rival through an iteration too; one that cannot go on stays where it is."""
    if rival is None or rival.last_iteration >= iteration:
        return
    with suppress(DivergenceError):  # whoever looks at it there is told
        rival.advance(iteration - rival.last_iteration)


def ended_by_itself(count: int) -> Message:
    """Return what is said when training that one meant to stop oneself has ended before."""
    return message(
        "Training has stopped by itself after {count} iterations, the most that are made in one "
        "go. Start it again to go on from here.",
        count=grouped(count),
    )


def more(count: int) -> Message:
    """Return what it is called to train so many iterations on."""
    return Message(
        "{number} iteration more",
        {"number": grouped(count)},
        plural="{number} iterations more",
        count=count,
    )
