"""Which network is portrayed: the one on the stage or, while a run is trained, its newest."""

from collections.abc import Callable
from dataclasses import dataclass

from nnviz.app.experiment import Experiment
from nnviz.app.portraits.subject import Subject, subject_of, subject_of_trace
from nnviz.engine import Trace
from nnviz.engine.run import Observer, Run


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """A network at an iteration; ``record`` returns everything of that iteration."""

    subject: Subject
    record: Callable[[], Trace]


def on_stage(trace: Trace, experiment: Experiment, iteration: int) -> Moment:
    """Return the network as a trace on the stage shows it, with what is supposed in a what-if.

    Raises:
        NnvizError: the data cannot be read any more.
    """
    return Moment(subject_of_trace(trace, experiment, iteration), lambda: trace)


class Follower:
    """Portrays a run while another thread trains it, in nobody's way.

    It has memory of its own; all calls come from one thread.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self._observer = Observer(run)

    def before(self, experiment: Experiment, iteration: int) -> Moment:
        """Return the network before the update of an iteration that has been made.

        Raises:
            NnvizError: the run has not made it, or the data cannot be read any more.
        """
        cursor = self._observer.before(iteration)
        subject = subject_of(experiment, cursor.programs.store.parameters(), iteration)
        return Moment(subject, lambda: self._observer.before(iteration).record())
