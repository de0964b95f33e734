"""The program among others on a desk: windows, paper, settings."""

from typing import TYPE_CHECKING

from nnviz.views.window.commands.base import Base

if TYPE_CHECKING:
    from nnviz.views.printing.feature import Printing
    from nnviz.views.several.feature import SeveralWindows


class DeskCommands(Base):
    """The program among others on a desk: windows, paper, settings."""

    def print_step(self) -> None:
        """Print what is on the stage."""
        self._printing.print()

    def save_picture(self) -> None:
        """Write what is on the stage as a picture."""
        self._printing.save_picture()

    def copy_picture(self) -> None:
        """Put what is on the stage on the clipboard, as a picture."""
        self._printing.copy()

    def save_booklet(self) -> None:
        """Write all steps of the iteration as a PDF."""
        self._printing.save_booklet()

    def show_settings(self) -> None:
        """Show everything that a person may choose."""
        from nnviz.views.settings.dialog import SettingsDialog

        SettingsDialog(self._session, self._window).open()

    def new_window(self) -> None:
        """Open another document in a window of its own."""
        self._several.new()

    def close_window(self) -> None:
        """Close this window; others stay."""
        self._window.close()

    def next_window(self) -> None:
        """Go on to the next window."""
        self._several.next()

    def quit(self) -> None:
        """Close all windows, after asking about what is not saved."""
        self._several.quit()

    @property
    def _printing(self) -> "Printing":
        from nnviz.views.printing.feature import Printing

        return self._window.feature(Printing)

    @property
    def _several(self) -> "SeveralWindows":
        from nnviz.views.several.feature import SeveralWindows

        return self._window.feature(SeveralWindows)
