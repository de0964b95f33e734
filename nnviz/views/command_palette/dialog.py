"""The palette: a field, and the commands that fit what is typed into it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from nnviz.engine.message import message
from nnviz.scene.primitives import Role
from nnviz.views.command_palette.entries import Entry, found
from nnviz.views.command_palette.rows import ENTRY, RowPainter
from nnviz.views.look.text_size import scaled_size
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate

_SIZE, _TOP_PX = QSize(680, 430), 64
_TO_LIST = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
)  # the keys that the list hears while one types


class PaletteDialog(QDialog):
    """Offers entries; Enter or a click chooses one, Escape none.

    Signals:
        chosen: the entry; the palette has closed.
    """

    chosen = Signal(object)

    def __init__(
        self,
        offered: Sequence[Entry],
        recent: Sequence[str],
        theme: Theme,
        tr: Translate,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._offered, self._recent = tuple(offered), tuple(recent)
        self._entry: Entry | None = None
        self._nothing = tr(message("Nothing fits these letters."))
        self.setWindowTitle(tr(message("Commands")))
        self.search, self.list = QLineEdit(), QListWidget()
        self._rows = RowPainter(theme)
        self._lay_out(tr)
        self._dress(theme)
        self.search.textChanged.connect(self._find)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self._choose())
        self.finished.connect(self._on_finished)
        self._find("")
        self._place(parent)
        self.search.setFocus()

    @property
    def shown(self) -> list[Entry]:
        """The entries in the list, from top to bottom."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [entry for item in items if (entry := item.data(ENTRY)) is not None]

    def _lay_out(self, tr: Translate) -> None:
        hint = tr(message("A command, an example or a step, in English or Chinese"))
        self.search.setPlaceholderText(hint)
        self.search.setToolTip(hint)
        self.search.setAccessibleName(hint)
        self.list.setAccessibleName(tr(message("Commands")))
        self.list.setItemDelegate(self._rows)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)

    def _dress(self, theme: Theme) -> None:
        card, edge = theme.color(Role.CARD).name(), theme.color(Role.OUTLINE).name()
        self.setStyleSheet(
            f"PaletteDialog {{ background: {card}; border: 1px solid {edge}; }}"
            f"QListWidget {{ background: {card}; border: none; }}"
        )

    def _place(self, parent: QWidget | None) -> None:
        if parent is None:
            self.resize(_SIZE)
            return
        window = parent.window()
        size = scaled_size(_SIZE).boundedTo(window.size() - QSize(40, 2 * _TOP_PX))
        self.resize(size)
        corner = window.mapToGlobal(window.rect().topLeft())
        self.move(corner.x() + (window.width() - size.width()) // 2, corner.y() + _TOP_PX)

    def _find(self, query: str) -> None:
        self.list.clear()
        for entry in found(query, self._offered, self._recent):
            item = QListWidgetItem(entry.name)
            item.setData(ENTRY, entry)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, f"{entry.place} {entry.keys}")
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        if not self.list.count():
            self._say_nothing()

    def _say_nothing(self) -> None:
        entry = Entry("", self._nothing, "", "", False, lambda: None, ())
        item = QListWidgetItem(self._nothing)
        item.setData(ENTRY, entry)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)

    def _choose(self) -> None:
        for item in self.list.selectedItems():
            entry: Entry = item.data(ENTRY)
            if entry.enabled:
                self._entry = entry
                self.accept()

    def _on_finished(self, result: int) -> None:
        if result == QDialog.DialogCode.Accepted and self._entry is not None:
            self.chosen.emit(self._entry)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move through the list while one types."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _TO_LIST:
                self.list.keyPressEvent(event)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._choose()
                return True
        return super().eventFilter(watched, event)
