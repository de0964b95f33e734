"""Opening a document in place of another, and knowing whether it has changed since it was saved."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from nnviz.app.comparing.comparison import Comparison
from nnviz.app.comparing.keeping import rival_from
from nnviz.app.comparing.rival import Shown
from nnviz.app.document import Document, table_bytes
from nnviz.app.edits import Edit
from nnviz.app.experiment import Experiment
from nnviz.app.project.view import View
from nnviz.app.relations import has_cell
from nnviz.app.showing import look, telling_sample
from nnviz.app.staging import Stage
from nnviz.app.supposing import Wishes
from nnviz.app.undo import UndoStack
from nnviz.app.view_state import ViewState
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message
from nnviz.engine.run import Run
from nnviz.engine.writing import Notation
from nnviz.scene.levels.level import MATRIX
from nnviz.scene.primitives import CellRef

_SEEN = ("orientation", "samples", "product_view")


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """What a document was at one moment, as far as a person changes it.

    ``trained`` is how far training has brought the run; iterations that were only walked into are
    not counted: they come of themselves when one looks again.
    """

    experiment: Experiment
    run: Run
    wishes: Wishes
    trained: int


class KeepingCommands:
    """The part of :class:`nnviz.app.session.Session` that knows what has to be kept."""

    _trained: "WeakKeyDictionary[Run, int]"
    _saved: Mark

    if TYPE_CHECKING:
        _state: ViewState
        _stage: Stage
        _undo: UndoStack[Document]
        _comparison: Comparison | None

        def _leave_chain(self) -> None: ...

        def compare(self, edit: Edit) -> None:
            """Show a second run with one thing changed."""

        def show_compared(self, shown: Shown) -> None:
            """Show A, B, both, or the difference."""

        def _commit(self, **changes: Any) -> None: ...

    @property
    def document(self) -> Document:
        """What is open."""
        return self._stage.document

    @property
    def mark(self) -> Mark:
        """What the document is at this moment."""
        now = self._stage.document
        return Mark(now.experiment, now.run, now.wishes, self._trained.get(now.run, -1))

    @property
    def is_modified(self) -> bool:
        """Whether the person has changed or trained anything since it was opened or saved."""
        now, then = self.mark, self._saved
        same = now.experiment is then.experiment and now.run is then.run
        return not same or now.wishes != then.wishes or now.trained > then.trained

    @property
    def opening(self) -> object:
        """Another object for each document that was opened; edits do not change it."""
        return self._trained

    def note_saved(self, mark: Mark) -> None:
        """Take what the document was at that moment for what its file has."""
        self._saved = mark

    def note_unsaved(self) -> None:
        """Take the document for one that no file has, as it is after a recovery."""
        self._saved = replace(self._saved, trained=-2, wishes=(("", 0, 0, 0.0),))

    def open_document(
        self, document: Document, view: View | None = None, notice: Message | None = None
    ) -> None:
        """Put a document in place of what is open; what was done before cannot be undone any more.

        Raises:
            NnvizError: its iteration cannot be run; nothing has changed then.
        """
        view = view or View()
        seen: dict[str, Any] = {
            name: value for name in _SEEN if (value := getattr(view, name)) is not None
        }
        state = replace(self._state, hovered=None, pinned=None, sample=view.sample or 0, **seen)
        changes = self._stage.open(state, document)
        self._leave_chain()
        self._comparison, self._stage.left = None, None
        self._undo = UndoStack(size_of=table_bytes)
        self._begin_keeping()
        if view.sample is None:
            changes["sample"] = telling_sample(changes["trace"])
        self._go_to_view(view, changes)
        self._commit(**seen, **changes, **_written(view), level=MATRIX, notice=notice)
        self._compare_again(view)

    def _compare_again(self, view: View) -> None:
        """Make run B again as it was; the same start and change make the same numbers."""
        found = None if view.rival is None else rival_from(view.rival)
        if found is None:
            return
        notice = self._state.notice
        self.compare(found[0])
        self.show_compared(found[1])
        if notice is not None:
            self._commit(notice=notice)

    def _begin_keeping(self) -> None:
        """Take the document for one in which nothing has been changed."""
        self._trained = WeakKeyDictionary()
        self._saved = self.mark

    def _note_trained(self, run: Run) -> None:
        """Remember how far training has brought a run."""
        self._trained[run] = run.last_iteration

    def _go_to_view(self, view: View, changes: dict[str, Any]) -> None:
        """Stand where one was looking, if that is still there."""
        trace, player = changes["trace"], self._stage.player
        steps = trace.steps
        player.pause()
        if view.step < len(steps) and steps[view.step].kind.value == view.kind:
            player.seek_step(view.step, view.alpha)
        else:
            player.home()
        pinned = None if view.pinned is None else CellRef(*view.pinned)
        if pinned is not None and has_cell(trace, pinned):
            changed = replace(self._state, **changes)
            changes |= look(changed, hovered=None, pinned=pinned)


def _written(view: View) -> dict[str, Any]:
    """Return how a document wants to be written; a damaged notation is no reason not to open it."""
    try:
        notation = None if view.notation is None else Notation.from_dict(view.notation)
    except NnvizError:
        notation = None
    return {} if notation is None else {"notation": notation, "digits": notation.digits_code}
