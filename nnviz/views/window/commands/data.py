"""The data: their table, points that are drawn, and files."""

from nnviz.views.data.feature import DataFeature
from nnviz.views.window.commands.base import Base


class DataCommands(Base):
    """The data: their table, points that are drawn, and files."""

    def toggle_data_panel(self, panel: str) -> None:
        """Open a panel of the data and go into it, or close it."""
        self._window.feature(DataFeature).toggle(panel)

    def export_csv(self) -> None:
        """Ask for a place and write all samples there."""
        self._window.feature(DataFeature).files.ask_to_export()
