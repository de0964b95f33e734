"""What explains the program."""

from nnviz.views.guide.feature import GuideFeature
from nnviz.views.window.commands.base import Base


class HelpCommands(Base):
    """What explains the program."""

    def show_guide(self) -> None:
        """Open the guide where one was last."""
        self._guide.open()

    def explain_step(self) -> None:
        """Open the page of the step on the stage."""
        self._guide.open_step()

    @property
    def _guide(self) -> GuideFeature:
        return self._window.feature(GuideFeature)

    def show_palette(self) -> None:
        """Show every command, to be found by a few letters."""
        from nnviz.views.command_palette.recent import PaletteFeature

        self._window.feature(PaletteFeature).open()

    def show_shortcuts(self) -> None:
        """Show every key."""
        from nnviz.views.dialogs.shortcuts import ShortcutsDialog

        self._window.open_dialog(ShortcutsDialog)

    def show_about(self) -> None:
        """Say what nnviz is."""
        from nnviz.views.dialogs.about import AboutDialog

        self._window.open_dialog(AboutDialog)
