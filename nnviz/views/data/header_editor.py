"""Renaming a column where its name stands."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit


class HeaderEditor(QLineEdit):
    """A line over the head of a column; Enter takes the name, Escape leaves it as it was.

    Signals:
        renamed: the column and its new name.
    """

    renamed = Signal(int, str)

    def __init__(self, header: QHeaderView) -> None:
        super().__init__(header.viewport())
        self._header = header
        self._section = -1
        self.editingFinished.connect(self._on_finished)
        header.sectionResized.connect(self.hide)
        self.installEventFilter(self)
        self.hide()

    def open(self, section: int, name: str) -> None:
        """Let the name of a column be typed."""
        self._section = section
        left = self._header.sectionViewportPosition(section)
        width = max(self._header.sectionSize(section), 90)
        self.setGeometry(QRect(left, 0, width, self._header.height()))
        self.setText(name)
        self.selectAll()
        self.show()
        self.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the name as it was on Escape."""
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            self._close()
        return True

    def _on_finished(self) -> None:
        if self.isVisible():
            section, name = self._section, self.text()
            self._close()
            self.renamed.emit(section, name)

    def _close(self) -> None:
        self._section = -1
        table = self._header.parentWidget()
        if table is not None:
            # Before hiding: Qt would go on to the next widget, which to a table is its next cell.
            table.setFocus()
        self.hide()
