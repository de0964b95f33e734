"""What opening, saving and recovering have in common: the file, the worker, the question."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QDialog

from nnviz.app.project import Keepsake, Project, view_of
from nnviz.app.project.writing import file_stamp
from nnviz.app.session import Session
from nnviz.engine.message import Message, message
from nnviz.views.keeping import questions
from nnviz.views.keeping.recent import RecentMenu
from nnviz.views.look.words import Translate
from nnviz.views.panels.names import title
from nnviz.views.window.feature import Feature
from nnviz.views.window.worker import Worker

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow

Then: TypeAlias = Callable[[], object]


class KeepingBase(Feature):
    """Knows the file of the document, and does one thing after another beside the window."""

    def __init__(self, session: Session, window: "MainWindow") -> None:
        super().__init__(session, window)
        settings = session.settings
        self._path: Path | None = None
        self._stamp = ""  # of the file, when it was opened or saved
        self._folder = settings.last_folder or _documents()
        self._worker = Worker(self)
        self._jobs = 0
        self._saving = 0  # files that are being written now
        self._next: tuple[Then, Then] | None = None  # to be asked about once they are
        self.recent = RecentMenu(settings.recent, window.tr_message, window)
        self.question: QDialog | None = None

    @property
    def path(self) -> Path | None:
        """The file of the document, None if it has none yet."""
        return self._path

    @property
    def is_modified(self) -> bool:
        """Whether there is anything that the file has not."""
        return self._session.is_modified or self._window.training.is_running

    @property
    def name(self) -> Message:
        """What the document is called: its file, else its data and layers."""
        if self._path is not None:
            return message("{name}", name=self._path.name)
        return title(self._session.state.experiment)

    def belongs_to(self, path: Path | None) -> None:
        """Take a file for the one that the document was opened from."""
        self._path = path
        self._stamp = "" if path is None else file_stamp(path)
        if path is not None:
            self.recent.add(path)
        self.show_title()

    def snapshot(self) -> Project:
        """Return what would have to be kept at this moment."""
        path = None if self._path is None else str(self._path)
        keepsake = Keepsake(path, self._stamp, self.is_modified, time.time())
        session = self._session
        notation = session.notation.to_dict() if session.keeps_notation else None
        return Project(session.document, view_of(session.state, notation), keepsake)

    def show_title(self) -> None:
        """Name the document in the title of the window, and mark it if it has changed."""
        own = self._tr(title(self._session.state.experiment))
        name = own if self._path is None else self._path.name
        rest = "" if self._path is None else f" — {own}"
        self._window.setWindowTitle(f"{name}[*]{rest} — nnviz")
        self._window.setWindowModified(self.is_modified)

    def ask_first(self, then: Then, otherwise: Then = lambda: None) -> None:
        """Do something that replaces the document, after asking about unsaved changes.

        ``otherwise`` is done if the person would rather not. While a file is being written it is
        not known what will be unsaved: that is awaited.
        """
        if not self.is_modified:
            then()
        elif self._saving:
            self._let_go()
            self._next = then, otherwise
        elif isinstance(self.question, questions.Question):
            self.question.activateWindow()  # it is asked already
            otherwise()
        else:
            window, tr, name = self._window, self._tr, self.name
            save = partial(self.save, then)
            self._ask(questions.unsaved(window, tr, name, save, then, otherwise))

    def save(self, then: Then | None = None) -> None:
        """Save the document; ``then`` is done once that has worked."""
        raise NotImplementedError

    @property
    def _tr(self) -> Translate:
        return self._window.tr_message

    def _ask(self, dialog: QDialog) -> None:
        """Show a dialog; it is known as the question until it is gone."""
        self.question = dialog
        dialog.finished.connect(partial(self._on_answered, dialog))
        dialog.open()

    def _on_answered(self, dialog: QDialog, _code: int) -> None:
        if self.question is dialog:
            self.question = None

    def _let_go(self) -> None:
        """Forget what waits for a file to be written."""
        waiting, self._next = self._next, None
        if waiting is not None:
            waiting[1]()

    def _saved(self) -> None:
        """Note that a file has been written, or cannot be, and go on with what waits for that."""
        self._saving -= 1
        waiting = self._next
        if not self._saving and waiting is not None:
            self._next = None
            self.ask_first(*waiting)

    def _submit(
        self,
        name: str,
        job: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[], None] | None = None,
    ) -> None:
        self._jobs += 1  # each has a topic of its own: none makes another one stale
        self._worker.submit(f"{name} {self._jobs}", job, done, failed)


def _documents() -> str:
    """Return the folder in which people keep what they write."""
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
