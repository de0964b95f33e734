"""Questions about files, each asked once, with answers that say what they do."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from nnviz.engine.message import Message, message
from nnviz.views.look.words import Translate

_Role = QMessageBox.ButtonRole
Answer = tuple[Message, QMessageBox.ButtonRole, Callable[[], object]]

CANCEL = message("Cancel")


class Question(QMessageBox):
    """A sentence, what it means, and a button for each answer; Esc is the last of them."""

    def __init__(
        self,
        parent: QWidget,
        tr: Translate,
        text: Message,
        more: Message,
        answers: tuple[Answer, ...],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("nnviz")
        self.setIcon(QMessageBox.Icon.Question)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(tr(text))
        self.setInformativeText(tr(more))
        self._answers: Mapping[QPushButton, Callable[[], object]] = {
            self.addButton(tr(words), role): act for words, role, act in answers
        }
        buttons = list(self._answers)
        self.setDefaultButton(buttons[0])
        self.setEscapeButton(buttons[-1])
        self.finished.connect(self._on_finished)

    def button(self, role: QMessageBox.ButtonRole) -> QPushButton:  # type: ignore[override]
        """Return the button that has a role."""
        return next(button for button in self._answers if self.buttonRole(button) == role)

    def _on_finished(self) -> None:
        clicked = self.clickedButton()
        acts = list(self._answers.items())
        # Closed in another way than by a button, it is answered as by Esc.
        next((act for button, act in acts if button is clicked), acts[-1][1])()


def _nothing() -> None:
    return None


def unsaved(
    parent: QWidget,
    tr: Translate,
    name: Message,
    save: Callable[[], object],
    leave: Callable[[], object],
    cancel: Callable[[], object],
) -> Question:
    """Ask what becomes of changes that no file has."""
    return Question(
        parent,
        tr,
        message("Save the changes to {name}?", name=name),
        message("What was changed and trained since the last saving is lost without that."),
        (
            (message("&Save"), _Role.AcceptRole, save),
            (message("&Don't save"), _Role.DestructiveRole, leave),
            (CANCEL, _Role.RejectRole, cancel),
        ),
    )


def written_by_others(
    parent: QWidget,
    tr: Translate,
    name: str,
    overwrite: Callable[[], object],
    save_as: Callable[[], object],
) -> Question:
    """Ask what is to be done about a file that somebody else has written meanwhile."""
    return Question(
        parent,
        tr,
        message("{name} has been written by another program since it was opened here.", name=name),
        message("Saving over it loses what the other program wrote."),
        (
            (message("Save &as…"), _Role.AcceptRole, save_as),
            (message("Save &over it"), _Role.DestructiveRole, overwrite),
            (CANCEL, _Role.RejectRole, _nothing),
        ),
    )


def discard_for_good(
    parent: QWidget, tr: Translate, what: Message, discard: Callable[[], object]
) -> Question:
    """Ask once more before the only copy of a document goes; Enter and Esc leave it."""
    asked = Question(
        parent,
        tr,
        message("Discard {what}?", what=what),
        message("No file has it. Once discarded, it is lost for good."),
        (
            (message("&Discard"), _Role.DestructiveRole, discard),
            (CANCEL, _Role.RejectRole, _nothing),
        ),
    )
    asked.setDefaultButton(asked.button(_Role.RejectRole))
    return asked


def data_not_found(
    parent: QWidget, tr: Translate, project: str, data: str, find: Callable[[], object]
) -> Question:
    """Ask where the file with a project's data is now."""
    return Question(
        parent,
        tr,
        message("{project} needs the data in {data}, which is not where it was.", project=project,
                data=data),
        message("Show where the file is now, and the project opens with all its iterations."),
        (
            (message("&Find the file…"), _Role.AcceptRole, find),
            (CANCEL, _Role.RejectRole, _nothing),
        ),
    )  # fmt: skip
