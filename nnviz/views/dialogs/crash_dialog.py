"""The dialog of the crash hook."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.engine.message import message
from nnviz.views.look.words import Translate


class CrashDialog(QDialog):
    """Says that something went wrong, with details to copy."""

    def __init__(self, details: str, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(message("Something went wrong")))
        sentence = QLabel(
            tr(
                message(
                    "nnviz met something it did not expect. You can go on working; if it happens "
                    "again, please report it with the details below."
                )
            )
        )
        sentence.setWordWrap(True)
        self._details = QPlainTextEdit(details)
        self._details.setReadOnly(True)
        self._details.setAccessibleName(tr(message("Details")))
        layout = QVBoxLayout(self)
        layout.addWidget(sentence)
        layout.addWidget(self._details)
        layout.addWidget(self._buttons(tr))
        self.resize(640, 360)

    @property
    def details(self) -> str:
        """The text that the copy button copies."""
        return self._details.toPlainText()

    def add(self, details: str) -> None:
        """Put one more report below."""
        self._details.appendPlainText("\n" + details)

    def _buttons(self, tr: Translate) -> QDialogButtonBox:
        box = QDialogButtonBox()
        copy = QPushButton(tr(message("Copy details")))
        close = QPushButton(tr(message("Go on")))
        box.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(close, QDialogButtonBox.ButtonRole.AcceptRole)
        close.setDefault(True)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.details))
        box.accepted.connect(self.accept)
        return box
