"""Which column of a CSV file is to be learnt: a look at the file, then a choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from nnviz.app.experiment import DataSpec
from nnviz.app.opening import batch_for
from nnviz.engine.datasets import Missing
from nnviz.engine.datasets.layout import lay_out
from nnviz.engine.datasets.source import text_file
from nnviz.engine.message import Message, message
from nnviz.views.look.words import Translate
from nnviz.views.panels.check_field import CheckField

_PREVIEW_ROWS = 8
_POLICIES: Mapping[Missing, Message] = {
    "error": message("Refuse the file"),
    "drop": message("Leave their rows out"),
    "mean": message("Fill in the mean"),
}


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of a table: its columns, its first rows and how many rows there are."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n_rows: int


def preview(path: Path) -> Preview:
    """Look into a CSV file.

    Raises:
        FileError, DataError: it is no readable table.
    """
    table = lay_out(text_file(path), -1, None, None)
    rows = table.rows()
    first = tuple(cells for _, cells in islice(rows, _PREVIEW_ROWS))
    return Preview(path, table.columns, first, len(first) + sum(1 for _ in rows))


class CsvDialog(QDialog):
    """Shows the first rows and asks for the column to be learnt."""

    def __init__(self, found: Preview, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found = found
        self.setWindowTitle(tr(message("Open CSV file")))
        self.target = QComboBox()
        self.target.addItems(found.columns)
        self.target.setCurrentIndex(likely_target(found.columns))
        self.target.setAccessibleName(tr(message("Column to be learnt")))
        self.standardise = CheckField(tr(message("Bring every feature to mean 0 and deviation 1")))
        self.standardise.setChecked(True)
        form = QFormLayout()
        form.addRow(tr(message("Column to be learnt")), self.target)
        self.missing = QComboBox()
        for policy, text in _POLICIES.items():
            self.missing.addItem(tr(text), policy)
        self.missing.setAccessibleName(tr(message("Cells without a value")))
        form.addRow(tr(message("Cells without a value")), self.missing)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(tr(_summary(found))))
        layout.addWidget(self._table(tr))
        layout.addLayout(form)
        layout.addWidget(self.standardise)
        layout.addWidget(self._buttons())
        self.resize(720, 420)

    @property
    def data(self) -> DataSpec:
        """The data chosen."""
        target = self.target.currentText()
        size = batch_for(self._found.n_rows)
        return DataSpec(
            "csv",
            str(self._found.path.resolve()),
            target=target,
            batch_size=size,
            standardise=self.standardise.isChecked(),
            missing=self.missing.currentData(),
        )

    def _table(self, tr: Translate) -> QTableWidget:
        found = self._found
        table = QTableWidget(len(found.rows), len(found.columns))
        table.setHorizontalHeaderLabels(list(found.columns))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setAccessibleName(tr(message("First rows of the file")))
        for r, row in enumerate(found.rows):
            for c, text in enumerate(row):
                table.setItem(r, c, QTableWidgetItem(text))
        table.resizeColumnsToContents()
        return table

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel
        )
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box


def likely_target(columns: tuple[str, ...]) -> int:
    """Return the column that is probably the target: one that says so, else the last."""
    for name in ("label", "target", "class", "y"):
        for index, column in enumerate(columns):
            if column.strip().lower() == name:
                return index
    return len(columns) - 1


def _summary(found: Preview) -> Message:
    return Message(
        "{file}: {count} row, {columns} columns",
        {"file": found.path.name, "columns": len(found.columns)},
        plural="{file}: {count} rows, {columns} columns",
        count=found.n_rows,
    )
