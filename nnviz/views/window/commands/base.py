"""What all commands have: the session and the window."""

from typing import TYPE_CHECKING

from nnviz.app.session import Session

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow


class Base:
    """Holds what commands are told to."""

    def __init__(self, session: Session, window: "MainWindow") -> None:
        self._session = session
        self._window = window
