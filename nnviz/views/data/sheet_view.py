"""The table of data with its keys: those of a spreadsheet, while it has the focus."""

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QKeyCombination,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from nnviz.app.sheet.cells import Rect
from nnviz.views.data.cell_editor import CellEditor, CellRemark
from nnviz.views.data.sheet_model import SheetModel
from nnviz.views.data.table_commands import command_of

_ROW_PX, _COLUMN_PX, _NARROWEST_PX = 24, 92, 40
_OWN_KEYS = frozenset({
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home,
    Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Enter,
    Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Tab, Qt.Key.Key_Backtab,
})  # fmt: skip
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SheetView(QTableView):
    """Shows a sheet and tells what is wanted of it.

    Signals:
        wanted: the id of a command of the table.
        row_entered: the row to which the person has gone.
        left: Escape was pressed and there was nothing of its own to leave.
    """

    wanted = Signal(str)
    row_entered = Signal(int)
    left = Signal()

    def __init__(self, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.installEventFilter(self)
        self.setModel(model)
        self._sheet = model
        self._quiet = False
        self.editor = CellEditor(model, self)
        self.remark = CellRemark(self.viewport())
        self.setItemDelegate(self.editor)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.setDefaultSectionSize(_ROW_PX)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        heads.setDefaultSectionSize(_COLUMN_PX)
        heads.setMinimumSectionSize(_NARROWEST_PX)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.editor.entered.connect(self._enter)

    @property
    def rects(self) -> tuple[Rect, ...]:
        """The ranges chosen, without the empty row at the end; from top to bottom."""
        last = self._sheet.rowCount() - 2
        found = [
            (top, left, min(bottom, last), right) for top, left, bottom, right in self._parts()
        ]
        return tuple(sorted(rect for rect in found if rect[0] <= last))

    @property
    def cell(self) -> tuple[int, int]:
        """The row and column of the cursor (0, 0 if there is none)."""
        index = self.currentIndex()
        return (index.row(), index.column()) if index.isValid() else (0, 0)

    @property
    def start(self) -> tuple[int, int]:
        """The top left cell of what is chosen, the empty row included; else the cursor."""
        parts = self._parts()
        return parts[0][:2] if len(parts) == 1 else self.cell

    def go_to(self, row: int, col: int) -> None:
        """Put the cursor on a cell and bring it into sight."""
        index = self._sheet.index(row, col)
        # Not setCurrentIndex(): that adds to what is chosen while Ctrl is still held down.
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flag)
        self.scrollTo(index)

    def choose(self, rect: Rect) -> None:
        """Choose a range, its first cell being the cursor."""
        top, left, bottom, right = rect
        first, last = self._sheet.index(top, left), self._sheet.index(bottom, right)
        keys = self.selectionModel()
        flag = QItemSelectionModel.SelectionFlag
        keys.setCurrentIndex(first, flag.NoUpdate)
        keys.select(QItemSelection(first, last), flag.ClearAndSelect)

    def bring_row(self, row: int) -> None:
        """Bring a row into sight without moving the cursor, unless the person works here."""
        if not 0 <= row < self._sheet.rowCount() or self.hasFocus():
            return
        seen = self.visualRect(self._sheet.index(row, 0))
        if not self.viewport().rect().contains(seen.center()):
            self.scrollTo(self._sheet.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)

    def say_at(self, row: int, col: int, text: str | None) -> None:
        """Show a sentence at a cell, or take it away."""
        if text is None:
            self.remark.hide()
        else:
            self.remark.say(text, self.visualRect(self._sheet.index(row, col)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim the keys of a spreadsheet from the shortcuts of the window."""
        claims = event.type() == QEvent.Type.ShortcutOverride
        if claims and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key means here; any other begins to type."""
        name = command_of(_sequence(event))
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif name is not None or event.key() == Qt.Key.Key_Backspace:
            self.wanted.emit(name or "clear")
        elif event.key() in _ENTER:
            self.remark.hide()
            self._enter(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            self.remark.hide()
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the commands."""
        self.wanted.emit("menu")
        event.accept()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move the cells; a remark would stand at the wrong one."""
        self.remark.hide()
        super().scrollContentsBy(dx, dy)

    def _parts(self) -> list[Rect]:
        chosen = self.selectionModel().selection()
        parts = [chosen.at(k) for k in range(chosen.count())]
        return [(part.top(), part.left(), part.bottom(), part.right()) for part in parts]

    def _enter(self, way: int) -> None:
        """Go down, as a spreadsheet does; with Shift up. What was refused stays in sight."""
        row, col = self.cell
        if self.remark.isHidden():
            self.go_to(min(max(row + way, 0), self._sheet.rowCount() - 1), col)

    def _escape(self) -> None:
        if self.remark.isVisible():
            self.remark.hide()
        elif self._parts() and self.rects != (_one(self.cell),):
            self.go_to(*self.cell)
        else:
            self.left.emit()

    def _on_current(self, now: QModelIndex, before: QModelIndex) -> None:
        self.remark.hide()
        if self.hasFocus() and now.isValid() and now.row() != before.row():
            self.row_entered.emit(now.row())


def _one(cell: tuple[int, int]) -> Rect:
    return (*cell, *cell)


def _sequence(event: QKeyEvent) -> QKeySequence:
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key(event.key())
    if key is Qt.Key.Key_Enter:
        key = Qt.Key.Key_Return
    return QKeySequence(QKeyCombination(modifiers, key))


def _is_own(event: QKeyEvent) -> bool:
    """Say whether a key belongs to the table: what types, moves, or is one of its commands."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if command_of(_sequence(event)) is not None or event.key() in _OWN_KEYS:
        return True
    if event.key() == Qt.Key.Key_Escape:
        return True
    plain = modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
    return plain and bool(event.text()) and event.text().isprintable()
