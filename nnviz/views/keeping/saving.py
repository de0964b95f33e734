"""Saving documents, and writing networks for other programs."""

from pathlib import Path

from nnviz.app.keeping_commands import Mark
from nnviz.app.project import save
from nnviz.app.project.exporting import Format, export
from nnviz.app.project.writing import file_stamp
from nnviz.engine.message import message
from nnviz.views.keeping import file_dialogs, questions
from nnviz.views.keeping.base import KeepingBase, Then
from nnviz.views.keeping.export_dialog import ExportDialog
from nnviz.views.keeping.writing import Written, attempt
from nnviz.views.panels.names import title


class KeepingSaving(KeepingBase):
    """Writes in the worker thread; the window goes on meanwhile."""

    def save(self, then: Then | None = None) -> None:
        """Save to the document's file, or ask for one; ``then`` is done once that has worked."""
        path = self._path
        if path is None:
            self.save_as(then)
        elif self._stamp and file_stamp(path) not in {self._stamp, ""}:
            self._ask_about_others(path, then)
        else:
            self._write(path, then)

    def save_as(self, then: Then | None = None) -> None:
        """Ask for a file, and save to it."""
        suggested = self._path or Path(self._folder, self._suggested_name())
        self._ask(
            file_dialogs.to_write(
                self._window,
                self._tr,
                message("Save as"),
                suggested.with_suffix(file_dialogs.PROJECT_SUFFIX),
                message("Projects ({patterns})", patterns="*.nnviz"),
                lambda path: self._save_to(path, then),
            )
        )

    def export(self) -> None:
        """Ask for a format and a file, and write the network for other programs."""
        dialog = ExportDialog(self._session.state.iteration, self._tr, self._window)
        dialog.format_chosen.connect(self._ask_where_to_export)
        self._ask(dialog)

    def _ask_about_others(self, path: Path, then: Then | None) -> None:
        self._ask(
            questions.written_by_others(
                self._window,
                self._tr,
                path.name,
                lambda: self._write(path, then),
                lambda: self.save_as(then),
            )
        )

    def _save_to(self, path: Path, then: Then | None) -> None:
        """Save to a file that was just chosen; its name ends as that of a project."""
        found = self._with_suffix(path, file_dialogs.PROJECT_SUFFIX)
        if found is not None:
            self._folder = str(found.absolute().parent)
            self._write(found.absolute(), then)

    def _with_suffix(self, path: Path, suffix: str) -> Path | None:
        """Return the path with a suffix; None if nobody has been asked about that file."""
        if path.suffix.lower() == suffix:
            return path
        longer = path.with_name(path.name + suffix)
        if longer.exists():
            there = message("{name} is there already; choose another name.", name=longer.name)
            self._window.refuse(there)
            return None
        return longer

    def _write(self, path: Path, then: Then | None) -> None:
        mark, project, opening = self._session.mark, self.snapshot(), self._session.opening
        self._saving += 1
        self._submit(
            "save",
            lambda: attempt(lambda: save(path, project)),
            lambda written: self._on_saved(path, opening, mark, written, then),
            self._saved,
        )

    def _on_saved(
        self, path: Path, opening: object, mark: Mark, written: Written, then: Then | None
    ) -> None:
        if written.problem is not None:
            self._window.refuse(written.problem)
            self._saved()
            return
        if self._session.opening is opening:  # else something else was opened meanwhile
            self._session.note_saved(mark)
            self.belongs_to(path)
        self._saved()
        if then is not None:
            then()

    def _ask_where_to_export(self, chosen: Format) -> None:
        name = self._path.name if self._path else self._suggested_name()
        patterns = f"*{chosen.suffix}"
        self._ask(
            file_dialogs.to_write(
                self._window,
                self._tr,
                message("Export model"),
                Path(self._folder, name).with_suffix(chosen.suffix),
                message("{name} ({patterns})", name=chosen.text, patterns=patterns),
                lambda path: self._export_to(chosen, path),
            )
        )

    def _export_to(self, chosen: Format, wanted: Path) -> None:
        path = self._with_suffix(wanted, chosen.suffix)
        if path is None:
            return
        document = self._session.document
        done = message("The network is in {path}.", path=str(path))
        self._submit(
            "export",
            lambda: attempt(lambda: export(document, chosen, path)),
            lambda written: self._window.refuse(written.problem or done),
        )

    def _suggested_name(self) -> str:
        name = self._tr(title(self._session.state.experiment))
        plain = "".join(sign if sign.isalnum() or sign in "-–_" else " " for sign in name)
        return " ".join(plain.split()) + file_dialogs.PROJECT_SUFFIX
