"""A table as Qt's views ask for it: cell by cell, only what is seen."""

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont

from nnviz.app.sheet.columns import Column, column, exact_text, n_columns, short_text
from nnviz.app.sheet.rows import taken
from nnviz.app.table import Table
from nnviz.engine.message import message
from nnviz.engine.orientation import HostArray
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, spoken, to_be_typed

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class SheetModel(QAbstractTableModel):
    """The rows of a table and an empty one after them, in which a new sample can begin.

    It changes nothing: an edit is made elsewhere and comes back as another table.
    """

    def __init__(self, theme: Theme, tr: Translate) -> None:
        super().__init__()
        self._theme = theme
        self._tr = tr
        self._table: Table | None = None
        self._sample_row = -1
        self._batch: frozenset[int] = frozenset()
        self._held: frozenset[int] = frozenset()
        self._bold = QFont(fonts.text_font(12, bold=True))

    @property
    def table(self) -> Table | None:
        """The table shown."""
        return self._table

    @property
    def sample_row(self) -> int:
        """The row of the sample on the stage, -1 if it is none of these."""
        return self._sample_row

    def set_table(self, table: Table) -> None:
        """Show a table; what is selected and seen stays as far as it is still there."""
        old, self_rows = self._table, self.rowCount()
        if old is None:
            self.beginResetModel()
            self._table = table
            self.endResetModel()
            return
        self._fit_columns(n_columns(old), n_columns(table), table)
        rows = table.n_samples + 1
        if rows > self_rows:
            self.beginInsertRows(_ROOT, self_rows, rows - 1)
            self._table = table
            self.endInsertRows()
        elif rows < self_rows:
            self.beginRemoveRows(_ROOT, rows, self_rows - 1)
            self._table = table
            self.endRemoveRows()
        self._table = table
        self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, self.columnCount() - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def set_marks(self, sample_row: int, batch: HostArray | None, held: HostArray) -> None:
        """Mark the sample on the stage, the samples of its batch, and those held out."""
        self._sample_row = sample_row
        self._batch = frozenset(() if batch is None else batch.tolist())
        self._held = frozenset(held.tolist())
        last = self.rowCount() - 1
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, last)
        self.dataChanged.emit(self.index(0, 0), self.index(last, self.columnCount() - 1))

    def set_look(self, theme: Theme, tr: Translate) -> None:
        """Take other colours, or another language."""
        self._theme, self._tr = theme, tr
        if self._table is not None:
            self.set_table(self._table)

    def column(self, col: int) -> Column:
        """Return what a column is."""
        assert self._table is not None
        return column(self._table, col)

    def is_new_row(self, row: int) -> bool:
        """Say whether a row is the empty one at the end."""
        return self._table is None or row >= self._table.n_samples

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows there are, with the empty one."""
        return 0 if parent.isValid() or self._table is None else self._table.n_samples + 1

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() or self._table is None else n_columns(self._table)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be chosen and edited."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks for about a cell."""
        if self._table is None or not index.isValid():
            return None
        row, col = index.row(), index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if self.column(col).kind == "class" else _RIGHT
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._ground(row, col)
        if self.is_new_row(row):
            return "" if role == Qt.ItemDataRole.EditRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            text = short_text(self._table, row, col)
            return text if self.column(col).kind == "class" else spoken(self._tr, text)
        if role in (Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            text = exact_text(self._table, row, col)
            return text if self.column(col).kind == "class" else to_be_typed(self._tr, text)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the name of a column, or the number of a row."""
        if self._table is None:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return self._column_head(section, role)
        return self._row_head(section, role)

    def _column_head(self, section: int, role: int) -> Any:
        at = self.column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._tr(message("Class")) if at.kind == "class" else at.name
        if role == Qt.ItemDataRole.ForegroundRole and at.kind != "input":
            return QBrush(self._theme.color(Role.LOSS))
        if role == Qt.ItemDataRole.ToolTipRole:
            if at.kind == "input":
                return self._tr(message("Input “{name}”; double-click to rename it", name=at.name))
            if at.kind == "target":
                return self._tr(message("Target “{name}”; double-click to rename it", name=at.name))
            return self._tr(message("The class of each sample"))
        return None

    def _row_head(self, section: int, role: int) -> Any:
        new, chosen = self.is_new_row(section), section == self._sample_row
        if role == Qt.ItemDataRole.DisplayRole:
            return "＋" if new else f"▶ {section + 1}" if chosen else str(section + 1)
        if role == Qt.ItemDataRole.FontRole and chosen:
            return self._bold
        if role == Qt.ItemDataRole.ForegroundRole:
            held = Role.BACKWARD if section in self._held else Role.MUTED
            return QBrush(self._theme.color(Role.FORWARD if section in self._batch else held))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._row_tip(section, new=new, chosen=chosen)
        return None

    def _row_tip(self, section: int, *, new: bool, chosen: bool) -> str:
        if new:
            return self._tr(message("Type here to add a sample"))
        if chosen:
            return self._tr(message("The sample on the stage"))
        if section in self._batch:
            return self._tr(message("In the batch of this iteration; choose it to see it"))
        if section in self._held:
            return self._tr(message("Held out for validation: the network never trains on it"))
        return self._tr(message("Not in the batch of this iteration"))

    def _ground(self, row: int, col: int) -> QColor | None:
        if row == self._sample_row:
            return self._theme.blend(Role.FORWARD, 0.22, over=Role.CARD)
        if row in self._held:
            return self._theme.blend(Role.BACKWARD, 0.08, over=Role.CARD)
        if self.column(col).kind != "input":
            return self._theme.blend(Role.LOSS, 0.06, over=Role.CARD)
        return None

    def _fit_columns(self, old: int, new: int, table: Table) -> None:
        if new > old:
            self.beginInsertColumns(_ROOT, old, new - 1)
            self._table = _same_rows(table, self.rowCount() - 1)
            self.endInsertColumns()
        elif new < old:
            self.beginRemoveColumns(_ROOT, new, old - 1)
            self._table = _same_rows(table, self.rowCount() - 1)
            self.endRemoveColumns()


def _same_rows(table: Table, rows: int) -> Table:
    """Return a table with as many rows as there were: columns and rows change one by one."""
    return taken(table, np.minimum(np.arange(rows), table.n_samples - 1))
