"""The windows of the program: opened, closed, and told of what they share."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.app.opening import small
from nnviz.app.project import Opened, open_experiment
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.app.settings_merge import merged
from nnviz.app.settings_store import SettingsStore
from nnviz.app.starting import session_of
from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message
from nnviz.views.keeping.keeping import Keeping
from nnviz.views.several.feature import SeveralWindows, come_forward
from nnviz.views.several.placing import STEP, keep_on_screen
from nnviz.views.window.main_window import MainWindow

# There is one palette and one language of Qt's own words for all windows.
_SHARED = ("theme", "language", "motion", "text_scale")


@dataclass(frozen=True, slots=True, eq=False)
class _Member:
    """A window, its session, and the settings as they were when it was opened."""

    window: MainWindow
    session: Session
    before: Settings


class Windows(QObject):
    """All windows; each has a document of its own.

    Signals:
        language_changed: the code of the language now spoken.
    """

    language_changed = Signal(str)

    def __init__(self, store: SettingsStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._members: list[_Member] = []
        self._current: MainWindow | None = None
        self._sharing = False
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusWindowChanged.connect(self._on_focus)

    @property
    def all(self) -> tuple[MainWindow, ...]:
        """The windows, in the order in which they were opened."""
        return tuple(member.window for member in self._members)

    @property
    def current(self) -> MainWindow | None:
        """The window that was used last, None if none is open."""
        return self._current

    def open(self, opened: Opened, settings: Settings) -> MainWindow:
        """Make a window on a document; it is not shown yet.

        Raises:
            NnvizError: the document cannot be shown.
        """
        session = session_of(opened, settings)
        window = MainWindow(session, settings)
        window.feature(Keeping).belongs_to(opened.path)
        window.feature(SeveralWindows).join(self)
        member = _Member(window, session, settings)
        self._members.append(member)
        window.closing.connect(partial(self._on_closing, member))
        window.language_changed.connect(self.language_changed)
        session.changed.connect(partial(self._share, member))
        self._set_current(window)
        return window

    def new(self, beside: MainWindow) -> MainWindow:
        """Open a new document in a window beside another one, with its settings, and show it."""
        place, panels = beside.arrangement.remembered()
        settings = msgspec.structs.replace(
            self._member(beside).session.settings,
            window_geometry=place, window_panels=panels, welcomed=True,
            open_strips=beside.arrangement.open_strips,
            panels_put_away=beside.arrangement.folded,
        )  # fmt: skip
        window = self.open(open_experiment(small()), settings)
        if not (beside.isFullScreen() or beside.isMaximized()):
            window.resize(beside.size())
            window.move(beside.pos() + STEP)
            keep_on_screen(window)
        window.show()
        come_forward(window)
        return window

    def show_next(self, after: MainWindow) -> None:
        """Bring the window forward that was opened after another one; the first after the last."""
        windows = self.all
        come_forward(windows[(windows.index(after) + 1) % len(windows)])

    def quit(self) -> None:
        """Close all windows, after asking about each document that has changes no file has.

        Whoever cancels one question keeps all windows.
        """
        self._ask_next(())

    def keep_now(self) -> Message | None:
        """Keep every document for recovery; return why one cannot be kept, if one cannot."""
        problems = [window.feature(Keeping).keep_now() for window in self.all]
        return next((problem for problem in problems if problem is not None), None)

    def _ask_next(self, settled: tuple[MainWindow, ...]) -> None:
        for window in self.all:
            keeping = window.feature(Keeping)
            if window not in settled and keeping.is_modified:
                come_forward(window)
                keeping.ask_first(partial(self._ask_next, (*settled, window)))
                return
        for window in self.all:
            window.feature(Keeping).close_for_sure()

    def _member(self, window: MainWindow) -> _Member:
        return next(member for member in self._members if member.window is window)

    def _on_closing(self, member: _Member, own: dict[str, Any]) -> None:
        if member not in self._members:
            return  # it has been closed before
        after = msgspec.structs.replace(member.session.settings, **own)
        self._store.save(merged(self._store.load(), member.before, after))
        self._members.remove(member)
        if self._members:
            # Only a window among others: the last one goes with the program.
            member.window.deleteLater()
        if self._current is member.window:
            self._set_current(self._members[-1].window if self._members else None)

    def _share(self, source: _Member, old: ViewState, new: ViewState) -> None:
        changed = [name for name in _SHARED if getattr(old, name) != getattr(new, name)]
        if not changed or self._sharing or source not in self._members:
            return
        self._sharing = True
        try:
            for member in self._members:
                for name in changed:
                    if member is not source:
                        member.session.choose(name, source.session.chosen(name))
        finally:
            self._sharing = False

    def _on_focus(self, _focus: QWindow | None) -> None:
        """Let the keys belong to the window that is used, or whose panel stands by itself."""
        widget: QWidget | None = QApplication.activeWindow()
        while widget is not None and widget not in self.all:
            widget = widget.parentWidget()
        if isinstance(widget, MainWindow):
            self._set_current(widget)

    def _set_current(self, window: MainWindow | None) -> None:
        self._current = window
        for member in self._members:
            member.window.menus.set_current(member.window is window)
