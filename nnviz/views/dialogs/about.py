"""What nnviz is, which version, and what it is made with."""

import platform

import numpy as np
import PySide6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

import nnviz
from nnviz.engine.message import Message, message
from nnviz.views.look import fonts
from nnviz.views.look.words import Translate


class AboutDialog(QDialog):
    """A short page about the program."""

    def __init__(self, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(message("About nnviz")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        name = QLabel("nnviz")
        name.setFont(fonts.text_font(26, bold=True))
        layout.addWidget(name)
        for text in _paragraphs():
            layout.addWidget(_paragraph(tr(text)))
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        layout.addWidget(box)
        self.setMinimumWidth(460)


def _paragraphs() -> tuple[Message, ...]:
    return (
        message("Version {version}", version=nnviz.__version__),
        message(
            "Watch a small neural network compute. Every number on the screen is the number that "
            "the engine computed; it says where it came from, and it has been checked."
        ),
        message(
            "Python {python} · NumPy {numpy} · Qt for Python {qt}",
            python=platform.python_version(),
            numpy=np.__version__,
            qt=PySide6.__version__,
        ),
        message("Free software under the MIT licence; the fonts under the SIL Open Font License."),
    )


def _paragraph(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
