"""The head of a panel: its name and a button that closes it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from nnviz.engine.message import Message, message
from nnviz.scene.primitives import Role
from nnviz.views.guide.help_button import HelpButton
from nnviz.views.look import fonts, icons
from nnviz.views.look.text_size import keep_height, keep_width
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words


class CloseButton(QToolButton):
    """A small cross in the theme's colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoRaise(True)
        keep_height(self, 24)
        keep_width(self, 24)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours, and the size of text."""
        self.setIconSize(QSize(fonts.scaled(16), fonts.scaled(16)))
        self.setIcon(icons.icon("close", theme.color(Role.MUTED)))


class DockTitle(QWidget):
    """Stands above a panel in place of Qt's own title, which knows neither our words nor icons.

    Signals:
        closed: the person wants the panel away.
        asked: the person wants to know what the panel is.
    """

    closed = Signal()
    asked = Signal()

    def __init__(self, name: Message, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(tr)
        self._label = QLabel()
        self._label.setFont(fonts.text_font(13, bold=True))
        self._help = HelpButton(tr)
        self._help.clicked.connect(self.asked)
        self._close = CloseButton()
        self._close.clicked.connect(self.closed)
        self._words.put(self._label.setText, name)
        purpose = message("Close this panel")
        self._words.put(self._close.setToolTip, purpose)
        self._words.put(self._close.setAccessibleName, purpose)
        self.setAutoFillBackground(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 6, 4)
        row.addWidget(self._label, 1)
        row.addWidget(self._help)
        row.addWidget(self._close)

    def rename(self, name: Message) -> None:
        """Call the panel otherwise."""
        self._words.put(self._label.setText, name)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        colors = self.palette()
        colors.setColor(self.backgroundRole(), theme.bar)
        self.setPalette(colors)
        self._help.set_theme(theme)
        self._close.set_theme(theme)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self._help.retranslate(tr)
