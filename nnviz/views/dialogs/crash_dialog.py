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

from nnviz.engine.message import Message, message
from nnviz.views.look.words import Translate


class CrashDialog(QDialog):
    """Says that something went wrong and that nothing is lost, with details to unfold and copy.

    ``problem`` says why the document could not be kept (None: it was).
    """

    def __init__(
        self,
        details: str,
        problem: Message | None,
        tr: Translate,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(message("Something went wrong")))
        sentence = QLabel(
            tr(
                message(
                    "nnviz met something it did not expect. You can go on working; if it happens "
                    "again, please report it with the details."
                )
            )
        )
        sentence.setWordWrap(True)
        self.kept = QLabel(
            tr(
                message("Your work is kept: should nnviz end now, the next start offers it again.")
                if problem is None
                else message("Your work could not be kept: {reason} Save it now.", reason=problem)
            )
        )
        self.kept.setWordWrap(True)
        self._details = QPlainTextEdit(details)
        self._details.setReadOnly(True)
        self._details.setAccessibleName(tr(message("Details")))
        layout = QVBoxLayout(self)
        self._details.hide()
        layout.addWidget(sentence)
        layout.addWidget(self.kept)
        layout.addWidget(self._details)
        layout.addWidget(self._buttons(tr))
        self.setMinimumWidth(560)

    @property
    def details(self) -> str:
        """The text that the copy button copies."""
        return self._details.toPlainText()

    def add(self, details: str) -> None:
        """Put one more report below."""
        self._details.appendPlainText("\n" + details)

    def _buttons(self, tr: Translate) -> QDialogButtonBox:
        box = QDialogButtonBox()
        fold = QPushButton(tr(message("Show &details")))
        fold.setCheckable(True)
        fold.toggled.connect(self._fold)
        box.addButton(fold, QDialogButtonBox.ButtonRole.ActionRole)
        copy = QPushButton(tr(message("Copy details")))
        close = QPushButton(tr(message("Go on")))
        box.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(close, QDialogButtonBox.ButtonRole.AcceptRole)
        close.setDefault(True)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.details))
        box.accepted.connect(self.accept)
        return box

    def _fold(self, is_open: bool) -> None:
        self._details.setVisible(is_open)
        self.resize(self.width(), 420 if is_open else 0)
