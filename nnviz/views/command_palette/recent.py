"""The palette as a part of the window: it opens, runs what is chosen, and remembers it."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from nnviz.app.session import Session
from nnviz.views.window.feature import Feature

if TYPE_CHECKING:
    from nnviz.views.command_palette.dialog import PaletteDialog
    from nnviz.views.command_palette.entries import Entry
    from nnviz.views.window.main_window import MainWindow

_MOST = 8


class PaletteFeature(Feature):
    """Opens the palette over the window."""

    def __init__(self, session: Session, window: "MainWindow") -> None:
        super().__init__(session, window)
        self._recent = session.settings.recent_commands

    @property
    def recent(self) -> tuple[str, ...]:
        """What was chosen last, the newest first; steps are not kept, for they change."""
        return self._recent

    def open(self) -> "PaletteDialog":
        """Show what can be done now."""
        from nnviz.views.command_palette.dialog import PaletteDialog
        from nnviz.views.command_palette.entries import entries

        window = self._window
        offered = entries(self._session, window, window.translate)
        dialog = PaletteDialog(offered, self._recent, window.theme, window.translate, window)
        dialog.chosen.connect(self._on_chosen)
        dialog.open()
        return dialog

    def remembered(self) -> dict[str, Any]:
        """Return what was chosen last."""
        return {"recent_commands": self._recent}

    def _on_chosen(self, entry: "Entry") -> None:
        if not entry.is_step:
            others = tuple(known for known in self._recent if known != entry.id)
            self._recent = (entry.id, *others)[:_MOST]
        # What is run may open a window of its own; this one has to be gone by then.
        QTimer.singleShot(0, self, entry.run)
