"""What a person does, as plain calls: commands go in, one frozen ViewState comes out for each."""

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

import msgspec
from psygnal import Signal

from nnviz.app import advice, supposing
from nnviz.app.chain_commands import ChainCommands
from nnviz.app.comparing.commands import ComparingCommands
from nnviz.app.document import Document, opened, revised, table_bytes
from nnviz.app.edits import Edit
from nnviz.app.experiment import Experiment, example
from nnviz.app.fitting import both
from nnviz.app.iteration_commands import IterationCommands
from nnviz.app.keeping_commands import KeepingCommands
from nnviz.app.level_commands import LevelCommands
from nnviz.app.notation_commands import NotationCommands, to_remember
from nnviz.app.reach_commands import ReachCommands
from nnviz.app.relations import has_cell
from nnviz.app.settings import Language, Settings
from nnviz.app.settings_commands import SettingsCommands
from nnviz.app.showing import differences, look
from nnviz.app.staging import Stage
from nnviz.app.texts import system_language
from nnviz.app.training_commands import TrainingCommands
from nnviz.app.undo import UndoStack
from nnviz.app.view_state import Samples, Theme, ViewState
from nnviz.engine import Phase
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message
from nnviz.engine.orientation import Orientation
from nnviz.playback.pace import Granularity
from nnviz.playback.player import Boundary, Direction
from nnviz.scene.options import ProductView
from nnviz.scene.primitives import CellRef


