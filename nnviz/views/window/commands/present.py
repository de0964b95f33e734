"""Projector mode and the tools in it."""

from nnviz.views.presenting.feature import Presenting
from nnviz.views.window.commands.base import Base


class PresentCommands(Base):
    """Projector mode and the tools in it."""

    def present(self) -> None:
        """Present from the beginning of the iteration, or go back to the window."""
        self._window.feature(Presenting).toggle()

    def present_here(self) -> None:
        """Present from the step that is on the stage."""
        self._window.feature(Presenting).begin(here=True)

    def present_with(self, tool: str) -> None:
        """Take a presenter's tool, or put it away."""
        self._window.feature(Presenting).use(tool)

    def is_presenting(self) -> bool:
        """Say whether one presents."""
        return self._window.feature(Presenting).is_on

    def presenting_tools(self) -> frozenset[str]:
        """Return the tools in use."""
        return self._window.feature(Presenting).tools
