"""What the window is too small for: how many panels that are, and a way to each of them."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from nnviz.engine.message import Message, message
from nnviz.views.look.text_size import keep_least_height
from nnviz.views.look.words import Translate, Words

_PURPOSE = message(
    "Panels put away so that the stage keeps its room; they come back when there is room, or when "
    "chosen here"
)


class PutAwayButton(QToolButton):
    """Stands in the first row of the window only while something is put away.

    Signals:
        wanted: the name of the panel that is to come back.
    """

    wanted = Signal(str)

    def __init__(self, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(tr)
        self._parts: tuple[tuple[str, Message], ...] = ()
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        keep_least_height(self, 28)
        self.list = QMenu(self)
        self.setMenu(self.list)
        for setter in (self.setToolTip, self.setAccessibleDescription):
            self._words.put(setter, _PURPOSE)
        self.hide()

    def show_parts(self, parts: tuple[tuple[str, Message], ...]) -> None:
        """Show names with what they are called; none hides the button."""
        if parts == self._parts:
            return
        self._parts = parts
        self.list.clear()
        for name, text in parts:
            action = self.list.addAction(self._words.tr(text))
            action.triggered.connect(partial(self.wanted.emit, name))
        said = message("{count} put away", count=len(parts))
        for setter in (self.setText, self.setAccessibleName):
            self._words.put(setter, said)
        self.setVisible(bool(parts))

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        for action, (_, text) in zip(self.list.actions(), self._parts, strict=True):
            action.setText(tr(text))
