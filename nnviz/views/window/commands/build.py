"""Building, where it is asked for by menu or key."""

from nnviz.views.build.feature import BuildFeature
from nnviz.views.window.commands.base import Base


class BuildCommands(Base):
    """Building, where it is asked for by menu or key."""

    def toggle_map_building(self) -> None:
        """Begin or end building on the network map."""
        self._window.feature(BuildFeature).toggle_map()

    def is_map_built_on(self) -> bool:
        """Say whether one builds on the map."""
        return self._window.feature(BuildFeature).builds_on_map
