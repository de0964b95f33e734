"""Every key, read from the action table."""

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnviz.engine.message import message
from nnviz.views.look import fonts
from nnviz.views.look.words import Translate
from nnviz.views.window.actions import ACTIONS, MENUS, ActionSpec


class ShortcutsDialog(QDialog):
    """The keys, a column for the playback and one for the rest."""

    def __init__(self, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(message("Keyboard shortcuts")))
        with_keys = [action for action in ACTIONS if action.shortcuts]
        groups = [(menu, list(part)) for menu, part in groupby(with_keys, lambda a: a.menu)]
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setSpacing(40)
        columns.addLayout(_column([g for g in groups if g[0] == "playback"], tr))
        columns.addLayout(_column([g for g in groups if g[0] != "playback"], tr))
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        layout.addWidget(box)
        self.resize(page.sizeHint().width() + 60, min(page.sizeHint().height() + 90, 640))


def keys_text(action: ActionSpec) -> str:
    """Return the keys of an action as the platform writes them."""
    native = QKeySequence.SequenceFormat.NativeText
    return "   ".join(QKeySequence(key).toString(native) for key in action.shortcuts)


def plain_text(text: str) -> str:
    """Return a menu text without its mnemonic: ``&File`` and ``文件(&F)`` lose it."""
    if "(&" in text:
        text = text[: text.index("(&")] + text[text.index("(&") + 4 :]
    return text.replace("&", "")


def _column(groups: list[tuple[str, list[ActionSpec]]], tr: Translate) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    row = 0
    for menu, actions in groups:
        title = QLabel(plain_text(tr(MENUS[menu])))
        title.setFont(fonts.text_font(14, bold=True))
        grid.addWidget(title, row, 0, 1, 2)
        for offset, action in enumerate(actions, start=1):
            keys = QLabel(keys_text(action))
            keys.setFont(fonts.number_font(13))
            keys.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            grid.addWidget(keys, row + offset, 0)
            grid.addWidget(QLabel(plain_text(tr(action.text))), row + offset, 1)
        row += len(actions) + 1
    grid.setRowStretch(row, 1)
    return grid
