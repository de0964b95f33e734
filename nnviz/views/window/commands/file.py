"""Opening and closing."""

from nnviz.app.edits import Open
from nnviz.app.experiment import example
from nnviz.views.window.commands.base import Base


class FileCommands(Base):
    """Opening and closing."""

    def open_example(self, name: str) -> None:
        """Open a built-in example in place of what is open."""
        self._session.close_chain()
        self._session.edit(Open(example(name)))
        self._session.home()

    def open_csv(self) -> None:
        """Ask for a CSV file."""
        self._window.ask_for_csv()

    def quit(self) -> None:
        """Close the window."""
        self._window.close()
