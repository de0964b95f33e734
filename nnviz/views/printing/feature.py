"""Printing, saving and copying what is on the stage."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog

from nnviz.app.session import Session
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message, message
from nnviz.scene.numbers import grouped
from nnviz.views.keeping import file_dialogs
from nnviz.views.panels.names import title
from nnviz.views.printing import files
from nnviz.views.printing.booklet import Booklet
from nnviz.views.printing.sheet import Sheet, sheet_of
from nnviz.views.window.feature import Feature

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow

_PICTURES = message("Pictures ({patterns})", patterns="*.png *.svg *.pdf")
_BOOKLETS = message("PDF documents ({patterns})", patterns="*.pdf")


class Printing(Feature):
    """Puts the present moment on paper, into a file and onto the clipboard."""

    def __init__(self, session: Session, window: "MainWindow") -> None:
        super().__init__(session, window)
        self._folder = session.settings.last_folder
        self.dialog: QDialog | None = None
        self.printer: QPrinter | None = None
        self.booklet: Booklet | None = None

    def print(self) -> None:
        """Ask for a printer, and print the moment that is seen now."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setCreator("nnviz")
        printer.setDocName(self._name())
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        dialog = QPrintDialog(printer, self._window)
        dialog.setWindowTitle(self._window.tr_message(message("Print")))
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, False)
        dialog.accepted.connect(lambda: self.print_on(printer))
        self.printer = printer
        self._open(dialog)

    def print_on(self, printer: QPrinter) -> None:
        """Print on a printer, or say that it does not answer."""
        if not files.print_on(printer, self._sheet):
            self._window.refuse(message("The printer does not answer; nothing was printed."))

    def save_picture(self) -> None:
        """Ask for a file, and write the picture of this moment there."""
        self._ask(message("Save picture"), ".png", _PICTURES, self.save_to)

    def save_to(self, path: Path) -> None:
        """Write the picture to a file; its ending says the format."""
        self._folder = str(path.absolute().parent)
        try:
            files.save(path, self._sheet(files.A4_RATIO))
        except NnvizError as error:
            self._window.refuse(error.message)
            return
        self._window.refuse(message("The picture is in {path}.", path=str(path)))

    def save_booklet(self) -> None:
        """Ask for a file, and write all steps of the iteration there, a page each."""
        self._ask(message("Save all steps"), ".pdf", _BOOKLETS, self.save_booklet_to)

    def save_booklet_to(self, path: Path) -> None:
        """Write all steps to a PDF file, while the window goes on."""
        self._folder = str(path.absolute().parent)
        if self.booklet is not None:
            self.booklet.cancel()
        state = replace(self._session.state, chain=None)
        made = Booklet(path, state, self._window.presenter.scene_for_paper, self)
        made.progressed.connect(self._on_page)
        made.finished.connect(lambda problem: self._on_booklet(path, problem))
        self.booklet = made

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setImage(files.image(self._sheet(files.A4_RATIO)))
        self._window.refuse(message("The picture of this moment is on the clipboard."))

    def close(self) -> None:
        """Stop a booklet that is not done."""
        if self.booklet is not None:
            self.booklet.cancel()

    def _sheet(self, ratio: float) -> Sheet:
        return sheet_of(self._session.state, self._window.presenter.scene_for_paper, ratio)

    def _on_page(self, made: int, pages: int) -> None:
        numbers = {"page": grouped(made), "pages": grouped(pages)}
        self._window.refuse(message("Page {page} of {pages} is made …", **numbers))

    def _on_booklet(self, path: Path, problem: Message | None) -> None:
        if self.booklet is not None:
            self.booklet.deleteLater()
        self.booklet = None
        self._window.refuse(problem or message("All steps are in {path}.", path=str(path)))

    def _name(self) -> str:
        name = self._window.tr_message(title(self._session.state.experiment))
        plain = "".join(sign if sign.isalnum() or sign in "-–_" else " " for sign in name)
        return " ".join(plain.split())

    def _ask(
        self, heading: Message, suffix: str, kind: Message, chosen: file_dialogs.Chosen
    ) -> None:
        suggested = Path(self._folder, self._name() + suffix)
        window = self._window
        self._open(
            file_dialogs.to_write(window, window.tr_message, heading, suggested, kind, chosen)
        )

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(lambda: self._on_closed(dialog))
        QDialog.open(dialog)

    def _on_closed(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        if not isinstance(dialog, QFileDialog):  # those go by themselves
            dialog.deleteLater()
