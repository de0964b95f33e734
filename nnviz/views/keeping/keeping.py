"""The part of the window that opens, saves and asks, and that knows which file is open."""

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nnviz.app.journal import Crashed, crashed, forget_last, write_last
from nnviz.app.project import Keepsake
from nnviz.app.session import Session
from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message, message
from nnviz.views.keeping.autosave import Autosave
from nnviz.views.keeping.opening import KeepingOpening
from nnviz.views.keeping.recovery import RecoveryDialog
from nnviz.views.keeping.saving import KeepingSaving
from nnviz.views.look.words import Translate

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow


class Keeping(KeepingSaving, KeepingOpening):
    """Opens and saves, asks about unsaved changes, keeps documents, and finds them again."""

    def __init__(self, session: Session, window: "MainWindow") -> None:
        super().__init__(session, window)
        self._sure = False
        self.autosave = Autosave(self._worker, self.snapshot, lambda: self.is_modified, self)
        self.autosave.failed.connect(window.refuse)
        self.recent.chosen.connect(self.open_path)
        window.menus.put_menu("file", self.recent.menu, before="open_csv")

    def start(self, state: ViewState) -> None:
        """Show the title."""
        self.show_title()

    def apply(self, old: ViewState, new: ViewState) -> None:
        """Show the title and whether there is anything to save."""
        self.show_title()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self.recent.retranslate(tr)
        self.show_title()

    def may_close(self) -> bool:
        """Close at once where nothing would be lost; else ask, and close after the answer."""
        if self._sure or not self.is_modified:
            return True
        self.ask_first(self._close_window)
        return False

    def remembered(self) -> dict[str, Any]:
        """Return the recent files and the one that is open."""
        path = "" if self._path is None else str(self._path)
        return {"recent": self.recent.paths, "last_folder": self._folder, "last_file": path}

    def close(self) -> None:
        """Keep what is open for the next start, unless the person has given it up."""
        self._worker.close()
        if self._session.is_modified:
            forget_last()
        else:
            path = None if self._path is None else str(self._path)
            safe = Keepsake(path, self._stamp, modified=False, saved_s=time.time())
            write_last(replace(self.snapshot(), keepsake=safe))
        self.autosave.close()

    def offer_recovery(self) -> bool:
        """Offer what windows that ended without saying so have left; say whether that is any."""
        found = crashed()
        if found:
            dialog = RecoveryDialog(found, self._session.state.language, self._tr, self._window)
            dialog.recover_wanted.connect(
                lambda one: self.ask_first(lambda: self._recover(one), one.let_go)
            )
            self._ask(dialog)
        return bool(found)

    def recover(self) -> None:
        """Offer what can be recovered, or say that there is nothing."""
        if not self.offer_recovery():
            self._window.refuse(message("There is nothing to recover: all work was saved."))

    def keep_now(self) -> Message | None:
        """Write the document into the journal here and now; say why, if that is not possible."""
        return self.autosave.write_now().problem

    def _recover(self, one: Crashed) -> None:
        """Open what was kept; it leaves the journal only when it is in this window's own entry."""
        path = None if one.keepsake.path is None else Path(one.keepsake.path)
        if not self._try_adopt(lambda: replace(one.open(), path=path), unsaved=True):
            one.let_go()
            return
        self._stamp = one.keepsake.stamp  # if others have written the file since, that is asked
        problem = self.keep_now()
        if problem is None:
            one.discard()
        else:
            one.let_go()
            self._window.refuse(problem)

    def close_for_sure(self) -> None:
        """Close the window without asking: the person has been asked."""
        self._close_window()

    def _close_window(self) -> None:
        self._sure = True
        self._window.close()
