"""What advice says about a field: why, what will be seen, and a button for each remedy."""

from html import escape

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

from nnviz.app.advice.remark import Remark, Remedy, Sight
from nnviz.app.guide import remark_anchor
from nnviz.engine.message import Message, message
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts, icons
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words

_SHOW = message("Show where")
_EXPLAIN = message("What is this?")


class RemarkLine(QFrame):
    """One remark.

    Signals:
        remedy_chosen: the edit of the remedy that was pressed.
        sight_chosen: where the person wants to see it.
    """

    remedy_chosen = Signal(object)
    sight_chosen = Signal(object)

    def __init__(self, remark: Remark, tr: Translate, theme: Theme | None) -> None:
        super().__init__()
        self.setObjectName("remark")
        self._words = Words(tr)
        self.remark = remark
        self._icon, self.text = QLabel(), QLabel()
        self.text.setFont(fonts.text_font(12.5))
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.text.linkActivated.connect(self._on_link)
        # Wrapped text has its least width where its longest word ends, not where the panel does.
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.buttons = [self._button(remedy) for remedy in remark.remedies]
        self._lay_out()
        self._say()
        if theme is not None:
            self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        role = Role.WARNING if self.remark.severity == "impossible" else Role.LOSS
        name = "warning" if self.remark.severity == "impossible" else "info"
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(icons.pixmap(name, theme.color(role), 16, ratio))
        ground, edge = theme.blend(role, 0.10, over=Role.CARD), theme.blend(role, 0.5)
        self.setStyleSheet(
            f"#remark {{ background: {ground.name()}; border: none;"
            f" border-left: 3px solid {edge.name()}; border-radius: 3px; }}"
        )

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self._say()

    def _on_link(self, name: str) -> None:
        explained = Sight(page=remark_anchor(self.remark.key))
        self.sight_chosen.emit(self.remark.sight if name == "see" else explained)

    def _button(self, remedy: Remedy) -> QPushButton:
        button = QPushButton()
        button.setFont(fonts.text_font(12.5))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAutoDefault(False)
        self._words.put(button.setText, remedy.text)
        button.clicked.connect(lambda: self.remedy_chosen.emit(remedy.edit))
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.text)
        for button in self.buttons:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 6, 5)
        row.setSpacing(7)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def _say(self) -> None:
        tr, remark = self._words.tr, self.remark
        parts = [escape(tr(remark.why))]
        if remark.seen is not None:
            parts.append(escape(tr(remark.seen)))
        if remark.sight is not None:
            parts.append(f'<a href="see">{escape(tr(_SHOW))}</a>')
        parts.append(f'<a href="explain">{escape(tr(_EXPLAIN))}</a>')
        self.text.setText(" ".join(parts))
        self.text.setAccessibleName(tr(_spoken(remark)))


def _spoken(remark: Remark) -> Message:
    if remark.seen is None:
        return remark.why
    return message("{title}: {why} {seen}", title=remark.title, why=remark.why, seen=remark.seen)


class RemarkLines(QWidget):
    """The remarks about one field or card; nothing while there are none.

    Signals:
        remedy_chosen, sight_chosen: those of its lines.
    """

    remedy_chosen = Signal(object)
    sight_chosen = Signal(object)

    def __init__(self, tr: Translate) -> None:
        super().__init__()
        self._tr = tr
        self._theme: Theme | None = None
        self.lines: list[RemarkLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    def show_remarks(self, remarks: tuple[Remark, ...]) -> None:
        """Show these remarks; lines that are there already stay, with the focus they may have."""
        if remarks == tuple(line.remark for line in self.lines):
            return
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [RemarkLine(remark, self._tr, self._theme) for remark in remarks]
        for line in self.lines:
            line.remedy_chosen.connect(self.remedy_chosen)
            line.sight_chosen.connect(self.sight_chosen)
            self._column.addWidget(line)
        self.setVisible(bool(remarks))

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        for line in self.lines:
            line.set_theme(theme)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._tr = tr
        for line in self.lines:
            line.retranslate(tr)
