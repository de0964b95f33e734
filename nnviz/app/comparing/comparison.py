"""What a session remembers while two runs are compared."""

from dataclasses import replace

from nnviz.app.comparing.going_back import going_back
from nnviz.app.comparing.rival import Rival, Shown, Side
from nnviz.app.comparing.start import rival_of, same_samples
from nnviz.app.document import Document
from nnviz.app.edits import Edit
from nnviz.app.place import same_step, steps_of_its_own
from nnviz.app.relations import has_cell
from nnviz.app.view_state import ViewState
from nnviz.engine import Trace
from nnviz.engine.errors import DivergenceError, NnvizError, SpecError
from nnviz.engine.message import Message, message
from nnviz.engine.run import Run
from nnviz.scene.comparing.other import Other
from nnviz.scene.narration import title
from nnviz.scene.numbers import grouped
from nnviz.scene.primitives import CellRef

_MOST_PAIRS = 4  # runs whose rivals come back by undo; the oldest go first
_ABSENT = message("Run B has no step “{step}” here.")


class Comparison:
    """Holds the rival of the run on the stage, and what is looked at in it.

    A rival belongs to one run: when another run comes onto the stage, the rival that it had comes
    back, or one is made by the same edit.
    """

    def __init__(self, document: Document, edit: Edit) -> None:
        """Make the rival of a document.

        Raises:
            NnvizError: the edit is impossible, or changes nothing.
        """
        self.edit = edit
        self.document, self.notice = rival_of(document, edit)
        self.shown: Shown = "both"
        self.side: Side = "a"
        self.hovered: CellRef | None = None
        self.pinned: CellRef | None = None
        self._run = document.run
        self._pairs = [(document.run, self.document, edit)]
        self._problem: tuple[Run, Message] | None = None
        self._seen: tuple[object, ...] = ()
        self._view: Rival | None = None
        self._made: tuple[Run, int, Trace] | None = None

    @property
    def run(self) -> Run:
        """B's run."""
        return self.document.run

    @property
    def trace(self) -> Trace | None:
        """B's trace as it was shown last."""
        return None if self._view is None else self._view.trace

    def follow(self, document: Document) -> None:
        """Have the rival of the run of this document.

        Raises:
            NnvizError: the edit is impossible there, or changes nothing.
        """
        if document.run is self._run:
            return
        for run, rival, edit in self._pairs:
            if run is document.run:
                self._take(document.run, rival.awake(), edit)
                return
        now, before = document.experiment.data, self.document.experiment.data
        if (now.kind, now.name) != (before.kind, before.name):
            raise SpecError("Other data are on the stage now.")
        rival, _ = rival_of(document, self.edit)
        self._take(document.run, rival, self.edit)

    def swapped(self, document: Document, iteration: int) -> Document:
        """Make B the run on the stage: return its document; A is the rival then."""
        edit = going_back(self.edit, document.experiment, self.document.experiment)
        first, last = self.run.first_iteration, max(self.run.last_iteration, self.run.origin)
        onto = replace(self.document, iteration=min(max(iteration, first), last), wishes=())
        self._take(onto.run, replace(document, wishes=()), edit)
        self.side = "b" if self.side == "a" else "a"
        return onto

    def counterpart(self, cell: CellRef | None) -> CellRef | None:
        """Return the cell of the other run that means the same as a cell, if there is one."""
        view = self._view
        if cell is None or view is None or view.other is None:
            return None
        return cell if view.other.pairs(cell.name) else None

    def view(self, state: ViewState, document: Document, step_index: int) -> Rival:
        """Return what is seen of B beside a state; the same object if nothing is different."""
        trace, absent = self._trace(document.iteration)
        key = (
            state.trace, trace, document.iteration, step_index, absent, self.run,
            self.run.last_iteration, self.side, self.shown, self.hovered, self.pinned,
            state.hovered, state.pinned,
        )  # fmt: skip
        if self._view is None or len(key) != len(self._seen) or not _same(key, self._seen):
            self._seen = key
            self._view = self._look(state, document, step_index, trace, absent)
        return self._view

    def _look(
        self,
        state: ViewState,
        document: Document,
        step_index: int,
        trace: Trace | None,
        absent: Message | None,
    ) -> Rival:
        place, only_here, other = None, 0, None
        if trace is not None:
            place = same_step(state.trace, step_index, trace)
            alike = same_samples(document.run, self.run, document.iteration)
            other = Other(state.trace, trace, alike, beneath=self.shown == "difference")
            if place is None:
                absent = message(_ABSENT.text, step=title(state.trace.steps[step_index]))
            else:
                only_here = steps_of_its_own(trace, place, state.trace)
        hovered, pinned = self._cells(state, trace, other)
        return Rival(
            self.edit, self.document.experiment, self.run.origin, self.run.first_iteration,
            self.run.last_iteration, self.run.losses, self._why(), trace, place, absent, only_here,
            other, hovered, pinned, self.side, self.shown,
        )  # fmt: skip

    def _cells(
        self, state: ViewState, trace: Trace | None, other: Other | None
    ) -> tuple[CellRef | None, CellRef | None]:
        """Return what is pointed at and kept in B: what B itself was asked for, or A's cells."""
        if trace is None or other is None:
            return None, None
        if self.side == "b":
            self.hovered, self.pinned = _in(trace, self.hovered), _in(trace, self.pinned)
            return self.hovered, self.pinned
        found = [c if c and other.pairs(c.name) else None for c in (state.hovered, state.pinned)]
        return found[0], found[1]

    def _trace(self, iteration: int) -> tuple[Trace | None, Message | None]:
        """Return B's trace of an iteration, or why there is none; at most one step is trained."""
        run = self.run
        if iteration < run.first_iteration:
            return None, message(
                "Run B begins with iteration {start}: from there on one thing is changed.",
                start=grouped(run.first_iteration),
            )
        why = self._why()
        if iteration > run.last_iteration and why is not None:
            return None, why
        if iteration > run.last_iteration + 1:
            return None, message("Run B is being trained up to this iteration.")
        if self._made is None or self._made[:2] != (run, iteration):
            try:
                self._made = run, iteration, run.trace(iteration)
            except DivergenceError as error:
                self._problem = run, error.message
                return None, error.message
        return self._made[2], None

    def note_problem(self, run: Run, problem: Message) -> None:
        """Remember why a run cannot be trained on."""
        self._problem = run, problem

    def _why(self) -> Message | None:
        known = self._problem
        return known[1] if known is not None and known[0] is self.run else None

    def _take(self, run: Run, rival: Document, edit: Edit) -> None:
        self._run, self.document, self.edit = run, rival, edit
        kept = [pair for pair in self._pairs if pair[0] is not run]
        self._pairs = [*kept, (run, rival, edit)][-_MOST_PAIRS:]
        self._made = None
        for _, other, _ in self._pairs:
            if other.run is not run and other.run is not rival.run:
                other.asleep()


def ended(error: NnvizError) -> Message:
    """Return what is said when the rival of an edited run cannot be made."""
    return message("The comparison has ended. {reason}", reason=error.message)


def _in(trace: Trace, cell: CellRef | None) -> CellRef | None:
    return cell if cell is not None and has_cell(trace, cell) else None


def _same(key: tuple[object, ...], seen: tuple[object, ...]) -> bool:
    return all(one is two or one == two for one, two in zip(key, seen, strict=True))
