"""Going through the iterations of a run and training it on, as commands of the session."""

from typing import TYPE_CHECKING, Any

from nnviz.app.jobs import TrainJob, TrainResult, complete
from nnviz.app.staging import Stage
from nnviz.app.view_state import ViewState
from nnviz.engine.run import Run


class IterationCommands:
    """The part of :class:`nnviz.app.session.Session` that knows the second axis of time."""

    if TYPE_CHECKING:
        _state: ViewState
        _stage: Stage

        @property
        def rival_run(self) -> Run | None:
            """The run beside this one, while two are compared."""

        def _moved(self, **changes: Any) -> None: ...

        def _commit(self, **changes: Any) -> None: ...

        def _note_trained(self, run: Run) -> None: ...

    def next_iteration(self) -> None:
        """Show the next iteration at the same place, training it if need be."""
        self._moved(**self._stage.go_to(self._state, self._stage.document.iteration + 1))

    def previous_iteration(self) -> None:
        """Show the iteration before at the same place."""
        self.seek_iteration(self._stage.document.iteration - 1)

    def seek_iteration(self, iteration: int) -> None:
        """Show an iteration of the run so far (clamped) at the same place."""
        last = self._state.last_iteration
        self._moved(**self._stage.go_to(self._state, min(max(iteration, 0), last)))

    def train_to(self, iteration: int) -> None:
        """Train, here and now, until this iteration can be shown, and show it."""
        self.accept(complete(self.training_job(iteration)))

    def training_job(self, iteration: int) -> TrainJob:
        """Return the same work as data, for :func:`nnviz.app.jobs.complete` in any thread."""
        return TrainJob(self._stage.document.run, iteration, self.rival_run)

    def jump_iterations(self, tenths: int) -> None:
        """Go on, or back, by so many tenths of the run, at least by one iteration."""
        by = max(self._state.last_iteration // 10, 1) * tenths
        self.seek_iteration(self._stage.document.iteration + by)

    def trains(self, job: TrainJob) -> bool:
        """Say whether a job trains the run that is on the stage."""
        return self._stage.document.run is job.run

    def note_training(self, job: TrainJob) -> None:
        """Show how far a job has trained so far; what is on the stage stays."""
        run = self._stage.document.run
        if job.run is run:
            self._note_trained(run)
            self._commit(last_iteration=run.last_iteration, losses=run.losses)

    def accept(self, result: TrainResult) -> None:
        """Show how far a job has trained; nothing happens if another run is open by now."""
        run = self._stage.document.run
        if result.job.run is not run:
            return
        self._note_trained(run)
        if result.problem is None:
            seen = result.reached if result.goal is None else result.goal.iteration
            shown = self._stage.go_to(self._state, seen)
            self._moved(**({"notice": result.remark} if result.remark else {}), **shown)
        else:
            shown = self._stage.go_to(self._state, run.last_iteration)
            self._moved(**{**shown, "notice": result.problem})
