"""The program with a window: made here and nowhere else."""

import gc
import os
import signal
import sys
import time
from pathlib import Path

import msgspec
from PySide6.QtCore import QEvent, QLibraryInfo, QObject, QTimer, QTranslator, Signal
from PySide6.QtWidgets import QApplication

import nnviz
from nnviz.app.project import MissingDataError, Opened
from nnviz.app.session import Session
from nnviz.app.settings import Settings
from nnviz.app.settings_store import SettingsStore
from nnviz.app.starting import first_document
from nnviz.engine.errors import NnvizError
from nnviz.engine.writing import Notation
from nnviz.views.keeping.keeping import Keeping
from nnviz.views.look import app_icon
from nnviz.views.presenting.feature import Presenting
from nnviz.views.several.windows import Windows
from nnviz.views.window.crash import CrashHook
from nnviz.views.window.main_window import MainWindow
from nnviz.views.window.state_log import VARIABLE, StateLog

QUIT_VARIABLE = "NNVIZ_QUIT_AFTER_READY"
_QT_CATALOGUES = {"zh": "qtbase_zh_CN"}


def run(
    name: str | None,
    file: Path | None,
    started_s: float,
    notation: Notation | None = None,
    *,
    projector: bool = False,
    language: str | None = None,
) -> int:
    """Open the window and return the exit code when it is closed.

    ``started_s`` is when the program began, on the clock of ``time.perf_counter``; a ``language``
    is for this time only.
    """
    app = make_application()
    store = SettingsStore()
    settings = store.load()
    if language is not None:
        settings = msgspec.structs.replace(settings, language=language)
    windows = Windows(store, app)
    try:
        opened, missing = _first(settings, name, file)
        window = windows.open(opened, settings)
        if notation is not None:
            window.session.take_notation(notation)
    except NnvizError as error:
        from nnviz.app.texts import Catalogue, system_language

        sys.stderr.write(
            "nnviz: " + Catalogue(language or system_language()).translate(error.message) + "\n"
        )
        return 2
    hook = CrashHook(
        lambda: windows.current,
        lambda: (windows.current or window).translate,
        windows.keep_now,
    )
    hook.install()
    qt = QtLanguage(app)
    qt.speak(window.session.state.language)
    windows.language_changed.connect(qt.speak)
    log = _watch(window, window.session, started_s)
    window.show()
    if projector:
        window.feature(Presenting).begin(here=True)
    QTimer.singleShot(0, lambda: _offer(window.feature(Keeping), missing))
    # What is loaded by now stays: looking through all of it again would cost two frames.
    gc.freeze()
    gc.enable()  # the launcher has stopped it
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
    app.setDesktopFileName("nnviz")
    app.setWindowIcon(app_icon.icon())
    # Python sees Ctrl+C only when Qt gives it a turn; the default action needs none.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return app


def _first(settings: Settings, name: str | None, file: Path | None) -> tuple[Opened, Path | None]:
    """Return what is open first, and the file that has to be asked about in the window."""
    try:
        return first_document(settings, name, file), None
    except MissingDataError:
        return first_document(settings, None, None), file


def _offer(keeping: Keeping, missing: Path | None) -> None:
    """Ask where a project's data is; else offer what a crash has left."""
    if missing is not None:
        keeping.open_path(missing)
    else:
        keeping.offer_recovery()


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
