"""One calm sentence above the stage, with a button to put it away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from nnviz.app.advice.remark import Remark, Remedy
from nnviz.engine.message import Message, message
from nnviz.scene.primitives import Role
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.dock_title import CloseButton


class NoticeBar(QFrame):
    """Hidden while there is nothing to say.

    Signals:
        dismissed: the person has read it.
        remedy_chosen: what was offered is wanted.
        edit_chosen: what is wanted in place of an edit that was refused, an ``Edit``.
    """

    dismissed = Signal()
    remedy_chosen = Signal()
    edit_chosen = Signal(object)

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
        self.remedy = QPushButton()
        self.remedy.clicked.connect(self.remedy_chosen)
        self.remedy.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 6, 6)
        self.buttons: list[QPushButton] = []
        self._instead = QHBoxLayout()
        self._instead.setSpacing(6)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self._label)
        column.addLayout(self._instead)
        layout.addLayout(column, 1)
        layout.addWidget(self.remedy)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown; empty when there is none."""
        return self._label.text() if not self.isHidden() else ""

    def set_notice(self, notice: Message | None, refusal: Remark | None = None) -> None:
        """Show a sentence, or nothing; with a ``refusal`` also what can be done instead."""
        self._clear()
        if notice is None:
            self._words.forget(self._label.setText)
        elif refusal is None:
            self._words.put(self._label.setText, notice)
        else:
            said = message("{title}: {why}", title=refusal.title, why=notice)
            self._words.put(self._label.setText, said)
            for remedy in refusal.remedies:
                self._offer_edit(remedy)
            self._instead.addStretch(1)
        self.offer(None)
        self.setVisible(notice is not None)

    def offer(self, remedy: Message | None) -> None:
        """Offer a way out beside the sentence, until there is another one; None: none."""
        if remedy is None:
            self._words.forget(self.remedy.setText)
        else:
            self._words.put(self.remedy.setText, remedy)
        self.remedy.setVisible(remedy is not None)

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

    def _offer_edit(self, remedy: Remedy) -> None:
        button = QPushButton()
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._words.put(button.setText, remedy.text)
        button.clicked.connect(lambda: self.edit_chosen.emit(remedy.edit))
        self._instead.addWidget(button)
        self.buttons.append(button)

    def _clear(self) -> None:
        for button in self.buttons:
            self._words.forget(button.setText)
            button.hide()
            button.deleteLater()
        self.buttons = []
        while self._instead.count():
            self._instead.takeAt(0)
