"""One calm sentence above the stage, with a button to put it away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from nnviz.engine.message import Message, message
from nnviz.scene.primitives import Role
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.dock_title import CloseButton


class NoticeBar(QFrame):
    """Hidden while there is nothing to say.

    Signals:
        dismissed: the person has read it.
    """

    dismissed = Signal()

    def __init__(self, tr: Translate, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        self._words = Words(tr)
        self.setObjectName("notice")
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close = CloseButton()
        self._words.put(self._close.setToolTip, message("Put this notice away"))
        self._words.put(self._close.setAccessibleName, message("Put this notice away"))
        self._close.clicked.connect(self.dismissed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 6, 6)
        layout.addWidget(self._label)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown; empty when there is none."""
        return self._label.text() if not self.isHidden() else ""

    def set_notice(self, notice: Message | None) -> None:
        """Show a sentence, or nothing."""
        if notice is None:
            self._words.forget(self._label.setText)
        else:
            self._words.put(self._label.setText, notice)
        self.setVisible(notice is not None)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._close.set_theme(theme)
        ground = theme.blend(self._role, 0.12, over=Role.CARD).name()
        edge = theme.color(self._role).name()
        self.setStyleSheet(
            f"#notice {{ background: {ground}; border: 1px solid {edge}; border-radius: 6px; }}"
        )

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
