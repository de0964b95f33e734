"""Writing the data to a file that the person chooses."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from nnviz.app.sheet.writing import write_csv
from nnviz.app.table import Table
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message, message
from nnviz.views.keeping.file_dialogs import name_fields
from nnviz.views.look.words import Translate, decimal_sign
from nnviz.views.window.worker import Worker


class DataFiles:
    """Asks for a place and writes the table there, beside the window."""

    def __init__(
        self,
        window: QWidget,
        tr: Callable[[], Translate],
        table: Callable[[], Table],
        say: Callable[[Message], None],
    ) -> None:
        self._window = window
        self._tr = tr
        self._table = table
        self._say = say
        self._worker: Worker | None = None

    def ask_to_export(self) -> None:
        """Let the person choose a place."""
        tr = self._tr()
        dialog = QFileDialog(self._window, tr(message("Export data as CSV")))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([tr(message("Tables ({patterns})", patterns="*.csv"))])
        name_fields(dialog, tr)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(lambda name: self.export(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export(self, path: Path) -> None:
        """Write all samples to a file; a sentence says that it is done, or why not."""
        table, decimal = self._table(), decimal_sign(self._tr())
        if self._worker is None:
            self._worker = Worker(self._window)

        def job() -> Message:
            try:
                write_csv(table, path, decimal)
            except NnvizError as error:
                return error.message
            return Message(
                "{count} sample was written to {path}.",
                {"path": str(path)},
                plural="{count} samples were written to {path}.",
                count=table.n_samples,
            )

        self._worker.submit("export", job, self._say)

    def close(self) -> None:
        """Let the file under way be finished."""
        if self._worker is not None:
            self._worker.close()
