"""What each action of the table does: calls of the session and of the window, nothing else."""

from typing import cast

from nnviz.app.samples import one_sample
from nnviz.views.window.actions import ActionSpec
from nnviz.views.window.commands.build import BuildCommands
from nnviz.views.window.commands.compare import CompareCommands
from nnviz.views.window.commands.data import DataCommands
from nnviz.views.window.commands.desk import DeskCommands
from nnviz.views.window.commands.edit import EditCommands
from nnviz.views.window.commands.file import FileCommands
from nnviz.views.window.commands.help import HelpCommands
from nnviz.views.window.commands.looks import LookCommands
from nnviz.views.window.commands.playback import PlaybackCommands
from nnviz.views.window.commands.present import PresentCommands
from nnviz.views.window.commands.reach import ReachCommands
from nnviz.views.window.commands.train import TrainCommands
from nnviz.views.window.commands.view import ViewCommands


class Commands(
    PlaybackCommands,
    TrainCommands,
    BuildCommands,
    CompareCommands,
    EditCommands,
    LookCommands,
    ReachCommands,
    ViewCommands,
    PresentCommands,
    FileCommands,
    DataCommands,
    DeskCommands,
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
        if action.choice == "presented_with":
            return action.argument in self.presenting_tools()
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
        if name == "built_on_map":
            return self.is_map_built_on()
        if name == "presenting":
            return self.is_presenting()
        if name == "chain":
            return state.chain is not None
        if name in {"watching", "pace"}:
            return getattr(self._window.training, name)
        if name == "compared":
            return state.rival.shown if state.rival is not None else ""
        if name == "full_screen":
            return self._window.isFullScreen()
        if name == "one_sample":
            return one_sample(state)
        if name == "playing":
            return state.shown_status.continuous
        if name in {"loop", "granularity"}:
            return getattr(state.status, name)
        return getattr(state, name)
