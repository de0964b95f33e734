"""What happens when something unexpected goes wrong: a calm word, the details, and on it goes."""

import platform
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtWidgets import QWidget

import nnviz
from nnviz.engine.message import Message, message
from nnviz.views.look.words import Translate


class CrashHook:
    """Shows an unexpected exception instead of ending the program.

    The traceback also goes to stderr. While one dialog is open further exceptions only add to its
    details, so that a fault in a timer does not bury the window.
    """

    def __init__(
        self,
        parent: Callable[[], QWidget | None],
        tr: Callable[[], Translate],
        keep: Callable[[], Message | None] = lambda: None,
    ) -> None:
        """Make a hook; ``keep`` keeps the document for recovery, or says why it cannot."""
        self._parent = parent
        self._tr = tr
        self._keep = keep
        self._dialog: QWidget | None = None
        self._before = sys.excepthook

    def install(self) -> None:
        """Take the place of ``sys.excepthook``."""
        self._before = sys.excepthook
        sys.excepthook = self.handle

    def uninstall(self) -> None:
        """Give ``sys.excepthook`` back."""
        sys.excepthook = self._before

    def handle(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Report one exception; Ctrl+C in the terminal ends the program as ever."""
        if issubclass(kind, KeyboardInterrupt):
            from PySide6.QtWidgets import QApplication

            QApplication.exit(130)
            return
        details = report(kind, error, trace)
        sys.stderr.write(details)
        if threading.current_thread() is threading.main_thread():
            self._show(details, self._kept())

    def _kept(self) -> Message | None:
        """Keep the document; whatever goes wrong with that too is said, and nothing more."""
        try:
            return self._keep()
        except Exception as error:  # the hook itself has nobody to hand it to
            return message("{reason}", reason=f"{type(error).__name__}: {error}")

    def _show(self, details: str, problem: Message | None) -> None:
        from nnviz.views.dialogs.crash_dialog import CrashDialog

        if isinstance(self._dialog, CrashDialog):
            self._dialog.add(details)
            return
        dialog = CrashDialog(details, problem, self._tr(), self._parent())
        self._dialog = dialog
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _on_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None


def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Return what a developer needs to know: the versions and the traceback."""
    import PySide6

    versions = (
        f"nnviz {nnviz.__version__}, Python {platform.python_version()}, "
        f"PySide6 {PySide6.__version__}, {platform.platform()}\n"
    )
    return versions + "".join(traceback.format_exception(kind, error, trace))
