"""The network for other programs: which format, what it keeps, and what is missing for it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.app.project.exporting import FORMATS, Format
from nnviz.engine.message import message
from nnviz.scene.numbers import grouped
from nnviz.views.look.words import Translate

_INDENT = 28


class ExportDialog(QDialog):
    """One radio button for each format; those that need a package say which.

    Signals:
        format_chosen: the :class:`~nnviz.app.project.exporting.Format`.
    """

    format_chosen = Signal(object)

    def __init__(self, iteration: int, tr: Translate, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(message("Export model")))
        layout = QVBoxLayout(self)
        what = message(
            "The network as it is before iteration {number}, the one on the stage, is written as:",
            number=grouped(iteration),
        )
        sentence = QLabel(tr(what))
        sentence.setWordWrap(True)
        layout.addWidget(sentence)
        self.choices: dict[str, QRadioButton] = {}
        for one in FORMATS.values():
            self._add(layout, one, tr)
        next(button for button in self.choices.values() if button.isEnabled()).setChecked(True)
        layout.addWidget(self._buttons(tr))
        self.setMinimumWidth(480)
        # Qt's own ring is not to be seen on a dark ground.
        ring = self.palette().color(QPalette.ColorRole.PlaceholderText).name()
        dot = self.palette().color(QPalette.ColorRole.Highlight).name()
        self.setStyleSheet(
            "QRadioButton::indicator { width: 11px; height: 11px; border-radius: 7px; "
            f"border: 2px solid {ring}; }}"
            f"QRadioButton::indicator:checked {{ border-color: {dot}; background: {dot}; }}"
        )

    def _add(self, layout: QVBoxLayout, one: Format, tr: Translate) -> None:
        missing = one.missing
        name = message("{name} ({suffix})", name=one.text, suffix=one.suffix)
        button = QRadioButton(tr(name))
        button.setEnabled(missing is None)
        about = QLabel(tr(missing or one.keeps))
        about.setWordWrap(True)
        about.setContentsMargins(_INDENT, 0, 0, 6)
        about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        button.setAccessibleDescription(about.text())
        self.choices[one.name] = button
        layout.addWidget(button)
        layout.addWidget(about)

    def _buttons(self, tr: Translate) -> QDialogButtonBox:
        box = QDialogButtonBox()
        go_on = QPushButton(tr(message("Choose the &file…")))
        box.addButton(go_on, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(QPushButton(tr(message("Cancel"))), QDialogButtonBox.ButtonRole.RejectRole)
        go_on.setDefault(True)
        box.accepted.connect(self._on_accepted)
        box.rejected.connect(self.reject)
        return box

    def _on_accepted(self) -> None:
        chosen = next(name for name, button in self.choices.items() if button.isChecked())
        self.accept()
        self.format_chosen.emit(FORMATS[chosen])
