"""A pointer that rests is hidden, and comes back as soon as it moves."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

REST_MS = 3000


class Resting(QObject):
    """Hides the pointer after a rest while it is ``watching``.

    Signals:
        rested: the pointer has not moved for a while.
    """

    rested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_hidden = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._on_rest)

    @property
    def is_hidden(self) -> bool:
        """Say whether the pointer is hidden."""
        return self._is_hidden

    def watch(self) -> None:
        """Begin to wait for a rest."""
        self._timer.start()

    def moved(self) -> None:
        """Show the pointer again, and wait for its next rest."""
        self._show()
        self._timer.start()

    def stop(self) -> None:
        """Show the pointer and wait no longer."""
        self._timer.stop()
        self._show()

    def _show(self) -> None:
        if self._is_hidden:
            self._is_hidden = False
            QApplication.restoreOverrideCursor()

    def _on_rest(self) -> None:
        if not self._is_hidden:
            self._is_hidden = True
            QApplication.setOverrideCursor(Qt.CursorShape.BlankCursor)
        self.rested.emit()
