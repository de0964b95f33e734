"""The confusion matrix as a table of cells that can be chosen."""

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from nnviz.app.portraits.confusion import Confusion
from nnviz.engine.message import message
from nnviz.scene.numbers import format_value
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, spoken

_KEYS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home,
         Qt.Key.Key_End}  # fmt: skip
_NOTHING = "–"
_LEAST_PX = 34


class _Framed(QStyledItemDelegate):
    """Frames the chosen cell: its colour goes on saying its share."""

    color = QColor()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the cell as if it were not chosen, then the frame."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        option.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        super().paint(painter, option, index)
        if chosen:
            place = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
            painter.setPen(QPen(self.color, 3.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place)


class ConfusionTable(QTableWidget):
    """A row for each true class, a column for each class given; then recall and precision.

    Signals:
        cell_chosen: (true class, class given).
    """

    cell_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.installEventFilter(self)
        self._classes = 0
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setFont(fonts.number_font(11))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setMinimumSectionSize(_LEAST_PX)
            header.setFont(fonts.text_font(11))
        self.verticalHeader().setMaximumWidth(96)
        self.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustIgnored)
        self._framed = _Framed(self)
        self.setItemDelegate(self._framed)
        self.currentCellChanged.connect(self._on_cell)

    @property
    def chosen(self) -> tuple[int, int] | None:
        """The cell that is chosen."""
        row, column = self.currentRow(), self.currentColumn()
        inside = 0 <= row < self._classes and 0 <= column < self._classes
        return (row, column) if inside else None

    def minimumSizeHint(self) -> QSize:
        """Let the panel be small: the table scrolls."""
        return QSize(140, 120)

    def show_confusion(
        self, found: Confusion, names: tuple[str, ...], theme: Theme, tr: Translate
    ) -> None:
        """Show counts with their share of the true class; the chosen cell stays."""
        blocked = self.blockSignals(True)
        self._framed.color = theme.color(Role.FOCUS)
        count = len(names)
        if count != self._classes:
            self.clear()
            self._classes = count
            self.setRowCount(count + 1)
            self.setColumnCount(count + 1)
            for column in range(count + 1):
                own = QHeaderView.ResizeMode.ResizeToContents
                shared = QHeaderView.ResizeMode.Stretch
                mode = own if column == count else shared
                self.horizontalHeader().setSectionResizeMode(column, mode)
        self.setHorizontalHeaderLabels([*names, tr(message("Recall %"))])
        self.setVerticalHeaderLabels([*names, tr(message("Precision %"))])
        for row in range(count):
            for column in range(count):
                self._cell(found, row, column, names, theme, tr)
            self._margin(row, count, float(found.recall[row]), theme, tr)
            self._margin(count, row, float(found.precision[row]), theme, tr)
        self._margin(count, count, found.accuracy, theme, tr)
        self.blockSignals(blocked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the keys that move in a table."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _KEYS
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _cell(
        self, found: Confusion, row: int, column: int, names: tuple[str, ...], theme: Theme,
        tr: Translate,
    ) -> None:  # fmt: skip
        number, part = int(found.counts[row, column]), float(found.shares[row, column])
        part = 0.0 if np.isnan(part) else part
        percent = format_value(100.0 * part, 0)
        text = f"{number}\n{spoken(tr, percent)} %" if number else "0"
        item = self._item(row, column, text)
        fill = QColor(theme.cells.hex_of(part if row == column else -part, 1.0))
        item.setBackground(QBrush(fill))
        item.setForeground(QBrush(theme.ink_on(fill) if number else theme.color(Role.FAINT)))
        item.setToolTip(
            tr(
                message(
                    "{count} of class {truth} are taken for {guess}: {share} % of the class",
                    count=number,
                    truth=names[row],
                    guess=names[column],
                    share=percent,
                )
            )
        )

    def _margin(self, row: int, column: int, value: float, theme: Theme, tr: Translate) -> None:
        known = not np.isnan(value)
        text = spoken(tr, format_value(100.0 * value, 1)) if known else _NOTHING
        item = self._item(row, column, text)
        item.setForeground(QBrush(theme.color(Role.MUTED)))
        item.setBackground(QBrush(theme.color(Role.SURFACE)))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)

    def _item(self, row: int, column: int, text: str) -> QTableWidgetItem:
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            self.setItem(row, column, item)
        item.setText(text)
        return item

    def _on_cell(self, row: int, column: int, _old_row: int, _old_column: int) -> None:
        if 0 <= row < self._classes and 0 <= column < self._classes:
            self.cell_chosen.emit(row, column)