class Session(
    ChainCommands,
    ComparingCommands,
    IterationCommands,
    KeepingCommands,
    LevelCommands,
    SettingsCommands,
    NotationCommands,
    ReachCommands,
    TrainingCommands,
):
    """Joins the document, its training run and the player; knows no window.

    Every command changes :attr:`state` at most once. Nothing is half-changed: a command that
    cannot be done leaves everything as it was and says why in ``state.notice``.

    Signals:
        changed: the state before and after a command that changed anything.
    """

    changed = Signal(ViewState, ViewState)

    def __init__(
        self, what: Experiment | Document | None = None, settings: Settings | None = None
    ) -> None:
        """Open a document, or an experiment (XOR, if none is given) at its first iteration.

        Raises:
            NnvizError: the experiment cannot be opened.
        """
        self._settings = settings or Settings()
        self._undo: UndoStack[Document] = UndoStack(size_of=table_bytes)
        document = what if isinstance(what, Document) else opened(what or example("xor"))
        self._stage = Stage(document, self._settings, _resolved(self._settings.language))
        self._state = self._stage.first
        self._begin_keeping()

    @property
    def state(self) -> ViewState:
        """The newest state."""
        return self._state

    @property
    def settings(self) -> Settings:
        """What is to be remembered, as it stands now; the window adds what is its own."""
        state = self._state
        return msgspec.structs.replace(
            self._settings,
            theme=state.theme,
            orientation=state.orientation,
            granularity=state.status.granularity,
            speed=state.status.speed,
            digits=state.digits if state.digits > 0 else self._settings.digits,
            notation=to_remember(state),
            samples=state.samples,
            product_view=state.product_view,
            motion=state.motion,
            text_scale=state.text_scale,
            lens=state.lens,
            experiment=state.experiment.to_dict(),
        )

    # Time inside an iteration, and on into the next.

    def play(self, direction: Direction = 1) -> None:
        """Play on past the stops and the ends of iterations, forwards or backwards."""
        self._player.play(direction)
        self._moved()

    def pause(self) -> None:
        """Stand still."""
        self._player.pause()
        self._moved()

    def toggle(self) -> None:
        """Pause if anything moves, else play."""
        self._player.toggle()
        self._moved()

    def next(self) -> None:
        """Play to the next stop; from the last one go on with the next iteration."""
        changes: dict[str, Any] = {}
        boundary = self._player.next()
        if boundary is not None:
            changes = self._stage.cross(self._state, boundary)
            if "trace" in changes:
                self._player.next()
        self._moved(**changes)

    def previous(self) -> None:
        """Go back to the stop before; from the start to the end of the iteration before."""
        boundary = self._player.previous()
        self._moved(**(self._stage.cross(self._state, boundary) if boundary else {}))

    def home(self) -> None:
        """Go to the start of the iteration."""
        self._player.home()
        self._moved()

    def end(self) -> None:
        """Go to the end of the iteration."""
        self._player.end()
        self._moved()

    def seek(self, t_s: float) -> None:
        """Go to a time of the timeline."""
        self._player.seek(t_s)
        self._moved()

    def seek_step(self, index: int, alpha: float = 0.0) -> None:
        """Go to where a fraction of the work of a step is done."""
        self._leave_chain()
        self._player.seek_step(index, alpha)
        self._moved()

    def jump_phase(self, phase: Phase) -> None:
        """Go to where a phase begins."""
        starts = dict(self._state.timeline.phase_starts)
        if phase in starts:
            self._leave_chain()
            self.seek(starts[phase])

    def next_phase(self) -> None:
        """Go to where the next phase begins; from the last one into the next iteration."""
        self._leave_chain()
        t_s = self._state.timeline.next_phase(self._player.status.time_s)
        if t_s is None:
            self._moved(**self._stage.cross(self._state, Boundary("end", 0.0)))
        else:
            self.seek(t_s)

    def previous_phase(self) -> None:
        """Go to where this phase begins, or the one before when already there."""
        self._leave_chain()
        changes: dict[str, Any] = {}
        if self._player.status.at_start:
            changes = self._stage.cross(self._state, Boundary("start", 0.0))
        self._player.seek(self._player.timeline.previous_phase(self._player.status.time_s))
        self._moved(**changes)

    def advance(self, elapsed_s: float) -> None:
        """Let ``elapsed_s`` seconds of real time pass."""
        boundary = self._player.advance(elapsed_s)
        changes: dict[str, Any] = {}
        if boundary is not None:
            direction = self._player.status.direction
            changes = self._stage.cross(self._state, boundary)
            if "trace" in changes:
                self._player.play(direction)
                self._player.advance(boundary.left_s)
        self._commit(**changes)

    # How it is played.

    def set_speed(self, speed: float) -> None:
        """Set the speed, 0.25 to 4."""
        self._player.set_speed(speed)
        self._commit()

    def set_loop(self, loop: bool) -> None:
        """Say whether play repeats this iteration instead of going on to the next."""
        self._player.set_loop(loop)
        self._commit()

    def set_granularity(self, granularity: Granularity) -> None:
        """Set how much one press of Space shows; the place stays."""
        self._commit(**self._stage.lay_out(self._state, self._state.orientation, granularity))

    # How it is shown.

    def set_orientation(self, orientation: Orientation) -> None:
        """Show samples as columns (textbook) or as rows; the place stays."""
        granularity = self._state.timeline.granularity
        self._commit(**self._stage.lay_out(self._state, orientation, granularity))

    def set_language(self, language: Language) -> None:
        """Set the language of all texts; "system" is that of the machine's user."""
        self._settings = msgspec.structs.replace(self._settings, language=language)
        self._commit(language=_resolved(language))

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self._commit(theme=theme)

    def set_digits(self, digits: int) -> None:
        """Set the number of significant digits, 2 to 6."""
        self._commit(digits=min(max(digits, 2), 6))

    def hover(self, cell: CellRef | None) -> None:
        """Point at a cell, or at none."""
        if self._aims_beside():
            self._look_beside(cell, self.aimed.pinned)
            return
        if cell == self._state.hovered:
            return
        self._commit(**look(self._state, hovered=self._known(cell), pinned=self._state.pinned))

    def pin(self, cell: CellRef | None) -> None:
        """Keep a cell in the inspector, or let it go."""
        if self._aims_beside():
            self._look_beside(self.aimed.hovered, cell)
            return
        self._commit(**look(self._state, hovered=self._state.hovered, pinned=self._known(cell)))

    def select_sample(self, sample: int) -> None:
        """Choose the sample of the batch that per-sample steps show (clamped)."""
        last = self._state.trace.n_samples - 1
        state = replace(self._state, sample=min(max(sample, 0), last))
        seen = look(state, hovered=state.hovered, pinned=state.pinned)
        self._commit(sample=state.sample, **seen)

    def set_samples(self, samples: Samples) -> None:
        """Show one sample alone, the whole batch, or what suits its size; the place stays."""
        state = replace(self._state, samples=samples)
        granularity = state.timeline.granularity
        self._commit(**self._stage.lay_out(state, state.orientation, granularity), samples=samples)

    def set_product_view(self, view: ProductView) -> None:
        """Choose the way in which matrix products are seen; the place stays."""
        state = replace(self._state, product_view=view)
        granularity = state.timeline.granularity
        changes = self._stage.lay_out(state, state.orientation, granularity)
        self._commit(**changes, product_view=view)

    def dismiss_notice(self) -> None:
        """Take the notice away."""
        self._commit(notice=None)

    # What is built.

    def edit(self, edit: Edit) -> None:
        """Change the experiment and recompile at once, or say why that is impossible."""
        self._revise(edit, supposing.HAS_ENDED if self._stage.document.wishes else None)

    def _revise(self, edit: Edit, also: Message | None) -> None:
        """Do an edit; ``also`` is what is to be said besides."""
        before = self._stage.document
        try:
            document, notice = revised(before, edit)
            changes = {} if document is before else self._stage.open(self._state, document)
        except NnvizError as error:
            reason = advice.refusal(before.experiment, edit, error)
            self._commit(notice=reason.why, refusal=reason)
            return
        if changes:
            self._undo.push(edit.name, before.asleep(), edit.merge_key)
        self._commit(**changes, notice=both(notice, also) if changes else notice)

    def undo(self) -> None:
        """Take the last edit back, with the run as it was."""
        self._swap(self._undo.undo(self._stage.document))

    def redo(self) -> None:
        """Do again what was undone last."""
        self._swap(self._undo.redo(self._stage.document))

    # What if a number were another.

    def suppose(self, cell: CellRef, value: float) -> None:
        """Show the iteration as it would be with this value in a cell, or say why it cannot be."""
        document, real = self._stage.document, supposing.before(self._state)
        wishes = supposing.with_wish(document.wishes, real, cell, value)
        name = supposing.name_of(cell, self._state.orientation)
        self._suppose(wishes, name, ("what if", cell))

    def may_suppose(self, cell: CellRef) -> bool:
        """Say whether a cell can have another value; if not, the notice says why."""
        if not self.may_aim_what_if():
            return False
        reason = supposing.refusal(supposing.before(self._state), cell)
        if reason is not None:
            self._commit(notice=reason)
        return reason is None

    def put_back(self, cell: CellRef | None = None) -> None:
        """Take back what is supposed about a cell, or all that is supposed."""
        real, wishes = supposing.before(self._state), self._stage.document.wishes
        left = () if cell is None else supposing.without(wishes, real, cell)
        self._suppose(left, supposing.PUT_BACK)

    def keep(self) -> None:
        """Go on training with what is supposed: it becomes part of the network and of its data."""
        try:
            edit = supposing.to_keep(self._state, self._stage.document.wishes)
        except NnvizError as error:
            self._commit(notice=error.message)
            return
        if edit is not None:
            self._revise(edit, None)

    def _suppose(
        self, wishes: supposing.Wishes, name: Message, merge_key: Hashable | None = None
    ) -> None:
        before = self._stage.document
        if wishes == before.wishes:
            return
        try:
            changes = self._stage.open(self._state, replace(before, wishes=wishes))
        except NnvizError as error:
            self._commit(notice=error.message)
            return
        self._undo.push(name, before, merge_key)
        self._commit(**changes, notice=None)

    # How commands end.

    def _moved(self, **changes: Any) -> None:
        """End a command with which the person has left the field just edited."""
        self._undo.seal()
        self._commit(**changes)

    def _commit(self, **changes: Any) -> None:
        """End a command: make the new state and say so, if anything is different."""
        left, self._stage.left = self._stage.left, None
        if left is not None:
            self._undo.push(supposing.ENDED, left)
            changes.setdefault("notice", supposing.HAS_ENDED)
        if "notice" in changes:
            changes.setdefault("refusal", None)
        names = {"undo_name": self._undo.undo_name, "redo_name": self._undo.redo_name}
        names |= self._chain_fields(changes)
        status = self._stage.player.status
        names |= self._level_fields(changes, status)
        told = self._rival_fields(changes, status)
        if (ended := told.pop("notice", None)) is not None:
            changes["notice"] = both(changes.get("notice"), ended)
        names |= told
        found = differences(self._state, {**names, **changes, "status": status})
        if found:
            old, self._state = self._state, replace(self._state, **found)
            self.changed.emit(old, self._state)

    def _swap(self, document: Document | None) -> None:
        """Go to the document on the other side of an edit."""
        if document is not None:
            now = self._stage.document
            if document.run is not now.run:
                now.asleep()
                document.awake()
            self._moved(**self._stage.open(self._state, document), notice=None)

    def _known(self, cell: CellRef | None) -> CellRef | None:
        return cell if cell is not None and has_cell(self._state.trace, cell) else None


def _resolved(language: Language) -> str:
    return system_language() if language == "system" else language
