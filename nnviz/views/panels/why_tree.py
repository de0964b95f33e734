"""The tree of "why this number?": walked with the arrows, the pointer, Enter and Backspace."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.panels.why_items import WhyItems
from nnviz.views.panels.why_painter import WhyPainter, selection
from nnviz.views.panels.why_rows import CellRow, Key, Row

_INDENT_PX = 13
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
# These keys mean something else to the window; in the tree they walk.
_WALKING = {
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Backspace,
    *_ENTER,
}  # fmt: skip


class WhyTree(QTreeView):
    """Shows :class:`WhyItems`.

    Keys: up and down walk, right and left open and close, Enter goes there, Backspace goes back.

    Signals:
        pointed: the row (Row) under the pointer or walked to, or None.
        chosen: the row (Row) to go to.
        back_wanted: to where the walk came from.
    """

    pointed = Signal(object)
    chosen = Signal(object)
    back_wanted = Signal()

    def __init__(self, theme: Theme, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.installEventFilter(self)
        self.items = WhyItems(tr, self)
        self._painter = WhyPainter(theme, tr, self)
        self._ground = selection(theme)
        self.setModel(self.items)
        self.setItemDelegate(self._painter)
        self.setHeaderHidden(True)
        # Qt would lay its own colour over the row walked to; see drawRow.
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setIndentation(_INDENT_PX)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.entered.connect(self._on_entered)
        self.clicked.connect(self._on_clicked)
        self.selectionModel().currentChanged.connect(self._on_current)

    def show_root(self, root: CellRow | None, opened: set[tuple[Key, ...]]) -> None:
        """Show a cell's ancestry with those rows open that were open (their paths)."""
        self.items.show(root)
        if root is not None:
            self.expand(self.items.index_of(root.path))
        for path in sorted(opened, key=len):
            index = self.items.index_of(path)
            if index.isValid():
                self.expand(index)

    @property
    def opened(self) -> set[tuple[Key, ...]]:
        """The paths of the rows that are open."""
        found: set[tuple[Key, ...]] = set()
        waiting = [QModelIndex()]
        while waiting:
            parent = waiting.pop()
            for number in range(self.items.rowCount(parent)):
                index = self.items.index(number, 0, parent)
                row = self.items.row_at(index)
                if row is not None and self.isExpanded(index):
                    found.add(row.path)
                    waiting.append(index)
        return found

    @property
    def current(self) -> Row | None:
        """The row walked to."""
        return self.items.row_at(self.currentIndex())

    def walk_to(self, path: tuple[Key, ...]) -> None:
        """Make the row with this path the current one, opening what is above it."""
        index = self.items.index_of(path)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._painter.set_theme(theme)
        self.scheduleDelayedItemsLayout()  # the rows go with the size of text as well
        self._ground = selection(theme)
        self.viewport().update()

    def set_translator(self, tr: Translate) -> None:
        """Speak another language."""
        self._painter.set_translator(tr)
        self.items.set_translator(tr)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the walking keys from the window."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and Qt.Key(event.key()) in _WALKING
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go there, go back, or walk."""
        key = Qt.Key(event.key())
        if key in _ENTER and self.current is not None:
            self.chosen.emit(self.current)
        elif key is Qt.Key.Key_Backspace:
            self.back_wanted.emit()
        elif key in _WALKING:
            super().keyPressEvent(event)
        else:
            event.ignore()  # all other keys belong to the window

    def drawRow(
        self,
        painter: QPainter,
        options: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row walked to on a ground of its own, from edge to edge."""
        if index == self.currentIndex():
            painter.fillRect(options.rect, self._ground)
        super().drawRow(painter, options, index)

    def leaveEvent(self, event: QEvent) -> None:
        """Stop pointing."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop pointing."""
        super().focusOutEvent(event)
        self.pointed.emit(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _on_entered(self, index: QModelIndex) -> None:
        self.pointed.emit(self.items.row_at(index))

    def _on_current(self, index: QModelIndex) -> None:
        self.viewport().update()
        if self.hasFocus():
            self.pointed.emit(self.items.row_at(index))

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self.items.row_at(index)
        if row is None:
            return
        if row.place is None:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self.chosen.emit(row)
