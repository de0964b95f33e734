"""A small ? that opens the page about what it stands on."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from nnviz.engine.message import message
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts, icons
from nnviz.views.look.text_size import keep_height, keep_width
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words

ROOM_PX = 24
_ICON, _TOP = 15, 6


class HelpButton(QToolButton):
    """Stands in a row, or in the upper right corner of ``corner_of``.

    There it is ``inset`` pixels from the right and ``top`` from above.
    """

    def __init__(
        self,
        tr: Translate,
        corner_of: QWidget | None = None,
        inset: int = 4,
        top: int = _TOP,
    ) -> None:
        super().__init__(corner_of)
        self._words = Words(tr)
        self._inset, self._top = inset, top
        self._in_corner = corner_of is not None
        self.setAutoRaise(True)
        keep_width(self, ROOM_PX)
        keep_height(self, ROOM_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        purpose = message("What is this?")
        self._words.put(self.setToolTip, purpose)
        self._words.put(self.setAccessibleName, purpose)
        if corner_of is not None:
            corner_of.installEventFilter(self)
            self._place(corner_of)

    def sizeHint(self) -> QSize:
        """Return its size, which is the same everywhere."""
        return QSize(fonts.scaled(ROOM_PX), fonts.scaled(ROOM_PX))

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours, and the size of text."""
        self.setIconSize(QSize(fonts.scaled(_ICON), fonts.scaled(_ICON)))
        part = self.parentWidget()
        if self._in_corner and part is not None:
            self._place(part)
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
        self.move(part.width() - self.width() - self._inset, self._top)
        self.raise_()
