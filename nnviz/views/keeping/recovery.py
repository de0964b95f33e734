"""Documents of windows that ended without saying so: recover, discard, or later."""

import time
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.app.journal import Crashed
from nnviz.engine.message import Message, message
from nnviz.scene.numbers import grouped
from nnviz.views.keeping.questions import Question, discard_for_good
from nnviz.views.look.words import Translate
from nnviz.views.panels.names import title


class RecoveryDialog(QDialog):
    """Lists what can be recovered; closing it is “Later”.

    Signals:
        recover_wanted: the :class:`~nnviz.app.journal.Crashed` to open and to let go.
    """

    recover_wanted = Signal(object)

    def __init__(self, found: list[Crashed], language: str, tr: Translate, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.question: Question | None = None  # that is open now, or was last
        self._left, self._tr, self._language = list(found), tr, language
        self.setWindowTitle(tr(message("Recover")))
        sentence = QLabel(
            tr(
                Message(
                    "nnviz ended unexpectedly. This is what was kept of the work that had not been "
                    "saved:",
                    plural="nnviz ended unexpectedly. This is what was kept of {count} documents "
                    "that had not been saved:",
                    count=len(found),
                )
            )
        )
        sentence.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(tr(message("Documents that can be recovered")))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setWordWrap(True)
        for one in found:
            self.list.addItem(QListWidgetItem(tr(_what(one, language))))
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self._recover)
        layout = QVBoxLayout(self)
        layout.addWidget(sentence)
        layout.addWidget(self.list)
        layout.addWidget(self._buttons())
        self.finished.connect(self._let_go)
        self.resize(560, 180 + 28 * min(len(found), 6))

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        self.recover, self.discard, self.later = (
            QPushButton(self._tr(text))
            for text in (message("&Recover"), message("&Discard"), message("&Later"))
        )
        box.addButton(self.recover, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(self.discard, QDialogButtonBox.ButtonRole.DestructiveRole)
        box.addButton(self.later, QDialogButtonBox.ButtonRole.RejectRole)
        self.recover.setDefault(True)
        self.recover.clicked.connect(self._recover)
        self.discard.clicked.connect(self._ask_to_discard)
        self.later.clicked.connect(self.reject)
        return box

    def _recover(self) -> None:
        chosen = self._left.pop(self.list.currentRow())
        self.accept()
        self.recover_wanted.emit(chosen)

    def _ask_to_discard(self) -> None:
        row = self.list.currentRow()
        what = _what(self._left[row], self._language)
        self.question = discard_for_good(self, self._tr, what, lambda: self._discard(row))
        self.question.open()

    def _discard(self, row: int) -> None:
        self._left.pop(row).discard()
        self.list.takeItem(row)
        if not self._left:
            self.reject()

    def _let_go(self) -> None:
        for one in self._left:
            one.let_go()
        self._left.clear()


def _what(one: Crashed, language: str) -> Message:
    """Return the line about a document: what it is, how far it was trained, and when that was."""
    name = title(one.experiment)
    if one.keepsake.path is not None:
        name = message("{file} ({document})", file=Path(one.keepsake.path).name, document=name)
    return Message(
        "{name}, {number} iteration, kept on {when}",
        {"name": name, "number": grouped(one.iteration), "when": _when(one, language)},
        plural="{name}, {number} iterations, kept on {when}",
        count=one.iteration,
    )


def _when(one: Crashed, language: str) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(one.keepsake.saved_s or time.time()))
    chinese = language == "zh"
    locale = QLocale(QLocale.Language.Chinese if chinese else QLocale.Language.English)
    return locale.toString(moment, "M月d日 HH:mm" if chinese else "d MMMM, HH:mm")
