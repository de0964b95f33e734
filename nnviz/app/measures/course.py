"""The run on the stage as what can be plotted of it."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from nnviz.app.measures.outline import Floats, Outline
from nnviz.engine.message import Message
from nnviz.engine.run import Run

_OUTLINES: "WeakKeyDictionary[Run, Outline]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class EditMark:
    """An edit on the way of a run: before which iteration it was made, and what it is called."""

    iteration: int
    name: Message


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A run with the edits on its way; the same object as long as both are the same.

    ``marks`` are in the order of their iterations. Made and used in the window's own thread.
    """

    run: Run
    marks: tuple[EditMark, ...] = ()

    def outline(self) -> Outline:
        """Return the losses so far in little."""
        outline = _OUTLINES.get(self.run)
        if outline is None:
            outline = _OUTLINES[self.run] = Outline()
        losses = self.run.losses
        if len(losses) > len(outline):
            outline.follow(losses)
        return outline

    @property
    def n_iterations(self) -> int:
        """How many iterations the run has made, those before a branching included."""
        return self.run.last_iteration + 1 - self.run.first_iteration

    def epochs(self, iterations: npt.ArrayLike) -> Floats:
        """Return how many passes over the data came before each of these iterations."""
        starts, passed, rate = self._pace()
        wanted = np.asarray(iterations, dtype=np.float64)
        beyond = passed[-1] + (wanted - starts[-1]) * rate
        known = np.interp(wanted, starts, passed)
        return np.where(wanted > starts[-1], beyond, known)

    def iterations(self, epochs: npt.ArrayLike) -> Floats:
        """Return before which iteration so many passes have been made; not whole numbers."""
        starts, passed, rate = self._pace()
        wanted = np.asarray(epochs, dtype=np.float64)
        beyond = starts[-1] + (wanted - passed[-1]) / rate
        known = np.interp(wanted, passed, starts)
        return np.where(wanted > passed[-1], beyond, known)

    def epoch_ends(self, iteration: int, epochs: int = 1) -> int:
        """Return the iteration before which so many passes more have been made."""
        batches = self.run.owner(iteration).batches
        which, _ = batches.place(iteration)
        return batches.start + (which + epochs) * batches.per_pass

    def learning_rates(self, iterations: npt.ArrayLike) -> Floats:
        """Return the learning rate in each of these iterations, as the optimizer takes it."""
        wanted = np.asarray(iterations, dtype=np.int64).tolist()
        return np.array([self.run.learning_rate(number) for number in wanted], dtype=np.float64)

    def _pace(self) -> tuple[Floats, Floats, float]:
        """Return where runs begin, how many epochs came before, and epochs per iteration now."""
        runs = owners(self.run)[::-1]
        starts = [float(run.origin) for run in runs]
        rates = [1.0 / run.batches.per_pass for run in runs]
        passed = [0.0]
        for before, after, rate in zip(starts, starts[1:], rates, strict=False):
            passed.append(passed[-1] + (after - before) * rate)
        return np.array(starts), np.array(passed), rates[-1]


def owners(run: Run) -> list[Run]:
    """Return a run and those that it branched off, the newest first."""
    found = [run]
    while found[-1].origin > run.first_iteration:
        found.append(run.owner(found[-1].origin - 1))
    return found


def course_of(old: Course | None, run: Run, marks: tuple[EditMark, ...]) -> Course:
    """Return the course of a run; the old one if that is it."""
    if old is not None and old.run is run and old.marks == marks:
        return old
    return Course(run, marks)
