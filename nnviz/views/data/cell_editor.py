"""Typing into a cell: what is no number is said at once, under the cell, and does not get in."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from nnviz.app.sheet import cells
from nnviz.app.sheet.columns import number
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message
from nnviz.scene.primitives import Role
from nnviz.views.data.sheet_model import SheetModel
from nnviz.views.look.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEAVING = (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_EDGE_PX = 4


class CellRemark(QLabel):
    """One sentence under a cell: what is wrong with what stands there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setObjectName("cellRemark")
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, text: str, cell: QRect) -> None:
        """Show a sentence below (or above) a place of the parent."""
        room = self._room.rect()
        self.setText(text)
        self.setFixedWidth(min(280, max(room.width() - 2 * _EDGE_PX, 80)))
        self.setFixedHeight(self.heightForWidth(self.width()))
        left = min(max(cell.left(), _EDGE_PX), max(room.width() - self.width() - _EDGE_PX, 0))
        top = cell.bottom() + _EDGE_PX
        if top + self.height() > room.height():
            top = max(cell.top() - self.height() - _EDGE_PX, 0)
        self.move(QPoint(left, top))
        self.show()
        self.raise_()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        ground = theme.blend(Role.WARNING, 0.14, over=Role.CARD).name()
        edge, ink = theme.color(Role.WARNING).name(), theme.color(Role.TEXT).name()
        self.setStyleSheet(
            f"#cellRemark {{ background: {ground}; color: {ink}; border: 1px solid {edge};"
            " border-radius: 4px; padding: 4px 6px; }"
        )


class CellEditor(QStyledItemDelegate):
    """Opens a line for a number and a list for a class; wrong text keeps it open.

    Signals:
        typed: row, column and the text that was accepted.
        entered: an editor was left with Enter (1) or with Shift and Enter (-1).
        doubted: row, column and what is wrong with the text so far, or None.
    """

    typed = Signal(int, int, str)
    entered = Signal(int)
    doubted = Signal(int, int, object)

    def __init__(self, model: SheetModel, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._model = model

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Open an editor in a cell."""
        del option
        row, col = index.row(), index.column()
        if self._model.column(col).kind != "class":
            line = QLineEdit(parent)
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
            line.setFrame(False)
            line.textChanged.connect(lambda text: self.doubted.emit(row, col, self.fault(
                row, col, text)))  # fmt: skip
            return line
        box = QComboBox(parent)
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        table = self._model.table
        box.addItems(list(table.target_names) if table is not None else [])
        box.setFrame(False)
        box.activated.connect(lambda _: self._finish(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the value with all its digits."""
        text = str(self._model.data(index, Qt.ItemDataRole.EditRole))
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
            line = editor.lineEdit()
            if line is not None:
                line.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand over what was typed, if it can stand in the cell and is new."""
        row, col, text = index.row(), index.column(), text_in(editor)
        old = str(model.data(index, Qt.ItemDataRole.EditRole))
        if text != old and self.fault(row, col, text) is None:
            self.typed.emit(row, col, text)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """Take the remark about its text away with the editor."""
        if self.fault(index.row(), index.column(), text_in(editor)) is not None:
            self.doubted.emit(index.row(), index.column(), None)
        super().destroyEditor(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep an editor open whose text cannot stand in the cell; Enter goes down."""
        pressed = event.type() == QEvent.Type.KeyPress
        if not (pressed and isinstance(event, QKeyEvent) and isinstance(watched, QWidget)):
            return super().eventFilter(watched, event)
        if event.key() not in _LEAVING:
            return super().eventFilter(watched, event)
        index = self._view.indexAt(watched.geometry().center())
        fault = self.fault(index.row(), index.column(), text_in(watched))
        if fault is not None:
            self.doubted.emit(index.row(), index.column(), fault)
            return True
        if event.key() not in _ENTER:
            return super().eventFilter(watched, event)
        self._finish(watched)
        self.entered.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        return True

    def fault(self, row: int, col: int, text: str) -> Message | None:
        """Return why a text cannot stand in a cell, None if it can."""
        table, at = self._model.table, self._model.column(col)
        if table is None or (self._model.is_new_row(row) and not text.strip()):
            return None
        try:
            if at.kind == "class":
                cells.class_of(text, row, table.target_names)
            else:
                number(text, row, at.name)
        except NnvizError as error:
            return error.message
        return None

    def _finish(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)


def text_in(editor: QWidget) -> str:
    """Return what stands in an editor."""
    if isinstance(editor, QComboBox):
        return editor.currentText().strip()
    return editor.text().strip() if isinstance(editor, QLineEdit) else ""
