"""A CSV file looked into, told how to be read, and read, with progress and an end to it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.app.experiment import DataSpec
from nnviz.app.opening import batch_for
from nnviz.engine.datasets import Missing
from nnviz.engine.datasets.glance import Glance, glance
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message, message
from nnviz.engine.options import Options
from nnviz.scene.numbers import grouped, short_value
from nnviz.views.data.csv_reading import CsvReading
from nnviz.views.data.csv_roles import MOST_SHOWN, CsvRoles
from nnviz.views.look.words import Translate
from nnviz.views.panels.check_field import CheckField

_MEGA = 1_000_000
_POLICIES: Mapping[Missing, Message] = {
    "error": message("Refuse the file"),
    "drop": message("Leave their rows out"),
    "mean": message("Fill in the mean"),
}
_TASKS: Mapping[str, Message] = {
    "auto": message("As it looks"),
    "classification": message("Classes"),
    "regression": message("Numbers"),
}
_DELIMITERS: Mapping[str, Message] = {
    ",": message("Comma ,"),
    ";": message("Semicolon ;"),
    "\t": message("Tab"),
    "|": message("Bar |"),
}
_ONE_FOR_CLASSES = message(
    "Classes are learnt from one column. Let only one be “Target”, or let the target be numbers."
)
_ENCODINGS = ("utf-8-sig", "utf-16", "gb18030", "cp1252", "big5", "shift_jis")
_ENCODING_NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16",
                   "gb18030": "GB 18030 (GBK)", "cp1252": "Windows-1252", "big5": "Big5",
                   "shift_jis": "Shift JIS"}  # fmt: skip


class CsvDialog(QDialog):
    """Shows the first rows and asks what each column is for; accepted when the file has been read.

    ``data`` then is the description of the data, which are at hand.
    """

    def __init__(self, found: Glance, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tr = tr
        self._found: Glance | None = found
        self._path = found.path
        self._n_samples = 0
        self.setWindowTitle(tr(message("Columns of {file}", file=found.path.name)))
        self.summary, self.problem, self.several = QLabel(), QLabel(), QLabel()
        self.roles = CsvRoles(tr, self._on_roles)
        self.encoding, self.delimiter = QComboBox(), QComboBox()
        self.header = CheckField(tr(message("The first row has the names of the columns")))
        self.task = _choice(_TASKS, tr)
        self.missing = _choice(_POLICIES, tr)
        self.standardise = CheckField(tr(message("Bring every feature to mean 0 and deviation 1")))
        self.standardise.setChecked(True)
        self.progress = QProgressBar()
        self.reading = CsvReading(self)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel
        )
        self._lay_out()
        self._connect()
        self._show_glance(found)
        self.resize(860, 560)

    @property
    def data(self) -> DataSpec:
        """The data chosen."""
        options: dict[str, Any] = {}
        if self._found is not None:
            options = {
                "delimiter": self._found.delimiter,
                "header": self._found.has_header,
                "encoding": self._found.encoding,
            }
        if self.roles.ignored:
            options["ignore"] = self.roles.ignored
        first, *more = self.roles.targets or (None,)
        if more:
            options["targets"] = tuple(more)
        if self.task.currentData() != "auto":
            options["task"] = self.task.currentData()
        return DataSpec(
            "csv",
            str(self._path.resolve()),
            target=first,
            batch_size=batch_for(self._n_samples) if self._n_samples else None,
            standardise=self.standardise.isChecked(),
            missing=self.missing.currentData(),
            options=Options(options),
        )

    def accept(self) -> None:
        """Read the file; the dialog closes when that is done."""
        if self._found is None or self._is_reading:
            return
        self._say(None)
        self._set_reading(True)
        self.reading.start(self.data)

    def reject(self) -> None:
        """End the reading, or close."""
        if self._is_reading:
            self.reading.cancel()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Close, and end the thread that reads."""
        self.reading.close()
        super().done(result)

    @property
    def _is_reading(self) -> bool:
        return self.progress.isVisibleTo(self)

    def _on_read(self, n_samples: int) -> None:
        self._n_samples = n_samples
        super().accept()

    def _on_failed(self, reason: Message) -> None:
        self._set_reading(False)
        self._say(reason)

    def _on_ended(self) -> None:
        self._set_reading(False)
        self._say(message("The reading was ended; nothing has changed."))

    def _on_layout(self) -> None:
        """Look into the file anew: it is to be read in another way."""
        try:
            found = glance(
                self._path,
                encoding=self.encoding.currentData(),
                delimiter=self.delimiter.currentData(),
                header=self.header.isChecked(),
            )
        except NnvizError as error:
            self._found = None
            self.roles.show_glance(None)
            self._say(error.message)
        else:
            self._found = found
            self.roles.show_glance(found)
            self._say(None)
        self._on_roles()

    def _on_roles(self) -> None:
        targets = self.roles.targets
        classes = len(targets) > 1 and self.task.currentData() == "classification"
        self._open_button.setEnabled(self._found is not None and bool(targets) and not classes)
        if classes:
            self._say(_ONE_FOR_CLASSES)
        elif targets:
            self._say(None)
        elif self._found is not None:
            self._say(message("Choose the column that is to be learnt: its use is “Target”."))
        names = ", ".join(targets)
        self.several.setText(self._tr(message(
            "{count} numbers are learnt at once, each by an output of its own: {names}.",
            count=len(targets), names=names,
        )))  # fmt: skip
        self.several.setVisible(len(targets) > 1 and not classes)

    @property
    def _open_button(self) -> QPushButton:
        return self.buttons.button(QDialogButtonBox.StandardButton.Open)

    def _show_glance(self, found: Glance) -> None:
        for encoding in dict.fromkeys((found.encoding, *_ENCODINGS)):
            self.encoding.addItem(_ENCODING_NAMES.get(encoding, encoding), encoding)
        for delimiter in dict.fromkeys((found.delimiter, *_DELIMITERS)):
            words = _DELIMITERS.get(delimiter)
            self.delimiter.addItem(delimiter if words is None else self._tr(words), delimiter)
        self.header.setChecked(found.has_header)
        self.summary.setText(self._tr(_summary(found)))
        self.roles.show_glance(found)
        self._on_roles()
        self.encoding.currentIndexChanged.connect(self._on_layout)
        self.delimiter.currentIndexChanged.connect(self._on_layout)
        self.header.toggled.connect(self._on_layout)

    def _set_reading(self, reading: bool) -> None:
        self.progress.setVisible(reading)
        self.progress.setValue(0)
        for widget in (self.roles, self._form, self.header, self.standardise, self._open_button):
            widget.setEnabled(not reading)
        cancel = self.buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, reason: Message | None) -> None:
        self.problem.setText("" if reason is None else self._tr(reason))
        self.problem.setVisible(reason is not None)

    def _lay_out(self) -> None:
        tr = self._tr
        self._form = QWidget()
        left, right = QFormLayout(), QFormLayout()
        for form, text, widget in (
            (left, message("Encoding"), self.encoding),
            (left, message("Cells are divided by"), self.delimiter),
            (right, message("The target is"), self.task),
            (right, message("Cells without a value"), self.missing),
        ):
            form.addRow(tr(text), widget)
            widget.setAccessibleName(tr(text))
        both = QHBoxLayout(self._form)
        both.setContentsMargins(0, 0, 0, 0)
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        self.progress.setRange(0, 100)
        self.progress.setAccessibleName(tr(message("How much of the file has been read")))
        self.progress.hide()
        self.problem.setWordWrap(True)
        self.several.setWordWrap(True)
        self.problem.setObjectName("problem")
        layout = QVBoxLayout(self)
        for widget_ in (self.summary, self.roles, self.several, self._form, self.header,
                        self.standardise, self.problem, self.progress, self.buttons):  # fmt: skip
            layout.addWidget(widget_, int(widget_ is self.roles))

    def _connect(self) -> None:
        self.task.currentIndexChanged.connect(self._on_roles)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.reading.progressed.connect(self.progress.setValue)
        self.reading.done.connect(self._on_read)
        self.reading.failed.connect(self._on_failed)
        self.reading.ended.connect(self._on_ended)


