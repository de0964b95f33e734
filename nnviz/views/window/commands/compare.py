"""A second run beside the first."""

from typing import cast

from nnviz.app.comparing.rival import Shown
from nnviz.views.window.commands.base import Base


class CompareCommands(Base):
    """A second run beside the first."""

    def compare(self) -> None:
        """Choose the one thing that is otherwise in a second run."""
        from nnviz.views.comparing.feature import Comparing

        self._window.feature(Comparing).ask()

    def show_compared(self, shown: str) -> None:
        """Show A, B, both, or the difference."""
        self._session.show_compared(cast("Shown", shown))

    def show_next_compared(self) -> None:
        """Show what comes next of A, B, both and the difference."""
        self._session.show_next_compared()

    def swap_runs(self) -> None:
        """Let the two runs change places."""
        self._session.swap()

    def take_rival(self) -> None:
        """Go on with the second run alone."""
        self._session.take_rival()

    def stop_comparing(self) -> None:
        """Go back to one run."""
        self._session.stop_comparing()
