"""What is open when the program starts."""

from dataclasses import replace
from pathlib import Path

from nnviz.app.experiment import Experiment, example
from nnviz.app.journal import read_last
from nnviz.app.opening import named
from nnviz.app.project import Opened, open_experiment, open_file
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.engine.errors import NnvizError

_FIRST = "xor"


def first_document(settings: Settings, name: str | None, file: Path | None) -> Opened:
    """Return the file or the example asked for, else what was open last.

    Raises:
        MissingDataError: the file is a project whose data is not where it was.
        NnvizError: the example or the file cannot be opened.
    """
    if file is not None:
        return open_file(file.absolute())
    if name is not None:
        return open_experiment(named(name))
    return read_last() or _last_file(settings) or _last_experiment(settings)


def session_of(opened: Opened, settings: Settings) -> Session:
    """Return a session on a document that was opened, seen as it was seen last.

    Raises:
        NnvizError: it cannot be shown.
    """
    session = Session(replace(opened.document, wishes=()), settings)
    session.open_document(opened.document, opened.view, opened.notice)
    return session


def _last_file(settings: Settings) -> Opened | None:
    path = Path(settings.last_file)
    if not settings.last_file or not path.is_file():
        return None
    try:
        return open_file(path)
    except NnvizError:
        return None  # a file that was damaged is no reason not to start


def _last_experiment(settings: Settings) -> Opened:
    try:
        if settings.experiment is not None:
            return open_experiment(Experiment.from_dict(settings.experiment))
    except NnvizError:
        pass  # nor is one whose data has moved
    return open_experiment(example(_FIRST))
