"""The tools of a presenter for the mouse: a small bar that comes when the pointer looks for it."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from nnviz.engine.message import Message, message
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts, icons
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.presenting.tools import TOOLS

_HIDE_MS = 2500
_NEAR = 0.78  # from here on down the pointer looks for the bar, in heights of the window
_ICON = 26
_MOVES = (
    ("previous", message("Previous stop"), "PgUp", "previous"),
    ("next", message("Next stop"), "PgDn", "next"),
)
_LEAVE = ("leave", message("Leave projector mode"), "F5", "close")


class PresenterBar(QFrame):
    """Buttons in a row at the lower edge, and which step this is.

    Signals:
        chosen: the name of what was pressed: a tool, "previous", "next" or "leave".
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, tr: Translate, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("presenterBar")
        self._words = Words(tr)
        self._over = parent
        self.place = QLabel()
        self.buttons: dict[str, QToolButton] = {}
        self._told: dict[str, tuple[Message, str]] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(4)
        for entry in _MOVES:
            row.addWidget(self._button(*entry[:3]))
        row.addWidget(self.place)
        for tool in TOOLS:
            button = self._button(tool.name, tool.text, tool.told)
            button.setCheckable(tool.stays)
            row.addWidget(button)
        row.addWidget(self._button(*_LEAVE[:3]))
        self._icons = {name: icon for name, _, _, icon in (*_MOVES, _LEAVE)}
        self._icons |= {tool.name: tool.icon for tool in TOOLS}
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_HIDE_MS)
        self._wait.timeout.connect(self._on_wait)
        self.set_theme(theme)
        self.hide()

    def show_step(self, number: int, count: int) -> None:
        """Say which step this is."""
        text = message("Step {number} of {count}", number=number, count=count)
        self._words.put(self.place.setText, text)
        self._settle()

    def show_on(self, names: Iterable[str]) -> None:
        """Show which tools are in use."""
        used = set(names)
        for tool in TOOLS:
            if tool.stays:
                self.buttons[tool.name].setChecked(tool.name in used)

    def look(self, at: QPointF) -> None:
        """Come if the pointer, in the window's pixels, looks for the bar."""
        if at.y() >= _NEAR * self._over.height():
            self.come()

    def come(self) -> None:
        """Be there for a while."""
        self._settle()
        self.show()
        self.raise_()
        self._wait.start()

    def go(self) -> None:
        """Hide at once."""
        self._wait.stop()
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        card, outline = theme.color(Role.CARD).name(), theme.color(Role.OUTLINE).name()
        lit = theme.blend(Role.FORWARD, 0.35, over=Role.CARD).name()
        edge = theme.color(Role.FOCUS).name()
        self.setStyleSheet(
            f"#presenterBar {{ background: {card}; border: 1px solid {outline};"
            " border-radius: 12px; }"
            "QToolButton { border: 2px solid transparent; border-radius: 8px; padding: 6px; }"
            f"QToolButton:hover {{ background: {outline}; }}"
            f"QToolButton:checked {{ background: {lit}; border-color: {edge}; }}"
        )
        for name, button in self.buttons.items():
            button.setIcon(icons.icon(self._icons[name], theme.color(Role.TEXT)))
        self.place.setFont(fonts.text_font(17))

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        for name, button in self.buttons.items():
            self._describe(button, *self._told[name])
        self._settle()

    def _button(self, name: str, text: Message, keys: str) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # each of them has a key
        button.clicked.connect(lambda: self.chosen.emit(name))
        self.buttons[name] = button
        self._told[name] = text, keys
        self._describe(button, text, keys)
        return button

    def _describe(self, button: QToolButton, text: Message, keys: str) -> None:
        said = self._words.tr(text)
        button.setAccessibleName(said)
        button.setToolTip(self._words.tr(message("{what} ({keys})", what=text, keys=keys)))

    def _settle(self) -> None:
        """Stand in the middle of the lower edge."""
        self.adjustSize()
        room = self._over.rect()
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - 14)

    def _on_wait(self) -> None:
        if self.underMouse():
            self._wait.start()
        else:
            self.hide()
