"""What each action of the table does: calls of the session and of the window, nothing else."""

from typing import cast

from nnviz.app.samples import one_sample
from nnviz.views.window.actions import ActionSpec
from nnviz.views.window.commands.edit import EditCommands
from nnviz.views.window.commands.file import FileCommands
from nnviz.views.window.commands.help import HelpCommands
from nnviz.views.window.commands.looks import LookCommands
from nnviz.views.window.commands.playback import PlaybackCommands
from nnviz.views.window.commands.train import TrainCommands
from nnviz.views.window.commands.view import ViewCommands


class Commands(
    PlaybackCommands,
    TrainCommands,
    EditCommands,
    LookCommands,
    ViewCommands,
    FileCommands,
    HelpCommands,
):
    """The slots of the action table, by name."""

    def run(self, action: ActionSpec) -> None:
        """Do what an action says."""
        slot = getattr(self, action.slot)
        if action.argument is None:
            slot()
        else:
            slot(action.argument)

    def is_checked(self, action: ActionSpec) -> bool:
        """Say whether a choice is the present one."""
        now = self._choice(cast("str", action.choice))
        return (
            bool(now)
            if action.argument is None or isinstance(now, bool)
            else (now == action.argument)
        )

    def _choice(self, name: str) -> object:
        state = self._session.state
        if name.startswith("panel_"):
            return self._window.is_panel_open(name.removeprefix("panel_"))
        if name == "level":
            return state.level.depth
        if name == "chain":
            return state.chain is not None
        if name == "full_screen":
            return self._window.isFullScreen()
        if name == "one_sample":
            return one_sample(state)
        if name == "playing":
            return state.shown_status.continuous
        if name in {"loop", "granularity"}:
            return getattr(state.status, name)
        return getattr(state, name)
