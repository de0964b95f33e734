"""Opening documents: new ones, files of any kind, examples."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

from nnviz.app.experiment import Experiment
from nnviz.app.opening import small
from nnviz.app.project import MissingDataError, Opened, kind_of, open_experiment, open_file
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message
from nnviz.views.keeping import file_dialogs, questions
from nnviz.views.keeping.base import KeepingBase
from nnviz.views.notating.feature import Notating

_Answer: TypeAlias = Opened | MissingDataError | Message


class KeepingOpening(KeepingBase):
    """Puts other documents in place of what is open, once nothing is lost by it."""

    def new(self) -> None:
        """Begin a new document: a small network on XOR."""
        self.open_experiment(small())

    def open_experiment(self, experiment: Experiment) -> None:
        """Begin a new document with an experiment."""
        self.ask_first(lambda: self._try_adopt(lambda: open_experiment(experiment)))

    def ask_to_open(self) -> None:
        """Let the person choose a file, and open it."""
        self._ask(file_dialogs.to_open(self._window, self._tr, self._folder, self.open_path))

    def open_path(self, path: Path, data_at: Path | None = None) -> None:
        """Open a file of any kind; a table becomes the data of the network that is open."""
        self._folder = str(path.absolute().parent)
        try:
            kind = kind_of(path)
        except NnvizError as error:
            self._window.refuse(error.message)
            return
        if kind == "notation":
            self._window.feature(Notating).open_path(path)
            return
        if kind == "table":
            self._window.open_table(path)
            return
        data = self._session.state.experiment.data
        job = partial(_answer, lambda: open_file(path.absolute(), data, data_at))
        self._submit("open", job, self._on_opened)

    def adopt(self, opened: Opened, unsaved: bool = False) -> None:
        """Put an opened document in place of what is open.

        Raises:
            NnvizError: it cannot be shown.
        """
        self._session.open_document(opened.document, opened.view, opened.notice)
        if unsaved:
            self._session.note_unsaved()
        self.belongs_to(opened.path)

    def _on_opened(self, answer: _Answer) -> None:
        if isinstance(answer, Opened):
            self.ask_first(lambda: self._try_adopt(lambda: answer))
        elif isinstance(answer, MissingDataError):
            self._ask_for_data(answer)
        else:
            self._window.refuse(answer)

    def _ask_for_data(self, error: MissingDataError) -> None:
        folder, found = str(error.project.parent), partial(self.open_path, error.project)
        window, tr = self._window, self._tr

        def find() -> None:
            self._ask(file_dialogs.to_find_data(window, tr, folder, found))

        self._ask(questions.data_not_found(window, tr, error.project.name, error.name, find))

    def _try_adopt(self, make: Callable[[], Opened], unsaved: bool = False) -> bool:
        try:
            self.adopt(make(), unsaved)
        except NnvizError as error:
            self._window.refuse(error.message)
            return False
        return True


def _answer(make: Callable[[], Opened]) -> _Answer:
    """Open a file in the worker thread, and say how that ended."""
    try:
        return make()
    except MissingDataError as error:
        return error
    except NnvizError as error:
        return error.message
