"""What nnviz is, which versions it is made of, and whose work it brings along."""

import PySide6
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from nnviz.app import about
from nnviz.engine.message import message
from nnviz.views.look import app_icon, fonts
from nnviz.views.look.text_size import scaled_size
from nnviz.views.look.words import Translate

_SIZE, _ICON_PX = QSize(620, 460), 64


class AboutDialog(QDialog):
    """A page about the program; the versions and the licences can be copied."""

    def __init__(self, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tr = tr
        self.setWindowTitle(tr(message("About nnviz")))
        self.versions = _text("\n".join(self._versions()), tr(message("Versions")))
        self.licences = _text("\n".join(self._licences()), tr(message("Licences")))
        self.tabs = QTabWidget()
        for page in (self.versions, self.licences):
            self.tabs.addTab(page, page.accessibleName())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(self._heading())
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self._buttons())
        self.resize(
            _SIZE if parent is None else scaled_size(_SIZE).boundedTo(parent.window().size())
        )

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(18)
        picture = QLabel()
        picture.setPixmap(app_icon.icon().pixmap(QSize(_ICON_PX, _ICON_PX)))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        name = QLabel("nnviz")
        name.setFont(fonts.text_font(26, bold=True))
        purpose = QLabel(
            self._tr(
                message(
                    "Watch a small neural network compute. Every number on the screen is the "
                    "number that the engine computed; it says where it came from, and it has been "
                    "checked."
                )
            )
        )
        purpose.setWordWrap(True)
        column.addWidget(name)
        column.addWidget(purpose)
        row.addLayout(column, 1)
        return row

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        self.copy = QPushButton(self._tr(message("&Copy")))
        close = QPushButton(self._tr(message("Close")))
        box.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        self.copy.setAutoDefault(False)
        close.setDefault(True)
        close.setFocus()
        self.copy.clicked.connect(self._copy)
        box.rejected.connect(self.reject)
        return box

    def _copy(self) -> None:
        """Put both pages on the clipboard."""
        both = self.versions.toPlainText() + "\n\n" + self.licences.toPlainText()
        QGuiApplication.clipboard().setText(both)

    def _versions(self) -> list[str]:
        first, *rest = (self._tr(line) for line in about.versions())
        return [first, f"Qt for Python {PySide6.__version__}", *rest]

    def _licences(self) -> list[str]:
        own = [f"{self._tr(one.what)}\n    {one.source} · {one.terms}" for one in about.LICENCES]
        used = self._tr(message("Libraries that are used"))
        return [*own, used, *(f"    {part}" for part in about.parts())]


def _text(content: str, name: str) -> QPlainTextEdit:
    field = QPlainTextEdit(content)
    field.setReadOnly(True)
    field.setTabChangesFocus(True)
    field.setAccessibleName(name)
    return field
