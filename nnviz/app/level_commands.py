"""Looking from far away or from close by, as a command of the session."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nnviz.app.relations import has_cell
from nnviz.app.view_state import ViewState
from nnviz.engine import Trace
from nnviz.playback.player import Status
from nnviz.scene.levels.level import Level


class LevelCommands:
    """The part of :class:`nnviz.app.session.Session` that knows how deep one looks."""

    if TYPE_CHECKING:
        _state: ViewState

        def _commit(self, **changes: Any) -> None: ...

    def look_at(self, level: Level) -> None:
        """Look at the whole network, a layer, a matrix or a cell; what is not there is left out."""
        self._commit(level=_there(level, self._state.trace))

    def set_lens(self, lens: bool) -> None:
        """Let the lens over heat maps be there at once, or only when the pointer rests."""
        self._commit(lens=lens)

    def _level_fields(self, changes: Mapping[str, Any], status: Status) -> dict[str, Any]:
        """Return the level after changes of other fields.

        What was chosen stays while one goes through the iterations; once time goes on inside one,
        the picture follows what is being made.
        """
        if "level" in changes:
            return {}
        level = self._state.level
        if "trace" in changes:
            return {"level": _there(level, changes["trace"])}
        if status.position != self._state.status.position:
            return {"level": replace(level, layer=None, cell=None)}
        return {}


def _there(level: Level, trace: Trace) -> Level:
    """Return the level without a layer or a cell that a trace has not."""
    if level.cell is not None and not has_cell(trace, level.cell):
        level = replace(level, cell=None)
    if level.layer is not None and not 1 <= level.layer <= len(trace.spec.layers):
        level = replace(level, layer=None)
    return level
