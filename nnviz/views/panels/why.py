"""Why this number? One cell's ancestry as a tree of formulas, and who uses it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nnviz.engine.message import message
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.why_rows import CellRow, Key, Row
from nnviz.views.panels.why_tree import WhyTree

_EMPTY = message("Click a number on the stage, then press W: here it says what it is made of.")
_KEYS = message("↑ ↓ walk · → ← open and close · Enter goes there · Backspace goes back")


class WhyPanel(QWidget):
    """The tree with a line about its keys and a button to go back.

    Signals:
        pointed: the row (Row) pointed at, or None.
        chosen: the row (Row) to go to.
        back_wanted: to where the walk came from.
    """

    pointed = Signal(object)
    chosen = Signal(object)
    back_wanted = Signal()

    def __init__(self, theme: Theme, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(tr)
        self.tree = WhyTree(theme, tr)
        self.empty = QLabel()
        self.keys = QLabel()
        self.back = QPushButton()
        self._words.put(self.empty.setText, _EMPTY)
        self._words.put(self.keys.setText, _KEYS)
        self._words.put(self.back.setText, message("Back"))
        self._words.put(self.back.setToolTip, message("Go back to where you were (Backspace)"))
        self._words.put(self.tree.setAccessibleName, message("Why this number?"))
        for signal in ("pointed", "chosen", "back_wanted"):
            getattr(self.tree, signal).connect(getattr(self, signal))
        self.back.clicked.connect(self.back_wanted)
        self._lay_out()
        self.set_way_back(False)
        self.show_root(None)

    @property
    def root(self) -> CellRow | None:
        """The cell that was asked about."""
        return self.tree.items.root

    @property
    def current(self) -> Row | None:
        """The row walked to."""
        return self.tree.current

    def show_root(self, root: CellRow | None) -> None:
        """Show the ancestry of a cell; the same one again keeps what is open and walked to."""
        before, current = self.root, self.tree.current
        again = root is not None and before is not None and root.key == before.key
        opened: set[tuple[Key, ...]] = self.tree.opened if again else set()
        path = current.path if again and current is not None else None
        self.tree.show_root(root, opened)
        if root is not None:
            self.tree.walk_to(path or root.path)
        self.tree.setVisible(root is not None)
        self.keys.setVisible(root is not None)
        self.empty.setVisible(root is None)

    def set_way_back(self, there: bool) -> None:
        """Say whether there is anything to go back to."""
        self.back.setEnabled(there)
        self.back.setVisible(there)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        muted = theme.color(Role.MUTED).name()
        for label in (self.empty, self.keys):
            label.setStyleSheet(f"color: {muted};")
        self.tree.set_theme(theme)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self.tree.set_translator(tr)

    def _lay_out(self) -> None:
        for label in (self.empty, self.keys):
            label.setWordWrap(True)
            label.setFont(fonts.text_font(12))
            label.setContentsMargins(8, 2, 8, 2)
        foot = QHBoxLayout()
        foot.setContentsMargins(6, 0, 6, 4)
        foot.addWidget(self.keys, 1)
        foot.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.empty)
        column.addWidget(self.tree, 1)
        column.addLayout(foot)
