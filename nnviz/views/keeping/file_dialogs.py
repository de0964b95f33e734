"""Choosing files to open and to write."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from nnviz.engine.message import Message, message
from nnviz.views.look.words import Translate

PROJECT_SUFFIX = ".nnviz"
_ALL = message("All files ({patterns})", patterns="*")
_OPENABLE = (
    message(
        "All that can be opened ({patterns})",
        patterns="*.nnviz *.safetensors *.onnx *.csv *.tsv *.txt *.nnviz-notation",
    ),
    message("Projects and networks ({patterns})", patterns="*.nnviz"),
    message("Models of other programs ({patterns})", patterns="*.safetensors *.onnx"),
    message("Tables ({patterns})", patterns="*.csv *.tsv *.txt"),
    _ALL,
)
Chosen = Callable[[Path], object]


def to_open(parent: QWidget, tr: Translate, folder: str, chosen: Chosen) -> QFileDialog:
    """Let the person choose any file that can be opened."""
    return ask_for_one(parent, tr, message("Open"), _OPENABLE, folder, chosen)


def to_find_data(parent: QWidget, tr: Translate, folder: str, chosen: Chosen) -> QFileDialog:
    """Let the person show where a table is."""
    tables = (message("Tables ({patterns})", patterns="*.csv *.tsv *.txt"), _ALL)
    return ask_for_one(parent, tr, message("Find the data"), tables, folder, chosen)


def to_write(
    parent: QWidget, tr: Translate, title: Message, suggested: Path, kind: Message, chosen: Chosen
) -> QFileDialog:
    """Let the person choose where to write; the suffix of the suggestion is added if there is none.

    The dialog itself asks before a file is written over.
    """
    dialog = _dialog(parent, tr, title, (kind, _ALL), str(suggested.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(suggested.suffix.removeprefix("."))
    dialog.selectFile(suggested.name)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    return dialog


def dropped_file(mime: QMimeData) -> Path | None:
    """Return the one file that is being dropped, or None."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].is_file() else None


def ask_for_one(
    parent: QWidget,
    tr: Translate,
    title: Message,
    filters: Sequence[Message],
    folder: str,
    chosen: Chosen,
) -> QFileDialog:
    """Let the person choose one file that is there."""
    dialog = _dialog(parent, tr, title, filters, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    return dialog


def name_fields(dialog: QFileDialog, tr: Translate) -> None:
    """Name the fields of a dialog in which Qt's own translations have gaps."""
    label = QFileDialog.DialogLabel
    dialog.setLabelText(label.LookIn, tr(message("Folder:")))
    dialog.setLabelText(label.FileType, tr(message("Kind of file:")))


def _dialog(
    parent: QWidget, tr: Translate, title: Message, filters: Sequence[Message], folder: str
) -> QFileDialog:
    dialog = QFileDialog(parent, tr(title))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilters([tr(one) for one in filters])
    name_fields(dialog, tr)
    if folder and Path(folder).is_dir():
        dialog.setDirectory(folder)
    return dialog
