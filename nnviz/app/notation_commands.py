"""Writing as a person's textbook does, as a command of the session."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from nnviz.app.settings import Settings
from nnviz.app.view_state import ViewState
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message, message
from nnviz.engine.orientation import Orientation
from nnviz.engine.writing import PLAIN, Notation
from nnviz.playback.pace import Granularity

if TYPE_CHECKING:
    from nnviz.app.staging import Stage


class NotationCommands:
    """The part of :class:`nnviz.app.session.Session` that knows how things are written."""

    if TYPE_CHECKING:
        _state: ViewState
        _stage: "Stage"
        _settings: Settings

        def _commit(self, **changes: Any) -> None: ...

    @property
    def notation(self) -> Notation:
        """How things are written now, with the orientation and the digits of the stage."""
        return notation_of(self._state)

    def set_notation(self, notation: Notation, notice: Message | None = None) -> None:
        """Write everything as a notation says, from now on; the place stays."""
        granularity: Granularity = self._state.timeline.granularity
        orientation: Orientation = notation.orientation
        changes: dict[str, Any] = {}
        if orientation != self._state.orientation:
            changes = self._stage.lay_out(self._state, orientation, granularity)
        self._commit(**changes, notation=notation, digits=notation.digits_code, notice=notice)

    def take_notation(self, notation: Notation) -> None:
        """Take a notation that was handed out, and say so."""
        self.set_notation(notation, taken(notation))

    @property
    def keeps_notation(self) -> bool:
        """Whether a saved project says in which notation it was seen."""
        return self._settings.notation_in_projects

    def keep_notation(self, kept: bool) -> None:
        """Let saved projects say in which notation they were seen, or not."""
        self._settings = msgspec.structs.replace(self._settings, notation_in_projects=kept)


def notation_of(state: ViewState) -> Notation:
    """Return the notation of a state, with its orientation and its digits."""
    if state.digits < 0:
        rounding, digits = "places", -1 - state.digits
    else:
        rounding, digits = "significant", state.digits
    return replace(state.notation, orientation=state.orientation, rounding=rounding, digits=digits)


def remembered(settings: Settings) -> Notation:
    """Return the notation of the settings, the program's own where there is none (any more)."""
    if settings.notation is None:
        return PLAIN
    try:
        return Notation.from_dict(settings.notation)
    except NnvizError:
        return PLAIN


def to_remember(state: ViewState) -> dict[str, Any] | None:
    """Return a state's notation as the settings keep it, None for the program's own."""
    now = notation_of(state)
    usual = now.is_plain and now.places is None and now.squared == "any" and not now.name
    return None if usual else now.to_dict()


def taken(notation: Notation) -> Message:
    """Return the sentence about a notation that has just been taken."""
    if not notation.name:
        return message("Everything is now written in this notation.")
    return message("Everything is now written as in “{name}”.", name=notation.name)
