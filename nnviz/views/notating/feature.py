"""Match my textbook, as a part of the window."""

from pathlib import Path
from typing import Any

from nnviz.app.texts import Catalogue
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import message
from nnviz.engine.writing import Notation
from nnviz.engine.writing.file import SUFFIX, load, save
from nnviz.views.keeping import file_dialogs
from nnviz.views.notating.dialog import NotationDialog
from nnviz.views.window.feature import Feature

_KIND = message("Notations ({patterns})", patterns=f"*{SUFFIX}")


class Notating(Feature):
    """Shows the dialog, and takes the notation of a file that is opened or dropped."""

    dialog: NotationDialog | None = None
    _before: Notation | None = None  # what was written before the last change made here

    def show_dialog(self) -> None:
        """Let the person choose how symbols and numbers are written."""
        if self.dialog is not None:
            self.dialog.activateWindow()
            return
        session, window = self._session, self._window
        dialog = NotationDialog(
            session.notation,
            session.state,
            session.keeps_notation,
            window.theme,
            # The choices themselves are not to be written in the notation that they change.
            Catalogue(session.state.language).translate,
            window,
            self._before,
        )
        dialog.accepted.connect(self._use)
        dialog.open_wanted.connect(self._ask_to_open)
        dialog.save_wanted.connect(self._ask_to_save)
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    def open_path(self, path: Path) -> None:
        """Take the notation of a file; into the dialog while it is open."""
        try:
            notation = load(path)
        except NnvizError as error:
            if self.dialog is not None:
                self.dialog.refuse(error.message)
            else:
                self._window.refuse(error.message)
            return
        if self.dialog is not None:
            self.dialog.show_notation(notation)
        else:
            self._note(notation)
            self._session.take_notation(notation)

    def remembered(self) -> dict[str, Any]:
        """Return whether projects keep the notation."""
        return {"notation_in_projects": self._session.keeps_notation}

    def close(self) -> None:
        """Close the dialog with the window."""
        if self.dialog is not None:
            self.dialog.close()

    def _use(self) -> None:
        dialog = self.dialog
        assert dialog is not None  # it has been accepted
        assert dialog.notation is not None  # or it could not have been
        self._session.keep_notation(dialog.keeps)
        self._note(dialog.notation)
        self._session.set_notation(dialog.notation)
        if dialog.edit is not None:
            self._window.edit(dialog.edit)

    def _note(self, coming: Notation) -> None:
        """Remember what is written now, so that the dialog can offer it again."""
        if coming != self._session.notation:
            self._before = self._session.notation

    def _ask_to_open(self) -> None:
        assert self.dialog is not None  # it has asked
        file_dialogs.ask_for_one(
            self.dialog, self._window.translate, message("Open a notation"), (_KIND,), "",
            self.open_path,
        ).open()  # fmt: skip

    def _ask_to_save(self) -> None:
        assert self.dialog is not None  # it has asked
        notation = self.dialog.notation
        if notation is None:
            return
        name = "".join(sign for sign in notation.name if sign.isalnum() or sign in " -_").strip()
        file_dialogs.to_write(
            self.dialog,
            self._window.translate,
            message("Save the notation"),
            Path(f"{name or 'notation'}{SUFFIX}"),
            _KIND,
            lambda path: self._save(path, notation),
        ).open()

    def _save(self, path: Path, notation: Notation) -> None:
        try:
            save(path, notation)
        except NnvizError as error:
            if self.dialog is not None:
                self.dialog.refuse(error.message)

    def _forget(self) -> None:
        self.dialog = None
