"""Opening a CSV file: choose it, or drop it on the window; look into it; choose the column."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from nnviz.app.experiment import DataSpec
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message, message
from nnviz.views.data.csv_dialog import CsvDialog, look_into
from nnviz.views.keeping.file_dialogs import name_fields
from nnviz.views.look.words import Translate


class CsvFiles:
    """Asks for a file and a column.

    ``chosen`` is called with the data, ``refused`` with the sentence that says what is wrong.
    """

    def __init__(
        self,
        window: QWidget,
        tr: Callable[[], Translate],
        chosen: Callable[[DataSpec], None],
        refused: Callable[[Message], None],
    ) -> None:
        self._window = window
        self._tr = tr
        self._chosen = chosen
        self._refused = refused

    def ask(self) -> None:
        """Let the person choose a file."""
        tr = self._tr()
        dialog = QFileDialog(self._window, tr(message("Open CSV file")))
        dialog.setNameFilters([
            tr(message("Tables ({patterns})", patterns="*.csv *.tsv *.txt")),
            tr(message("All files ({patterns})", patterns="*")),
        ])  # fmt: skip
        name_fields(dialog, tr)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.look_into(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def look_into(self, path: Path) -> CsvDialog | None:
        """Show the first rows of a file and ask for the column, or say why it cannot be read."""
        try:
            found = look_into(path)
        except NnvizError as error:
            self._refused(error.message)
            return None
        dialog = CsvDialog(found, self._tr(), self._window)
        dialog.accepted.connect(lambda: self._chosen(dialog.data))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog
