"""What explains the program."""

from nnviz.views.window.commands.base import Base


class HelpCommands(Base):
    """What explains the program."""

    def show_shortcuts(self) -> None:
        """Show every key."""
        from nnviz.views.dialogs.shortcuts import ShortcutsDialog

        self._window.open_dialog(ShortcutsDialog)

    def show_about(self) -> None:
        """Say what nnviz is."""
        from nnviz.views.dialogs.about import AboutDialog

        self._window.open_dialog(AboutDialog)
