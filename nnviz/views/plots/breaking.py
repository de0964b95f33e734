"""Words and switches in one row, or in two where one is too short."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QWidget

_GAP = 8
_WORDS = 230  # what the words may need, whatever they say now: nothing is to jump


class Breaking(QWidget):
    """Puts the switches beside the words while there is room for both, else below them."""

    def __init__(self, words: QLabel, switches: QHBoxLayout) -> None:
        super().__init__()
        self._words = words
        self._switches = QWidget()
        switches.setContentsMargins(0, 0, 0, 0)
        self._switches.setLayout(switches)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)
        self._box.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
        self._box.addWidget(self._switches)

    def minimumSizeHint(self) -> QSize:
        """Return room for the two below each other."""
        wide = max(self._words.minimumSizeHint().width(), self._switches.sizeHint().width())
        return QSize(min(wide, 160), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break, or do not."""
        super().resizeEvent(event)
        fits = _WORDS + self._switches.sizeHint().width() + _GAP <= self.width()
        way = QBoxLayout.Direction
        self._box.setDirection(way.LeftToRight if fits else way.TopToBottom)
