"""Given initial values of a layer: its weights and biases as a table that one types into."""

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from nnviz.app.edits import SetInitialValues
from nnviz.app.typed_number import typed_number
from nnviz.engine.decimals import decimals_for, format_value
from nnviz.engine.message import message
from nnviz.engine.notation import plain
from nnviz.engine.orientation import HostArray
from nnviz.views.look.words import Translate, spoken, to_be_typed
from nnviz.views.panels.fields import FloatField

MOST_VALUES = 20_000  # a larger layer is no longer a table that one types
_Index = QModelIndex | QPersistentModelIndex


class ValuesModel(QAbstractTableModel):
    """One row for each unit: its weights, then its bias if it has one."""

    def __init__(self, layer: int, W: HostArray, b: HostArray | None, tr: Translate) -> None:
        super().__init__()
        self._tr = tr
        self._layer, self.has_bias = layer, b is not None
        self.table = np.asarray(W, dtype=np.float64).copy()
        if b is not None:
            self.table = np.column_stack([self.table, np.asarray(b, dtype=np.float64)])

    @property
    def values(self) -> dict[str, HostArray]:
        """The weights and biases by their names."""
        n_in = self.table.shape[1] - self.has_bias
        found = {f"W{self._layer}": self.table[:, :n_in].copy()}
        if self.has_bias:
            found[f"b{self._layer}"] = self.table[:, -1].copy()
        return found

    def set_block(self, row: int, col: int, block: HostArray) -> None:
        """Put a block of values at a place; what stands over the edge is left out."""
        rows = min(len(block), len(self.table) - row)
        cols = min(block.shape[1], self.table.shape[1] - col)
        self.table[row : row + rows, col : col + cols] = block[:rows, :cols]
        self.dataChanged.emit(self.index(row, col), self.index(row + rows - 1, col + cols - 1))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of units."""
        return 0 if parent.isValid() else len(self.table)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of inputs, and one for the bias."""
        return 0 if parent.isValid() else self.table.shape[1]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a value as it is shown, or in full where it is typed."""
        value = float(self.table[index.row(), index.column()])
        if role == Qt.ItemDataRole.DisplayRole:
            return spoken(self._tr, str(format_value(value, decimals_for([value], 4))))
        if role == Qt.ItemDataRole.EditRole:
            return to_be_typed(self._tr, repr(value))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a number that was typed; anything else leaves the old one."""
        number = number_of(str(value))
        if role != Qt.ItemDataRole.EditRole or number is None:
            return False
        self.set_block(index.row(), index.column(), np.array([[number]]))
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let every value be typed over."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the number of a unit or of an input, or b."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        is_bias = self.has_bias and section == self.table.shape[1] - 1
        if orientation is Qt.Orientation.Horizontal and is_bias:
            return spoken(self._tr, plain(f"b{self._layer}"))
        return section + 1


class ValuesDialog(QDialog):
    """Lets the initial values of one layer be typed, filled or pasted.

    Signals:
        given: the edit that makes them the initial values.
    """

    given = Signal(object)

    def __init__(
        self, layer: int, W: HostArray, b: HostArray | None, tr: Translate,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._tr, self._layer = tr, layer
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(message("Initial values of layer {layer}", layer=layer)))
        self.model = ValuesModel(layer, W, b, tr)
        self.model.setParent(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.windowTitle())
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.horizontalHeader().setDefaultSectionSize(72)
        self.number = FloatField(-1e6, 1e6)
        self.fill = QPushButton(tr(message("Fill the selection (or all) with")))
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.hide()
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste a block of numbers."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        else:
            super().keyPressEvent(event)

    def paste(self, text: str) -> None:
        """Put a block from a spreadsheet at the current place, if it is one and fits."""
        block = block_of(text)
        at = self.table.currentIndex()
        row, col = (max(at.row(), 0), max(at.column(), 0))
        room = len(self.model.table) - row, self.model.table.shape[1] - col
        if block is None:
            self._say(self._tr(message("What was copied is no table of numbers.")))
        elif block.shape[0] > room[0] or block.shape[1] > room[1]:
            found = message(
                "Shape mistake: {rows} × {cols} numbers were copied, but from here on there is "
                "room for {most_rows} × {most_cols}. Nothing was pasted.",
                rows=block.shape[0],
                cols=block.shape[1],
                most_rows=room[0],
                most_cols=room[1],
            )
            self._say(self._tr(found))
        else:
            self.model.set_block(row, col, block)
            self._say("")

    def accept(self) -> None:
        """Make the values of the table the initial ones."""
        self.given.emit(SetInitialValues(self.model.values))
        super().accept()

    def _lay_out(self) -> None:
        explained = QLabel(
            self._tr(message("One row for each unit, one column for each of its inputs. The "
                             "other layers keep the values that they have now."))
        )  # fmt: skip
        explained.setWordWrap(True)
        line = QHBoxLayout()
        line.addWidget(self.fill)
        line.addWidget(self.number)
        line.addStretch(1)
        box = QDialogButtonBox()
        start = box.addButton(
            self._tr(message("Start from these")), QDialogButtonBox.ButtonRole.AcceptRole
        )
        box.addButton(self._tr(message("Cancel")), QDialogButtonBox.ButtonRole.RejectRole)
        start.setAutoDefault(False)  # Enter is for the cell that is being typed
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self.fill.setAutoDefault(False)
        self.fill.clicked.connect(self._fill)
        self.number.setAccessibleName(self._tr(message("Number to fill with")))
        column = QVBoxLayout(self)
        column.addWidget(explained)
        column.addWidget(self.table, 1)
        column.addLayout(line)
        column.addWidget(self.said)
        column.addWidget(box)
        self.resize(520, 380)

    def _fill(self) -> None:
        chosen = self.table.selectionModel().selectedIndexes()
        value = np.array([[self.number.value()]])
        if len(chosen) > 1:
            for index in chosen:
                self.model.set_block(index.row(), index.column(), value)
        else:
            self.model.set_block(0, 0, np.full(self.model.table.shape, self.number.value()))

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))


def number_of(text: str) -> float | None:
    """Return the finite number that a text says, or None."""
    value = typed_number(text)
    return value if value is not None and np.isfinite(value) else None


def block_of(text: str) -> HostArray | None:
    """Return the numbers of a copied block: rows by lines, columns by tabs, or None."""
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    rows = [
        [number_of(cell) for cell in (line.split("\t") if "\t" in line else line.split())]
        for line in lines
    ]
    if not rows or any(len(row) != len(rows[0]) or None in row for row in rows):
        return None
    return np.array(rows, dtype=np.float64)
