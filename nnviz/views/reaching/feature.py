"""Joins what helps to see and to reach to the window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTabBar

from nnviz.app.session import Session
from nnviz.app.view_state import ViewState
from nnviz.engine.message import message
from nnviz.scene.narration import title
from nnviz.views.canvas.stage import StageView
from nnviz.views.look.text_size import resize_text
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.reaching.dialog_room import DialogRoom
from nnviz.views.reaching.focus_home import FocusHome
from nnviz.views.reaching.focus_mark import FocusMark
from nnviz.views.reaching.motion import system_reduces_motion
from nnviz.views.reaching.speaking import Speaking
from nnviz.views.window.feature import Feature

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow


class Reaching(Feature):
    """The size of text, the frame of the focus, what is read aloud, little motion, swipes."""

    def __init__(self, session: Session, window: "MainWindow") -> None:
        super().__init__(session, window)
        self.mark = FocusMark(window, window.theme)
        self.room = DialogRoom(window)
        self.home = FocusHome(window, window.stage)
        self.speaking = Speaking(window.stage)
        window.stage.swiped.connect(self._on_swipe)

    def start(self, state: ViewState) -> None:
        """Show the first state, and do as the system does."""
        self._session.set_system_motion(system_reduces_motion())
        self._name_stage(state)
        self._window.stage.setFocus()  # else the first that Qt finds would have it
        self.refresh()

    def apply(self, old: ViewState, new: ViewState) -> None:
        """Follow the size of text and the step."""
        if old.text_scale != new.text_scale:
            resize_text(new.text_scale / 100)
            self._window.redress()
            for view in self._window.findChildren(StageView):
                view.resized.emit(*view.scene_size)
        places = [(s.trace, s.status.position.step_index) for s in (old, new)]
        if places[0] != places[1]:
            self._name_stage(new)

    def refresh(self) -> None:
        """Name the tabs that Qt makes for panels that lie over each other, once it has."""
        QTimer.singleShot(0, self, self._name_tabs)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._name_tabs()
        self._name_stage(self._session.state)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.mark.set_theme(theme)

    def close(self) -> None:
        """Say no more."""
        self.speaking.close()
        self.home.close()

    def _name_stage(self, state: ViewState) -> None:
        step = state.trace.steps[state.status.position.step_index]
        self._window.stage.set_name(message("Stage: {title}", title=title(step)))

    def _name_tabs(self) -> None:
        said = self._window.translate(message("Panels"))
        for bar in self._window.findChildren(QTabBar):
            if bar.parentWidget() is self._window:
                bar.setAccessibleName(said)

    def _on_swipe(self, direction: int) -> None:
        if direction > 0:
            self._session.next()
        else:
            self._session.previous()
