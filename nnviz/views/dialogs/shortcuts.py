"""Every key on one sheet, read from the action table."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnviz.app.finding import fuzzy
from nnviz.app.finding.wording import without_mnemonic, wordings
from nnviz.engine.message import Message, message
from nnviz.views.dialogs.key_columns import KeyColumns, KeyRow
from nnviz.views.look.words import Translate
from nnviz.views.presenting.tools import TOLD
from nnviz.views.window.actions import ACTIONS, MENUS
from nnviz.views.window.keys import keys_text

_SIZE, _MARGIN = QSize(1256, 900), QSize(24, 24)
_STAGE = message("On the stage")
_PRESENTING = message("In projector mode")
# What is done with the pointer and the keys on the stage itself stands in no menu.
_GESTURES: tuple[tuple[Message, Message], ...] = (
    (message("Point"), message("Where it comes from, where it goes")),
    (message("Click"), message("Keep a number in the inspector")),
    (message("Double click"), message("What if this number were another")),
    (message("Wheel"), message("Nearer and further")),
    (message("Drag"), message("Move what is magnified")),
    (message("Alt + arrows"), message("Walk from number to number")),
    (message("Enter"), message("Keep it; once more asks why")),
)


@dataclass(frozen=True, slots=True)
class _Line:
    group: Message
    keys: str
    name: str
    texts: tuple[str, ...]


class ShortcutsDialog(QDialog):
    """All keys in columns; letters find them in every language, also by the key itself."""

    def __init__(self, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tr = tr
        self._lines = tuple(_lines(tr))
        self.setWindowTitle(tr(message("Keyboard shortcuts")))
        self.search, self.columns, self._nothing = QLineEdit(), KeyColumns(), QLabel()
        hint = tr(message("Search a command or a key"))
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        self._nothing.setText(tr(message("No command and no key fits these letters.")))
        self._lay_out()
        room = (parent.window().size() if parent is not None else _SIZE) - _MARGIN
        self._find("")
        self.resize(_SIZE.boundedTo(room).boundedTo(self._wanted()))
        self.search.setFocus()

    def _lay_out(self) -> None:
        self._area = QScrollArea()
        self._area.setAccessibleName(self.windowTitle())
        self._area.setWidget(self.columns)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 8)
        layout.addWidget(self.search)
        layout.addWidget(self._nothing)
        layout.addWidget(self._area, 1)
        layout.addWidget(box)

    def _wanted(self) -> QSize:
        """Return the size at which nothing has to be scrolled."""
        return QSize(_SIZE.width(), self.columns.sizeHint().height() + 110)

    def _find(self, query: str) -> None:
        shown = [
            line
            for line in self._lines
            if not query.strip() or fuzzy.best(query, line.texts) is not None
        ]
        self.columns.show_rows(list(_with_headings(shown, self._tr)))
        self._nothing.setVisible(not shown)


def _lines(tr: Translate) -> Iterator[_Line]:
    for menu, title in MENUS.items():
        for spec in (a for a in ACTIONS if a.menu == menu and a.shortcuts):
            keys = keys_text(spec)
            said = without_mnemonic(tr(spec.text))
            yield _Line(title, keys, said, (keys, *spec.shortcuts, *wordings(spec.text)))
    for keys, text in TOLD:
        yield _Line(_PRESENTING, keys, tr(text), (keys, *wordings(text)))
    for gesture, does in _GESTURES:
        yield _Line(_STAGE, tr(gesture), tr(does), (*wordings(gesture), *wordings(does)))


def _with_headings(lines: list[_Line], tr: Translate) -> Iterator[KeyRow]:
    group: Message | None = None
    for line in lines:
        if line.group is not group:
            group = line.group
            yield KeyRow("", without_mnemonic(tr(group)), is_heading=True)
        yield KeyRow(line.keys, line.name)
