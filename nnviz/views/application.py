"""The program with a window: made here and nowhere else."""

import gc
import os
import signal
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, QLibraryInfo, QObject, QTimer, QTranslator, Signal
from PySide6.QtWidgets import QApplication

import nnviz
from nnviz.app.experiment import DataSpec, Experiment
from nnviz.app.opening import batch_for, fitted, named
from nnviz.app.saved import saved_experiment
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.app.settings_store import SettingsStore
from nnviz.engine.errors import NnvizError
from nnviz.engine.exchange import is_network_file
from nnviz.views.dialogs.csv_import import likely_target, preview
from nnviz.views.window.crash import CrashHook
from nnviz.views.window.main_window import MainWindow
from nnviz.views.window.state_log import VARIABLE, StateLog

QUIT_VARIABLE = "NNVIZ_QUIT_AFTER_READY"
_QT_CATALOGUES = {"zh": "qtbase_zh_CN"}


def run(name: str | None, file: Path | None, started_s: float) -> int:
    """Open the window and return the exit code when it is closed.

    ``started_s`` is when the program began, on the clock of ``time.perf_counter``.
    """
    app = make_application()
    store = SettingsStore()
    settings = store.load()
    try:
        session = open_session(settings, name, file)
    except NnvizError as error:
        from nnviz.app.texts import Catalogue, system_language

        sys.stderr.write("nnviz: " + Catalogue(system_language()).translate(error.message) + "\n")
        return 2
    window = MainWindow(session, settings)
    hook = CrashHook(lambda: window, lambda: window.translate)
    hook.install()
    language = QtLanguage(app)
    language.speak(session.state.language)
    window.language_changed.connect(language.speak)
    window.closing.connect(lambda own: _remember(store, session, own))
    log = _watch(window, session, started_s)
    window.show()
    # What is loaded by now stays: looking through all of it again would cost two frames.
    gc.freeze()
    code = app.exec()
    del log
    hook.uninstall()
    return code


def make_application() -> QApplication:
    """Return the one QApplication, with the program's habits."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([sys.argv[0]])
    app.setApplicationName("nnviz")
    app.setApplicationVersion(nnviz.__version__)
    # Python sees Ctrl+C only when Qt gives it a turn; the default action needs none.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return app


def open_session(settings: Settings, name: str | None, file: Path | None) -> Session:
    """Return a session on the example or the file asked for, else on what was open last.

    Raises:
        NnvizError: the example or the file cannot be opened.
    """
    if file is not None:
        return Session(experiment_of(file), settings)
    if name is not None:
        return Session(named(name), settings)
    try:
        last = None if settings.experiment is None else Experiment.from_dict(settings.experiment)
        return Session(last, settings)
    except NnvizError:
        return Session(None, settings)  # a file that has moved is no reason not to start


def experiment_of(file: Path) -> Experiment:
    """Return the saved network in a file, or a small network that fits the table in it.

    Raises:
        NnvizError: the file cannot be used.
    """
    if zipfile.is_zipfile(file) or is_network_file(file):
        return saved_experiment(file)
    found = preview(file)
    target = found.columns[likely_target(found.columns)]
    data = DataSpec("csv", str(file.resolve()), target=target, batch_size=batch_for(found.n_rows))
    return fitted(data)


def _remember(store: SettingsStore, session: Session, own: dict[str, Any]) -> None:
    store.save(msgspec.structs.replace(session.settings, **own))


class QtLanguage:
    """The words that Qt itself puts on buttons and menus."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._translator = QTranslator(app)

    def speak(self, language: str) -> None:
        """Let Qt speak a language too."""
        self._app.removeTranslator(self._translator)
        catalogue = _QT_CATALOGUES.get(language)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if catalogue is not None and self._translator.load(catalogue, folder):
            self._app.installTranslator(self._translator)


class FirstPaint(QObject):
    """Says once that the stage has been painted.

    Signals:
        painted: after the event in which it was.
    """

    painted = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._stage = window.stage
        self._stage.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the first paint event."""
        if event.type() == QEvent.Type.Paint:
            self._stage.removeEventFilter(self)
            QTimer.singleShot(0, self.painted.emit)
        return super().eventFilter(watched, event)


def _watch(window: MainWindow, session: Session, started_s: float) -> FirstPaint:
    """Write down what happens, and quit when ready, where the environment asks for it."""
    first = FirstPaint(window)
    if os.environ.get(VARIABLE) == "1":
        log = StateLog(window, session)
        first.painted.connect(lambda: log.ready(time.perf_counter() - started_s))
    if os.environ.get(QUIT_VARIABLE) == "1":
        first.painted.connect(lambda: QTimer.singleShot(100, window.close))
    return first
