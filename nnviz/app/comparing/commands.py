"""Comparing two runs, as commands of the session."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nnviz.app.comparing.beside import aimed
from nnviz.app.comparing.comparison import Comparison, ended
from nnviz.app.comparing.rival import SHOWN, Shown, Side
from nnviz.app.document import Document
from nnviz.app.edits import Edit
from nnviz.app.jobs import TrainJob, complete
from nnviz.app.place import same_place
from nnviz.app.showing import look
from nnviz.app.staging import Stage
from nnviz.app.undo import UndoStack
from nnviz.app.view_state import ViewState
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import message
from nnviz.engine.run import Run
from nnviz.playback.player import Status
from nnviz.playback.timeline import Position
from nnviz.scene.primitives import CellRef

_ONLY_A = message("What if works in run A. Swap the two runs to try it in this one.")


class ComparingCommands:
    """The part of :class:`nnviz.app.session.Session` that knows of a second run."""

    _comparison: Comparison | None = None

    if TYPE_CHECKING:
        _state: ViewState
        _stage: Stage
        _undo: UndoStack[Document]

        def _moved(self, **changes: Any) -> None: ...

        def _commit(self, **changes: Any) -> None: ...

        def seek_step(self, index: int, alpha: float = 0.0) -> None:
            """Go to a step."""

    @property
    def aimed(self) -> ViewState:
        """The state of the run that inspector and keys are about: A's, or B's."""
        return aimed(self._state)

    @property
    def rival_run(self) -> Run | None:
        """The run that is compared with the one on the stage."""
        return None if self._comparison is None else self._comparison.run

    def compare(self, edit: Edit) -> None:
        """Show a second run from the same start with one thing changed, or say why not.

        It is not trained as far as the first one by this: :meth:`catch_up`, :meth:`rival_job`.
        """
        shown = self._comparison.shown if self._comparison is not None else "both"
        try:
            comparison = Comparison(self._stage.document, edit)
        except NnvizError as error:
            self._commit(notice=error.message)
            return
        comparison.shown = shown
        self._comparison = comparison
        remark = comparison.notice
        self._commit(notice=None if remark is None else message("Run B: {remark}", remark=remark))

    def stop_comparing(self) -> None:
        """Go back to one run."""
        self._comparison = None
        self._commit()

    def show_compared(self, shown: Shown) -> None:
        """Show A, B, both, or B with A's numbers beneath; inspector and keys follow."""
        if self._comparison is not None:
            self._comparison.shown = shown
            if shown != "both":
                self._aim("a" if shown == "a" else "b")
            self._commit()

    def show_next_compared(self) -> None:
        """Show what comes next of A, B, both and the difference."""
        if self._comparison is not None:
            place = SHOWN.index(self._comparison.shown) + 1
            self.show_compared(SHOWN[place % len(SHOWN)])

    def aim(self, side: Side) -> None:
        """Say which run inspector, keys and pointer are about from now on."""
        if self._comparison is not None and self._comparison.side != side:
            self._aim(side)
            self._commit()

    def swap(self) -> None:
        """Let the two runs change places; undo changes them back."""
        comparison = self._comparison
        if comparison is None:
            return
        before, name = self._stage.document, message("Swap runs A and B")
        document = comparison.swapped(before, before.iteration)
        self._go_on_with(document, name, before)

    def take_rival(self) -> None:
        """Go on with run B alone; undo brings A back."""
        comparison = self._comparison
        if comparison is None:
            return
        before, name = self._stage.document, comparison.edit.name
        document = comparison.swapped(before, before.iteration)
        self._comparison = None
        self._go_on_with(document, message("Go on with run B: {edit}", edit=name), before.asleep())

    def rival_job(self) -> TrainJob | None:
        """Return the work that is left until B is trained as far as A, None if none is."""
        comparison, last = self._comparison, self._state.last_iteration
        if comparison is None or comparison.run.last_iteration >= last:
            return None
        rival = self._state.rival
        stuck = rival is not None and rival.problem is not None
        return None if stuck else TrainJob(comparison.run, last + 1)

    def catch_up(self) -> None:
        """Train B, here and now, as far as A."""
        job = self.rival_job()
        if job is not None:
            result = complete(job)
            if result.problem is not None and self._comparison is not None:
                self._comparison.note_problem(job.run, result.problem)
            self._commit()

    def note_rival(self, problem: tuple[Run, Any] | None = None) -> None:
        """Show how far B has been trained by now, and why no further if so."""
        if self._comparison is not None and problem is not None:
            self._comparison.note_problem(*problem)
        self._commit()

    def show_step(self, index: int, alpha: float) -> None:
        """Go to a step of the run that is aimed at, as far as the one on the stage has it."""
        state, seen = self._state, self.aimed
        place = Position(index, alpha)
        if seen is not state:
            place = same_place(seen.trace, place, state.trace)
        self.seek_step(place.step_index, place.alpha)

    def _aim(self, side: Side) -> None:
        comparison = self._comparison
        assert comparison is not None  # asked before
        if side == "b" and comparison.side != side:
            state = self._state
            comparison.hovered = comparison.counterpart(state.hovered)
            comparison.pinned = comparison.counterpart(state.pinned)
        comparison.side = side

    def _aims_beside(self) -> bool:
        """Say whether pointing and keeping are about B now."""
        return self.aimed is not self._state

    def _look_beside(self, hovered: CellRef | None, pinned: CellRef | None) -> None:
        """Point at cells of B, and at what means the same in A."""
        comparison = self._comparison
        assert comparison is not None  # asked before
        comparison.hovered, comparison.pinned = hovered, pinned
        both = comparison.counterpart(hovered), comparison.counterpart(pinned)
        self._commit(**look(self._state, *both))

    def _go_on_with(self, document: Document, name: Any, before: Document) -> None:
        try:
            changes = self._stage.open(self._state, document)
        except NnvizError as error:
            self._comparison = None
            self._commit(notice=error.message)
            return
        self._undo.push(name, before)
        self._moved(**changes, notice=None)

    def _rival_fields(self, changes: Mapping[str, Any], status: Status) -> dict[str, Any]:
        """Return the fields of the state that tell of B after some changes."""
        comparison, document = self._comparison, self._stage.document
        if comparison is None:
            return {"rival": None}
        try:
            comparison.follow(document)
        except NnvizError as error:
            self._comparison = None
            return {"rival": None, "notice": ended(error)}
        names = ("trace", "hovered", "pinned")
        state = replace(self._state, **{n: changes[n] for n in names if n in changes})
        return {"rival": comparison.view(state, document, status.position.step_index)}

    def may_aim_what_if(self) -> bool:
        """Say whether a what-if is about run A; if not, the notice says so."""
        if self._aims_beside():
            self._commit(notice=_ONLY_A)
            return False
        return True
