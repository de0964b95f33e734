"""Colours, language, ways of writing."""

from typing import cast

from nnviz.app.view_state import Theme
from nnviz.engine.orientation import Orientation
from nnviz.scene.options import ProductView
from nnviz.scene.products.ways import next_way
from nnviz.views.notating.feature import Notating
from nnviz.views.window.commands.base import Base

_THEMES: tuple[Theme, ...] = ("light", "dark", "projector")


class LookCommands(Base):
    """Colours, language, ways of writing."""

    def set_theme(self, theme: str) -> None:
        """Choose the colours."""
        self._session.set_theme(cast("Theme", theme))

    def next_theme(self) -> None:
        """Go on to the next theme after the one that is seen."""
        seen = self._window.theme.name
        self._session.set_theme(_THEMES[(_THEMES.index(cast("Theme", seen)) + 1) % len(_THEMES)])

    def set_language(self, language: str) -> None:
        """Choose the language."""
        self._session.set_language("zh" if language == "zh" else "en")

    def next_language(self) -> None:
        """Change to the other language."""
        self._session.set_language("en" if self._session.state.language == "zh" else "zh")

    def set_orientation(self, orientation: str) -> None:
        """Choose how samples are written."""
        self._session.set_orientation(cast("Orientation", orientation))

    def next_orientation(self) -> None:
        """Change to the other way of writing."""
        now = self._session.state.orientation
        self._session.set_orientation("rows" if now == "textbook" else "textbook")

    def match_textbook(self) -> None:
        """Choose how symbols and numbers are written."""
        self._window.feature(Notating).show_dialog()

    def set_digits(self, digits: int) -> None:
        """Choose how many significant digits are shown."""
        self._session.set_digits(digits)

    def set_product_view(self, view: str) -> None:
        """Choose the way in which matrix products are seen."""
        self._session.set_product_view(cast("ProductView", view))
        self._session.tell_product_view()

    def next_product_view(self) -> None:
        """Go on to the next of the five ways."""
        step = self._session.state.trace.steps[self._session.state.status.position.step_index]
        self._session.set_product_view(next_way(self._session.state.product_view, step))
        self._session.tell_product_view()

    def toggle_reduced_motion(self) -> None:
        """Let nothing fly or turn, or let it again."""
        self._session.set_reduced_motion(not self._session.state.reduced_motion)

    def toggle_lens(self) -> None:
        """Let the lens be there at once, or only after a rest of the pointer."""
        self._session.set_lens(not self._session.state.lens)
