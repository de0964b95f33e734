"""A part of the build panel that can be folded away; its heading then says what is in it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from nnviz.engine.message import Message, message
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts, icons
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.elided_label import ElidedLabel


class _Summary(ElidedLabel):
    """Stands at the right, in as much room as there is."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits."""
        del event
        with QPainter(self) as painter:
            painter.setPen(self.palette().windowText().color())
            way = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(self.rect(), int(way), self.shown)


class Group(QWidget):
    """A heading and what stands under it.

    Signals:
        toggled: the person has folded it (False) or opened it (True).
    """

    toggled = Signal(bool)

    def __init__(self, name: str, title: Message, tr: Translate, body: QWidget) -> None:
        super().__init__()
        self.name = name
        self.body = body
        self._words = Words(tr)
        self._title = title
        self._theme: Theme | None = None
        self.head = QToolButton()
        self.head.setAutoRaise(True)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setIconSize(QSize(14, 14))
        self.head.setFont(fonts.text_font(14, bold=True))
        self.head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.head.clicked.connect(self.toggle)
        self._words.put(self.head.setText, title)
        self.summary, self.sign = _Summary(), QLabel()
        self.sign.hide()
        self._lay_out()
        self.set_open(True)

    @property
    def is_open(self) -> bool:
        """Whether what stands under the heading is shown."""
        return not self.body.isHidden()

    def set_open(self, is_open: bool) -> None:
        """Show or fold away what stands under the heading."""
        self.body.setVisible(is_open)
        self.summary.setVisible(not is_open)
        purpose = message("Fold “{group}”", group=self._title) if is_open else (
            message("Open “{group}”", group=self._title)
        )  # fmt: skip
        self._words.put(self.head.setToolTip, purpose)
        self._words.put(self.head.setAccessibleDescription, purpose)
        self._draw()

    def toggle(self) -> None:
        """Fold or open it, as the person wants."""
        self.set_open(not self.is_open)
        self.toggled.emit(self.is_open)

    def say(self, summary: Message) -> None:
        """Show what is in it, in a few words, while it is folded."""
        self._words.put(self.summary.setText, summary)

    def set_remarks(self, count: int) -> None:
        """Show at the heading that something inside has a remark."""
        self.sign.setVisible(count > 0)
        text = Message("{count} remark", plural="{count} remarks", count=count)
        self._words.put(self.sign.setToolTip, text)
        self._words.put(self.sign.setAccessibleName, text)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        muted = theme.color(Role.MUTED)
        self.summary.setStyleSheet(f"color: {muted.name()};")
        self.sign.setPixmap(
            icons.pixmap("warning", theme.color(Role.LOSS), 16, self.devicePixelRatioF())
        )
        self._draw()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open by a click on the summary, too."""
        if not self.is_open and event.button() is Qt.MouseButton.LeftButton:
            self.toggle()
        else:
            super().mousePressEvent(event)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.head)
        row.addWidget(self.sign)
        row.addWidget(self.summary, 1)
        row.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(row)
        column.addWidget(self.body)

    def _draw(self) -> None:
        if self._theme is not None:
            name = "chevron-down" if self.is_open else "chevron-right"
            self.head.setIcon(icons.icon(name, self._theme.color(Role.MUTED)))
