"""The panel with the table of data: what is done in it becomes another table, or a sentence."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from nnviz.app.sheet import cells, finding, rows, shape, text
from nnviz.app.sheet.columns import column, n_columns
from nnviz.app.table import Table
from nnviz.engine.errors import DataError, NnvizError
from nnviz.engine.message import Message, message
from nnviz.engine.orientation import HostArray
from nnviz.scene.numbers import grouped
from nnviz.scene.primitives import Role
from nnviz.views.data.header_editor import HeaderEditor
from nnviz.views.data.sheet_model import SheetModel
from nnviz.views.data.sheet_view import SheetView
from nnviz.views.data.table_commands import menu_of
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words, decimal_sign

OWN = "own"  # what a table that was pasted as a whole is called


class TablePanel(QWidget):
    """Shows the samples as a sheet and asks for other ones.

    Signals:
        edited: the table after an edit, what the edit is called, and what the data are called if
            they are others now ("" if they are the same, changed).
        row_chosen: the row that the person went to.
        export_wanted: the table is to be written to a file.
        left: Escape was pressed.
    """

    edited = Signal(object, object, str)
    row_chosen = Signal(int)
    export_wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(tr)
        self._theme = theme
        self.model = SheetModel(theme, tr)
        self.view = SheetView(self.model)
        self.search, self.more = QLineEdit(), QPushButton()
        self.status = QLabel()
        self.header_editor = HeaderEditor(self.view.horizontalHeader())
        self._place: tuple[int, int] = (0, 0)  # where what is under way takes place
        self._then: cells.Rect | None = None  # what is chosen once it has come about
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def set_table(self, table: Table, rows_held: HostArray) -> None:
        """Show a table, of which some rows are held out."""
        if table is not self.model.table:
            self.model.set_table(table)
            self._choose_after()
        self._words.put(self.status.setText, summary(table, len(rows_held)))

    def refuse(self, reason: Message) -> None:
        """Say at the cell why an edit did not come about."""
        self._then = None
        self.view.say_at(*self._place, self._words.tr(reason))

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.model.set_look(theme, self._words.tr)
        self.view.remark.set_theme(theme)
        self.status.setStyleSheet(f"color: {theme.color(Role.MUTED).name()}")

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self.model.set_look(self._theme, tr)

    def run(self, command: str) -> None:
        """Do a command of the list; what cannot be done is said at the cell."""
        table = self.model.table
        if table is None:
            return
        self._place = self.view.cell
        try:
            getattr(self, f"_{command}")(table)
        except NnvizError as error:
            self.refuse(error.message)

    # What is done with what is chosen.

    def _cut(self, table: Table) -> None:
        rect = self._one_range()
        self._copy(table)
        self._ask(cells.cleared(table, [rect]), message("Cut cells"), rect)

    def _copy(self, table: Table) -> None:
        top, left, bottom, right = self._one_range()
        copied = text.text_of(
            table, range(top, bottom + 1), range(left, right + 1), decimal_sign(self._words.tr)
        )
        QGuiApplication.clipboard().setText(copied)

    def _paste(self, table: Table) -> None:
        block = text.block_of(QGuiApplication.clipboard().text())
        rects = self.view.rects
        over = rects[0] if len(rects) == 1 else None
        made = cells.pasted(table, *self.view.start, block, over)
        self._ask(made.table, message("Paste cells"), made.rect)

    def _paste_new(self, table: Table) -> None:
        del table
        block = text.block_of(QGuiApplication.clipboard().text())
        self._ask(shape.from_block(block), message("Paste a table"), own=OWN)

    def _fill_down(self, table: Table) -> None:
        rect = self._one_range()
        self._ask(cells.filled_down(table, rect), message("Fill down"), rect)

    def _clear(self, table: Table) -> None:
        rects, last = self.view.rects, n_columns(table) - 1
        if not rects:
            return
        if all(left == 0 and right == last for _, left, _, right in rects):
            self._remove_rows(table)
        elif all(top == 0 and bottom == table.n_samples - 1 for top, _, bottom, _ in rects) and (
            table.n_samples > 1
        ):
            self._remove_columns(table)
        else:
            self._ask(cells.cleared(table, rects), message("Clear cells"), rects[0])

    def _insert_above(self, table: Table) -> None:
        top, count = self.view.start[0], self._n_chosen()
        self._inserted(table, min(top, table.n_samples), count)

    def _insert_below(self, table: Table) -> None:
        rects = self.view.rects
        at = rects[-1][2] + 1 if rects else table.n_samples
        self._inserted(table, at, self._n_chosen())

    def _inserted(self, table: Table, at: int, count: int) -> None:
        rect = (at, 0, at + count - 1, n_columns(table) - 1)
        self._ask(rows.inserted(table, at, count), message("Insert rows"), rect)

    def _remove_rows(self, table: Table) -> None:
        chosen = np.unique(np.concatenate([
            np.arange(top, bottom + 1) for top, _, bottom, _ in self._ranges()
        ]))  # fmt: skip
        self._ask(rows.removed(table, chosen.tolist()), message("Remove rows"))

    def _add_input(self, table: Table) -> None:
        self._ask(shape.with_input(table, self.view.cell[1]), message("Insert a column"))

    def _remove_columns(self, table: Table) -> None:
        chosen = {col for _, left, _, right in self._ranges() for col in range(left, right + 1)}
        self._ask(shape.without_columns(table, sorted(chosen)), message("Remove columns"))

    def _rename(self, table: Table) -> None:
        self._open_header(self.view.cell[1])
        del table

    def _swap_targets(self, table: Table) -> None:
        if table.has_classes:
            self._ask(shape.with_numbers(table), message("Targets as numbers"))
        else:
            self._ask(shape.with_classes(table), message("Targets as classes"))

    def _ascending(self, table: Table) -> None:
        self._ask(rows.ordered(table, self.view.cell[1]), message("Sort rows"))

    def _descending(self, table: Table) -> None:
        col = self.view.cell[1]
        self._ask(rows.ordered(table, col, descending=True), message("Sort rows"))

    def _find(self, table: Table) -> None:
        del table
        self.search.setFocus()
        self.search.selectAll()

    def _find_next(self, table: Table) -> None:
        wanted = self.search.text()
        if not wanted.strip():
            self._find(table)
            return
        place = finding.found(table, wanted, self.view.cell)
        if place is None:
            raise DataError("“{text}” is nowhere in the table.", text=wanted.strip()[:40])
        self.view.go_to(*place)

    def _select_all(self, table: Table) -> None:
        self.view.choose((0, 0, table.n_samples - 1, n_columns(table) - 1))

    def _export(self, table: Table) -> None:
        del table
        self.export_wanted.emit()

    def _menu(self, table: Table) -> None:
        del table
        under = self.view.rect().contains(self.view.mapFromGlobal(QCursor.pos()))
        corner = self.view.mapToGlobal(self.view.visualRect(self.view.currentIndex()).bottomLeft())
        self._pop_up(QCursor.pos() if under else corner)

    # How it comes about.

    def _ask(
        self, table: Table, what: Message, then: cells.Rect | None = None, own: str = ""
    ) -> None:
        self._then = then
        self.edited.emit(table, what, own)

    def _choose_after(self) -> None:
        rect, self._then = self._then, None
        if rect is not None and rect[2] < self.model.rowCount():
            self.view.choose(rect)

    def _on_typed(self, row: int, col: int, typed: str) -> None:
        table = self.model.table
        if table is None:
            return
        self._place = (row, col)
        try:
            if self.model.is_new_row(row):
                made = cells.pasted(table, row, col, ((typed,),)).table
                self._ask(made, message("Add a sample"))
            else:
                name = self.model.column(col).name
                made = cells.typed(table, row, col, typed)
                self._ask(made, message("Value of “{column}” in row {row}", column=name,
                                        row=row + 1))  # fmt: skip
        except NnvizError as error:
            self.refuse(error.message)

    def _on_renamed(self, col: int, name: str) -> None:
        table = self.model.table
        if table is None or col >= n_columns(table) or column(table, col).name == name.strip():
            return
        self._place = (0, col)
        try:
            self._ask(shape.renamed(table, col, name), message("Rename a column"))
        except NnvizError as error:
            self.refuse(error.message)

    def _on_doubted(self, row: int, col: int, reason: Message | None) -> None:
        self.view.say_at(row, col, None if reason is None else self._words.tr(reason))

    def _open_header(self, col: int) -> None:
        if self.model.column(col).kind != "class":
            self.header_editor.open(col, self.model.column(col).name)

    def _ranges(self) -> tuple[cells.Rect, ...]:
        found = self.view.rects
        if not found:
            raise DataError("Choose some cells first.")
        return found

    def _one_range(self) -> cells.Rect:
        found = self._ranges()
        if len(found) > 1:
            raise DataError("Choose one range of cells for this.")
        return found[0]

    def _n_chosen(self) -> int:
        return sum(bottom - top + 1 for top, _, bottom, _ in self.view.rects) or 1

    def _pop_up(self, at: QPoint) -> None:
        menu = menu_of(self.run, self._words.tr, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.more)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(8, 6, 8, 6)
        column_.setSpacing(6)
        column_.addLayout(top)
        column_.addWidget(self.view, 1)
        column_.addWidget(self.status)
        self.status.setWordWrap(True)
        self.search.setClearButtonEnabled(True)
        self.setMinimumWidth(260)
        for setter, words in self._texts():
            self._words.put(setter, words)

    def _texts(self) -> tuple[tuple[Callable[[str], object], Message], ...]:
        return (
            (self.view.setAccessibleName, message("Table of the data")),
            (self.search.setPlaceholderText, message("Find a number or a class")),
            (self.search.setToolTip, message("Find a number or a class")),
            (self.search.setAccessibleName, message("Find a number or a class")),
            (self.more.setText, message("Rows and columns…")),
        )

    def _connect(self) -> None:
        self.view.wanted.connect(self.run)
        self.view.row_entered.connect(self.row_chosen)
        self.view.left.connect(self.left)
        self.view.editor.typed.connect(self._on_typed)
        self.view.editor.doubted.connect(self._on_doubted)
        self.view.horizontalHeader().sectionDoubleClicked.connect(self._open_header)
        self.header_editor.renamed.connect(self._on_renamed)
        self.search.returnPressed.connect(lambda: self.run("find_next"))
        self.more.clicked.connect(
            lambda: self._pop_up(self.more.mapToGlobal(QPoint(0, self.more.height())))
        )


def summary(table: Table, n_held: int) -> Message:
    """Return how much there is of what."""
    if n_held:
        return message(
            "{training} samples for training, {held} for validation; {inputs} inputs",
            training=grouped(table.n_samples - n_held),
            held=grouped(n_held),
            inputs=table.n_in,
        )
    return Message(
        "{number} sample with {inputs} inputs",
        {"number": grouped(table.n_samples), "inputs": table.n_in},
        plural="{number} samples with {inputs} inputs",
        count=table.n_samples,
    )