def look_into(path: Path) -> Glance:
    """Look into a file; one in an encoding that cannot be told is read as Western text at first.

    Raises:
        FileError, DataError: it is no readable table in any encoding.
    """
    try:
        return glance(path)
    except NnvizError as error:
        try:
            return replace(glance(path, encoding="cp1252"), encoding="cp1252")
        except NnvizError:
            raise error from None


def _choice(table: Mapping[Any, Message], tr: Translate) -> QComboBox:
    box = QComboBox()
    for key, text in table.items():
        box.addItem(tr(text), key)
    return box


def _summary(found: Glance) -> Message:
    if len(found.columns) > MOST_SHOWN:
        return message(
            "{file}: {size}, {columns} columns, of which the first {shown} are shown",
            file=found.path.name,
            size=_size(found.n_bytes),
            columns=grouped(len(found.columns)),
            shown=MOST_SHOWN,
        )
    if not found.whole:
        return message(
            "{file}: {size}, {columns} columns; its first rows",
            file=found.path.name,
            size=_size(found.n_bytes),
            columns=len(found.columns),
        )
    return Message(
        "{file}: {count} row, {columns} columns",
        {"file": found.path.name, "columns": len(found.columns)},
        plural="{file}: {count} rows, {columns} columns",
        count=len(found.rows),
    )


def _size(n_bytes: int) -> Message:
    if n_bytes < _MEGA:
        return message("{size} kB", size=short_value(max(round(n_bytes / 1000, 1), 0.1)))
    return message("{size} MB", size=short_value(round(n_bytes / _MEGA, 1)))
