"""The menu of files that were opened or saved last."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from nnviz.engine.message import Argument, message
from nnviz.views.look.words import Translate

MOST = 10


class RecentMenu(QObject):
    """Made anew whenever it is opened: a file may have come or gone meanwhile.

    Signals:
        chosen: the path of a file.
    """

    chosen = Signal(object)

    def __init__(self, paths: tuple[str, ...], tr: Translate, parent: QWidget) -> None:
        super().__init__(parent)
        self._paths = list(paths[:MOST])
        self._tr = tr
        self.menu = QMenu(parent)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self.fill)
        self.retranslate(tr)

    @property
    def paths(self) -> tuple[str, ...]:
        """The files, the newest first."""
        return tuple(self._paths)

    def add(self, path: Path) -> None:
        """Put a file first."""
        name = str(path.absolute())
        self._paths = [name, *(one for one in self._paths if one != name)][:MOST]
        self._show()

    def clear(self) -> None:
        """Forget all of them."""
        self._paths = []
        self._show()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._tr = tr
        self.menu.setTitle(tr(message("Open &recent")))
        self._show()

    def fill(self) -> None:
        """Show the files; one that is not there is grey and says so."""
        self.menu.clear()
        for number, name in enumerate(self._paths, start=1):
            self._add(number % MOST, Path(name))
        self.menu.addSeparator()
        self.menu.addAction(self._tr(message("&Clear this list")), self.clear)

    def _add(self, number: int, path: Path) -> None:
        there = path.is_file()
        shown: dict[str, Argument] = {
            "number": number,
            "name": path.name.replace("&", "&&"),
            "folder": str(path.parent),
        }
        text = message("&{number}  {name}", **shown)
        if not there:
            text = message("&{number}  {name} (not found in {folder})", **shown)
        action = self.menu.addAction(self._tr(text))
        action.setToolTip(str(path))
        action.setEnabled(there)
        action.triggered.connect(lambda: self.chosen.emit(path))

    def _show(self) -> None:
        self.menu.setEnabled(bool(self._paths))
        self.menu.menuAction().setEnabled(bool(self._paths))
