"""What is supposed, what was foretold of it and what comes of it, while anything is supposed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from nnviz.engine.message import Message, message
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words

_ONE_LINE_PX = 1130  # a narrower bar has two lines from the start, so that it does not jump


class WhatIfBar(QFrame):
    """One sentence and what can be done with it.

    Signals:
        keep_wanted: what is supposed is to become true.
        put_back_wanted: all is to be as it was.
    """

    keep_wanted = Signal()
    put_back_wanted = Signal()

    def __init__(self, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(tr)
        self.setObjectName("what_if_bar")
        self._label = QLabel()
        self._label.setFont(fonts.text_font(14))
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.keep = QPushButton()
        self.put_back = QPushButton()
        self._words.put(self.keep.setText, message("Keep"))
        self._words.put(self.put_back.setText, message("Put back"))
        self.keep.clicked.connect(self.keep_wanted)
        self.put_back.clicked.connect(self.put_back_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 10, 3)
        row.addWidget(self._label, 1)
        row.addWidget(self.keep)
        row.addWidget(self.put_back)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown; empty when there is none."""
        return self._label.text() if not self.isHidden() else ""

    def show_told(self, told: Message, *, on: bool) -> None:
        """Show a sentence; ``on`` says that something is supposed already."""
        self._words.put(self._label.setText, told)
        self.put_back.setEnabled(on)
        self.keep.setEnabled(on)
        purpose = message("Train on with what is supposed, also in the data")
        self._words.put(self.keep.setToolTip, purpose)
        self._words.put(self.keep.setAccessibleDescription, purpose)
        self._keep_room()
        self.setVisible(True)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        ground = theme.blend(Role.CHANGED, 0.12, over=Role.CARD).name()
        edge = theme.color(Role.CHANGED).name()
        self.setStyleSheet(
            f"#what_if_bar {{ background: {ground}; border: 1px solid {edge};"
            " border-radius: 6px; }"
        )

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self._keep_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for a second line where one will be needed."""
        super().resizeEvent(event)
        self._keep_room()

    def _keep_room(self) -> None:
        lines = 1 if self.width() >= _ONE_LINE_PX else 2
        # Measured on the words: a line of Chinese is higher than one of Latin letters.
        line = self._label.fontMetrics().size(0, self._label.text()).height()
        self._label.setMinimumHeight(lines * line)
