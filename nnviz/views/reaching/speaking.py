"""What has changed on the stage, for those who hear it."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from nnviz.views.canvas.stage import StageView

_REST_MS = 200  # words that follow each other quicker would talk over one another


class Speaking(QObject):
    """Tells screen readers the sentence of the stage, and the number that is pointed at.

    The cells are no widgets, and a table of them cannot be offered: PySide6 has no
    QAccessibleTableInterface. What is walked to is therefore the description of the stage, with
    its place in its matrix and its value, and it is announced.

    Signals:
        said: what was told, when it was.
    """

    said = Signal(str)

    def __init__(self, stage: StageView) -> None:
        super().__init__(stage)
        self._stage = stage
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._say)
        self._last = ""
        stage.told.connect(self._rest.start)

    def close(self) -> None:
        """Say no more: the window is going."""
        self._rest.stop()

    def _say(self) -> None:
        words = self._stage.accessibleDescription()
        if not words or words == self._last:
            return
        self._last = words
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._stage, words))
        self.said.emit(words)
