"""Training on as a person wants it: how far, for what, watched or not; commands of the session."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from nnviz.app.edits import Edit, SetOptimizerOption
from nnviz.app.goals import Goal
from nnviz.app.jobs import MOST, TrainJob
from nnviz.app.measures.measure import Held
from nnviz.app.staging import Stage
from nnviz.app.view_state import ViewState
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message, message

_SOFTER = 0.1  # the learning rate after a run that diverged, as a part of that before
NO_VALIDATION = message(
    "This goal looks at samples that are held out, and there are none; hold some out first."
)
NO_CLASSES = message(
    "The targets are numbers, not classes, so there is no share of right ones to be reached."
)


class TrainingCommands:
    """The part of :class:`nnviz.app.session.Session` that has to do with long training."""

    if TYPE_CHECKING:
        _state: ViewState
        _stage: Stage

        def _moved(self, **changes: Any) -> None: ...

        def _commit(self, **changes: Any) -> None: ...

        def edit(self, edit: Edit) -> None:
            """Change the experiment."""

        def training_job(self, iteration: int) -> TrainJob:
            """Return the work of training until an iteration can be shown."""

        def note_training(self, job: TrainJob) -> None:
            """Show how far a job has trained so far."""

    def endless_job(self) -> TrainJob:
        """Return the work of training until one is stopped, or so many iterations are made."""
        job = self.training_job(self._stage.document.run.last_iteration + 1 + MOST)
        return replace(job, endless=True)

    def epoch_job(self) -> TrainJob:
        """Return the work of training to the end of the epoch of the newest iteration."""
        run = self._stage.document.run
        course = self._state.course
        assert course is not None  # every state of a session has one
        return self.training_job(course.epoch_ends(max(run.last_iteration, run.first_iteration)))

    def goal_job(self, goal: Goal, most: int) -> TrainJob | None:
        """Return the work of training for a goal, in at most so many iterations.

        None, and a notice that says why, if it can never be reached.
        """
        document = self._stage.document
        try:
            held = Held.of(document.experiment.data, document.run.spec)
        except NnvizError as error:
            self._commit(notice=error.message)
            return None
        problem = _why_not(goal, held)
        if problem is not None:
            self._commit(notice=problem)
            return None
        job = self.training_job(document.run.last_iteration + 1 + most)
        return replace(job, goal=goal, held=held)

    def follow_training(self, job: TrainJob) -> None:
        """Put the newest iteration that a job has made on the stage."""
        run = self._stage.document.run
        if job.run is not run:
            return
        self.note_training(job)
        newest = run.last_iteration
        if newest > self._state.iteration:
            self._commit(**self._stage.go_to(self._state, newest))

    def best_iteration(self) -> int:
        """Return the iteration with the least loss so far."""
        run = self._stage.document.run
        losses = run.losses
        return run.first_iteration + (int(np.nanargmin(losses)) if len(losses) else 0)

    def softer_rate(self) -> float | None:
        """Return the learning rate to go on with after a run diverged; None if there is none."""
        rate = self._stage.document.experiment.spec.optimizer.options.get("lr")
        if not isinstance(rate, int | float):
            rate = getattr(self._stage.document.experiment.spec.optimizer.make(), "lr", None)
        return None if rate is None else float(f"{rate * _SOFTER:.3g}")

    def soften(self) -> None:
        """Go back to the iteration with the least loss, and on with a smaller learning rate."""
        rate = self.softer_rate()
        if rate is not None:
            self._moved(**self._stage.go_to(self._state, self.best_iteration()), notice=None)
            self.edit(SetOptimizerOption("lr", rate))


def _why_not(goal: Goal, held: Held) -> Message | None:
    if goal.needs_validation and held.validation is None:
        return NO_VALIDATION
    if goal.kind.endswith("accuracy") and held.training.classes is None:
        return NO_CLASSES
    return None
