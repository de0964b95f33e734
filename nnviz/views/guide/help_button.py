"""A small ? that opens the page about what it stands on."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from nnviz.engine.message import message
from nnviz.scene.primitives import Role
from nnviz.views.look import icons
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words

_ROOM, _ICON, _TOP = 24, 15, 6


class HelpButton(QToolButton):
    """Stands in a row, or in the upper right corner of ``corner_of``, ``inset`` pixels in."""

    def __init__(self, tr: Translate, corner_of: QWidget | None = None, inset: int = 4) -> None:
        super().__init__(corner_of)
        self._words = Words(tr)
        self._inset = inset
        self.setAutoRaise(True)
        self.setFixedSize(_ROOM, _ROOM)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        purpose = message("What is this?")
        self._words.put(self.setToolTip, purpose)
        self._words.put(self.setAccessibleName, purpose)
        if corner_of is not None:
            corner_of.installEventFilter(self)
            self._place(corner_of)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.setIcon(icons.icon("help", theme.color(Role.MUTED)))

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self._place(watched)
        return super().eventFilter(watched, event)

    def _place(self, part: QWidget) -> None:
        self.move(part.width() - _ROOM - self._inset, _TOP)
        self.raise_()
