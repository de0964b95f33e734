"""Larger words, and walking from number to number."""

from PySide6.QtCore import Qt

from nnviz.views.canvas.stage import StageView
from nnviz.views.reaching import parts
from nnviz.views.window.commands.base import Base

_WAYS = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}


class ReachCommands(Base):
    """Larger words, and walking from number to number."""

    def set_text_scale(self, percent: int) -> None:
        """Choose the size of all text."""
        self._session.set_text_scale(percent)

    def change_text_scale(self, steps: int) -> None:
        """Make all text larger or smaller."""
        self._session.change_text_scale(steps)

    def walk(self, way: str) -> None:
        """Go to the next number in a direction; the map's own numbers while the focus is there."""
        view = self._walked()
        view.setFocus(Qt.FocusReason.OtherFocusReason)
        view.walk(_WAYS[way])

    def keep_walked(self) -> None:
        """Keep the number on which the cursor stands in the inspector, or let it go."""
        view = self._walked()
        if view.cursor_cell is not None:
            view.clicked.emit(view.cursor_cell)

    def go_to_part(self, by: int) -> None:
        """Go with the focus to the next part of the window, or to the one before."""
        parts.go_to_part(self._window, self._window.views.top_bar, by)

    def _walked(self) -> StageView:
        focused = self._window.focusWidget()
        return focused if isinstance(focused, StageView) else self._window.stage
