"""What is known of a run by now, and what is to be measured next."""

from dataclasses import dataclass, replace

from nnviz.app.experiment import DataSpec
from nnviz.app.measures.course import Course, owners
from nnviz.app.measures.grid import places
from nnviz.app.measures.measure import Gauge, Held, Measure
from nnviz.app.measures.metering import MeterJob, MeterResult
from nnviz.app.measures.series import Measures
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message
from nnviz.engine.run import Run

_MOST_KNOWN = 1500  # measures of one run; the oldest that nobody wants go


@dataclass(frozen=True, slots=True)
class View:
    """The iterations that are looked at, from the first to the last."""

    start: int
    stop: int


class Meter:
    """Knows the measures of the run on the stage; another run begins anew.

    A run that branched off another keeps what was measured before the branching. Used in one
    thread; only the jobs that it hands out are done in another.
    """

    def __init__(self) -> None:
        self._course: Course | None = None
        self._data: DataSpec | None = None
        self._gauge: Gauge | None = None
        self._known: dict[int, Measure] = {}
        self._measures = Measures()
        self.problem: Message | None = None

    @property
    def measures(self) -> Measures:
        """What is known by now; the same object until more is."""
        return self._measures

    def turn_to(self, course: Course, data: DataSpec) -> None:
        """Measure this run from now on."""
        if self._course is not None and course.run is self._course.run:
            self._course = course
            return
        self._known = self._still(course.run, data)
        self._course, self._data, self.problem = course, data, None
        self._measures = self._made()
        try:
            self._gauge = Gauge(course.run, Held.of(data, course.run.spec))
        except NnvizError as error:
            self._gauge, self.problem = None, error.message

    def wanted(self, view: View | None, now: int | None) -> tuple[int, ...]:
        """Return what is not known yet of the run and of what is looked at, in good order.

        ``now`` is the iteration on the stage, None while the run grows; that and the newest one
        come first, once it stands still.
        """
        if self._course is None or self._gauge is None or not self._course.n_iterations:
            return ()
        run = self._course.run
        first, last = run.first_iteration, run.last_iteration
        stride = run.kept_iterations.step
        wanted = [] if now is None else [now, last]
        wanted += places(first, first, last, stride)
        if view is not None:
            seen = max(view.start, first), min(view.stop, last)
            wanted += places(first, *seen, stride) if seen[0] < seen[1] else []
        return tuple(dict.fromkeys(one for one in wanted if one not in self._known and one <= last))

    def job(self, view: View | None, now: int | None, budget_s: float) -> MeterJob | None:
        """Return what is to be measured next, None if nothing is."""
        wanted = self.wanted(view, now)
        if not wanted or self._gauge is None:
            return None
        return MeterJob(self._gauge, wanted, budget_s)

    def accept(self, result: MeterResult) -> bool:
        """Take in what was measured; False if it is of a run that is not looked at any more."""
        if result.job.gauge is not self._gauge:
            return False
        for point in result.found:
            self._known[point.iteration] = point
        if len(self._known) > _MOST_KNOWN:
            self._forget()
        self._measures = self._made()
        return True

    def _made(self) -> Measures:
        return Measures.of([self._known[number] for number in sorted(self._known)])

    def _forget(self) -> None:
        """Keep what lies on the grid of the whole run, and as much of the rest as there is room."""
        assert self._course is not None
        run = self._course.run
        on_grid = set(
            places(run.first_iteration, run.first_iteration, run.last_iteration,
                   run.kept_iterations.step)
        )  # fmt: skip
        newest = list(self._known)[-_MOST_KNOWN // 2 :]
        keep = on_grid | set(newest)
        self._known = {number: known for number, known in self._known.items() if number in keep}

    def _still(self, run: Run, data: DataSpec) -> dict[int, Measure]:
        """Return what is known of the iterations that another run has in common with this one."""
        if self._course is None or run.first_iteration != self._course.run.first_iteration:
            return {}
        if data != self._data and not _same_samples(data, self._data):
            return {}
        until = _common(self._course.run, run)
        return {number: known for number, known in self._known.items() if number < until}


def _same_samples(one: DataSpec, other: DataSpec | None) -> bool:
    return other is not None and replace(one, batch_size=other.batch_size) == other


def _common(one: Run, other: Run) -> int:
    """Return the first iteration that two runs do not share."""
    shared = set(owners(other))
    until = one.last_iteration + 1
    for owner in owners(one):
        if owner in shared:
            return min(until, _end_in(other, owner))
        until = owner.origin
    return one.first_iteration


def _end_in(run: Run, owner: Run) -> int:
    """Return before which iteration a run ceases to be that of one of its owners."""
    end = run.last_iteration + 1
    for one in owners(run):
        if one is owner:
            return end
        end = one.origin
    return end
