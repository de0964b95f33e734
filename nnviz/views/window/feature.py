"""A part of the program that brings views of its own and joins them to the session."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from nnviz.app.session import Session
from nnviz.app.view_state import ViewState
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow


class Feature(QObject):
    """Made once by the window, told of everything; overrides what it needs.

    Its panels are added in ``__init__`` (``window.arrangement.add_panel``), before the window
    puts everything where it was last.
    """

    def __init__(self, session: Session, window: "MainWindow") -> None:
        super().__init__(window)
        self._session = session
        self._window = window

    def start(self, state: ViewState) -> None:
        """Show the first state: the window is put together."""

    def apply(self, old: ViewState, new: ViewState) -> None:
        """Show what has changed."""

    def refresh(self) -> None:
        """Look anew at which panels are open."""

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""

    def may_close(self) -> bool:
        """Say whether the window may close; ask the person if that is not sure."""
        return True

    def remembered(self) -> dict[str, Any]:
        """Return the settings that only this part knows, by name."""
        return {}

    def close(self) -> None:
        """Stop what is under way: the window closes."""
