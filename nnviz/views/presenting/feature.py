"""Projector mode: the stage alone before a hall, with what a presenter needs."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal

from nnviz.app.session import Session
from nnviz.app.view_state import Theme as ThemeName
from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message, message
from nnviz.scene.narration import title
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.presenting.awake import Awake, means_here
from nnviz.views.presenting.bar import PresenterBar
from nnviz.views.presenting.coming import place_of
from nnviz.views.presenting.folding_away import FoldingAway
from nnviz.views.presenting.keys import PresenterKeys
from nnviz.views.presenting.overlay import Over, Overlay
from nnviz.views.presenting.resting import Resting
from nnviz.views.presenting.second_screen import SecondScreen
from nnviz.views.presenting.spoken import Spoken
from nnviz.views.presenting.tools import SCREENS, tool_of
from nnviz.views.presenting.typed_step import TypedStep
from nnviz.views.window.feature import Feature

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow

_PEN_S = 6.0
_WHY = "a presentation"
_NOTICE_MS = 6000  # a notice takes room from the stage
_DIGITS = frozenset("0123456789")
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_MORE, _LESS = frozenset({Qt.Key.Key_Plus, Qt.Key.Key_Equal}), frozenset({Qt.Key.Key_Minus})


class Presenting(Feature):
    """Begins and ends projector mode and does what its keys and its bar ask for.

    Signals:
        changed: something else lies over the stage, or one has begun or left.
    """

    changed = Signal()

    def __init__(self, session: Session, window: "MainWindow") -> None:
        super().__init__(session, window)
        self.awake = Awake(means_here())
        self.keys = PresenterKeys(window, self._take)
        self.typed = TypedStep()
        self._folding = FoldingAway(window)
        self._is_on = False
        self._theme_before: ThemeName = "system"
        self._tools: set[str] = set()
        self.overlay = Overlay(window.stage, window.theme, Spoken(window.translate), _PEN_S, window)
        self.bar = PresenterBar(window.theme, window.translate, window)
        self.resting = Resting(self)
        self._told = QTimer(self)
        self._told.setSingleShot(True)
        self._told.setInterval(_NOTICE_MS)
        self._told.timeout.connect(session.dismiss_notice)
        self.second = SecondScreen(window, session.settings.speaker_view)
        self.overlay.woken.connect(self._wake)
        self.bar.chosen.connect(self._on_bar)
        self.overlay.inked.connect(self.changed)
        self.keys.pointed.connect(self._on_pointer)
        self.resting.rested.connect(self._on_rest)
        self.second.closed.connect(lambda: self._set_tool("speaker", on=False))
        window.installEventFilter(self)

    # What is seen from outside

    @property
    def is_on(self) -> bool:
        """Say whether one presents."""
        return self._is_on

    @property
    def tools(self) -> frozenset[str]:
        """The tools in use."""
        return frozenset(self._tools)

    def begin(self, *, here: bool = False) -> None:
        """Present: from the beginning of the iteration, or from ``here``."""
        if self._is_on:
            return
        self._is_on = True
        session, window = self._session, self._window
        self._theme_before = session.state.theme
        if not here:
            session.home()
        session.dismiss_notice()
        session.set_theme("projector")
        self._folding.fold()
        self._tools.clear()
        self.overlay.set_notation(session.state.notation)
        self._fit()
        self._lay_over()
        self.overlay.show()
        self.overlay.raise_()
        self.keys.watch()
        self.resting.watch()
        self.awake.hold(_WHY)
        self._show_place()
        self.bar.come()
        window.stage.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.second.is_there:
            self._set_tool("speaker", on=True)
        window.menus.refresh()
        self.changed.emit()

    def leave(self) -> None:
        """Go back to the window as it was."""
        if not self._is_on:
            return
        self._is_on = False
        self.keys.stop()
        self.resting.stop()
        self._told.stop()
        self.awake.let_go()
        self.bar.go()
        self.second.close()
        self.typed.forget()
        self._tools.clear()
        self.overlay.freeze(None)
        self.overlay.wipe()
        self.overlay.hide()
        self._set_presented(0.0)
        self._folding.unfold()
        self._session.set_theme(self._theme_before)
        self._window.menus.refresh()
        self.changed.emit()

    def toggle(self) -> None:
        """Present from the beginning, or go back."""
        if self._is_on:
            self.leave()
        else:
            self.begin()

    def use(self, name: str) -> None:
        """Take a tool or put it away; whoever does not present yet begins to."""
        if not self._is_on:
            self.begin(here=True)
        if name == "clear":
            self.overlay.wipe()
        else:
            self._set_tool(name, on=name not in self._tools)

    # What the window tells

    def apply(self, old: ViewState, new: ViewState) -> None:
        """Say where one is, on both screens."""
        if not self._is_on:
            return
        if new.notice is not None and new.notice is not old.notice:
            self._told.start()
        self._folding.keep()
        self.overlay.set_notation(new.notation)
        self._set_other_stage()
        self._show_place()
        self.second.show_state(new)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self.bar.retranslate(tr)
        self.overlay.set_catalogue(Spoken(tr))
        self.second.set_catalogue(Spoken(tr))
        self._lay_over()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.bar.set_theme(theme)
        self.overlay.set_theme(theme)
        self.second.set_theme(theme)

    def may_close(self) -> bool:
        """Leave first, so that the window is remembered as it was."""
        self.leave()
        return True

    def remembered(self) -> dict[str, Any]:
        """Return whether a second screen shows the speaker's view."""
        return {"speaker_view": self.second.is_wanted}

    def close(self) -> None:
        """Let everything go."""
        self.leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window however large it is."""
        if event.type() is QEvent.Type.Resize and watched is self._window and self._is_on:
            self._fit()
        return False

    # The tools

    def _set_tool(self, name: str, *, on: bool) -> None:
        if not self._is_on or on == (name in self._tools):
            return
        if on:
            self._tools -= _against(name)
            self._tools.add(name)
        else:
            self._tools.discard(name)
        if name == "freeze":
            self._freeze(on=on)
        elif name == "speaker":
            self._speak(on=on)
        self._lay_over()

    def _freeze(self, *, on: bool) -> None:
        centre = self._window.centralWidget()
        if on and centre is not None:
            at = QPointF(centre.mapTo(self._window, centre.rect().topLeft()))
            self.overlay.freeze(centre.grab(), at)
        else:
            self.overlay.freeze(None)

    def _speak(self, *, on: bool) -> None:
        if on:
            self.second.open(self._window.theme, Spoken(self._window.translate))
            self.second.show_state(self._session.state)
        else:
            self.second.close()
        self.keys.include(self.second.view)

    def _wake(self) -> None:
        for name in SCREENS & self._tools:
            self._set_tool(name, on=False)

    def _lay_over(self) -> None:
        """Show on the overlay, the bar and the second screen which tools are in use."""
        tools = self._tools
        screen = next((name for name in ("black", "white") if name in tools), "")
        follows = next((name for name in ("spotlight", "magnifier") if name in tools), "")
        words = self._window.translate(self._typed_words()) if self.typed.text else ""
        self.overlay.set_over(Over(screen, follows, "pen" in tools, self.typed.text, words))
        self.bar.show_on(tools)
        if screen:
            self.bar.go()  # nothing at all is seen
        self.second.show_aside(self._aside())
        self._window.menus.refresh()
        self.changed.emit()

    def _aside(self) -> Message | None:
        if "black" in self._tools or "white" in self._tools:
            return message("The hall sees nothing.")
        if "freeze" in self._tools:
            return message("The hall sees a frozen picture.")
        return None

    # Keys and pointer

    def _take(self, key: int, text: str, shift: bool) -> bool:
        """Do what a key asks for; say whether it was one of a presenter's."""
        if self._tools & SCREENS and key not in {Qt.Key.Key_Escape, Qt.Key.Key_F5}:
            self._wake()  # any key brings the picture back, and does nothing else
            return True
        if key == Qt.Key.Key_F5:
            self.leave()
            return True
        if self._take_typing(key, text):
            return True
        if key == Qt.Key.Key_Escape:
            self._escape()
            return True
        if key in _MORE | _LESS:
            return self.overlay.grow(more=key in _MORE)
        tool = None if shift else tool_of(key)
        if tool is not None:
            self.use(tool.name)
        return tool is not None

    def _take_typing(self, key: int, text: str) -> bool:
        """Take what belongs to the number of a step."""
        if text and text in _DIGITS:
            self.typed.type(text)
        elif not self.typed.text:
            return False
        elif key in _ENTER:
            self._go()
        elif key == Qt.Key.Key_Backspace:
            self.typed.take_back()
        elif key == Qt.Key.Key_Escape:
            self.typed.forget()
        else:
            self.typed.forget()
            self._lay_over()
            return False
        self._lay_over()
        return True

    def _go(self) -> None:
        number, count = self.typed.number, place_of(self._session.state)[1]
        if number is not None and 1 <= number <= count:
            self._session.seek_step(number - 1)
            self.typed.forget()

    def _typed_words(self) -> Message:
        steps, number = self._session.state.trace.steps, self.typed.number or 0
        if 1 <= number <= len(steps):
            return title(steps[number - 1])
        return message("There are steps 1 to {count}.", count=len(steps))

    def _escape(self) -> None:
        """Put one thing away; where there is nothing, leave."""
        for name in ("black", "white", "pen", "magnifier", "spotlight", "freeze"):
            if name in self._tools:
                self._set_tool(name, on=False)
                return
        self.leave()

    def _on_bar(self, name: str) -> None:
        if name == "leave":
            self.leave()
        elif name == "next":
            self._session.next()
        elif name == "previous":
            self._session.previous()
        else:
            self.use(name)

    def _on_pointer(self, at: QPointF) -> None:
        here = self._window.mapFromGlobal(at)
        self.resting.moved()
        self.overlay.point(here)
        if not self._tools & SCREENS:
            self.bar.look(here)

    def _on_rest(self) -> None:
        """Ask about no cell by a pointer that nobody sees."""
        if not self.overlay.over.follows:
            self._session.hover(None)

    # The screen

    def _fit(self) -> None:
        self.overlay.setGeometry(self._window.rect())
        self._set_presented(float(self._window.height()))
        self._freeze(on="freeze" in self._tools)
        self.changed.emit()

    def _set_presented(self, screen: float) -> None:
        self._window.stage.set_presented(screen)
        self._set_other_stage()
        self._window.presenter.recompose()

    def _set_other_stage(self) -> None:
        other = self._window.presenter.other_stage
        if other is not None:
            other.set_presented(self._window.stage.presented)

    def _show_place(self) -> None:
        self.bar.show_step(*place_of(self._session.state))


def _against(name: str) -> frozenset[str]:
    """Return the tools that go when another one comes."""
    for kind in (SCREENS, frozenset({"spotlight", "magnifier", "pen"})):
        if name in kind:
            return kind - {name}
    return frozenset()
