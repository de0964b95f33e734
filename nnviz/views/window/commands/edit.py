"""Undo, redo, and what is supposed."""

from nnviz.views.window.commands.base import Base


class EditCommands(Base):
    """Undo, redo, and what is supposed."""

    def undo(self) -> None:
        """Take the last edit back."""
        self._session.undo()

    def redo(self) -> None:
        """Do the edit again."""
        self._session.redo()

    def what_if(self) -> None:
        """Change the number that is kept or pointed at, to see what would come of it."""
        self._window.what_if.open_pinned()

    def keep(self) -> None:
        """Train on with what is supposed."""
        self._session.keep()

    def put_back(self) -> None:
        """Let all be as it was before anything was supposed."""
        self._session.put_back()
