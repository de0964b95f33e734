"""The line above two runs: what is shown of them, a cell's numbers in both, what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from nnviz.app.comparing.rival import SHOWN, Shown
from nnviz.engine.message import Message, message
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.text_size import keep_height
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.dock_title import CloseButton
from nnviz.views.panels.elided_label import ElidedLabel

_SHOWN: dict[Shown, tuple[Message, Message]] = {
    "both": (message("A | B"), message("Both runs side by side (D)")),
    "a": (Message("A", context="run"), message("Run A alone (D)")),
    "b": (Message("B", context="run"), message("Run B alone (D)")),
    "difference": (
        message("Difference"),
        message("Run B, with A's number beneath each that differs (D)"),
    ),
}
_HIGH = 26


class CompareBar(QFrame):
    """Hidden while there is one run only.

    Signals:
        shown_chosen: "both", "a", "b" or "difference".
        swap_wanted, take_wanted, closed: swap the runs, go on with B, stop comparing.
    """

    shown_chosen = Signal(str)
    swap_wanted = Signal()
    take_wanted = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(tr)
        self.setObjectName("compareBar")
        self.views = QButtonGroup(self)
        self.label = ElidedLabel()
        self.label.setFont(fonts.text_font(14))
        self.swap, self.take = self._button(), self._button()
        self._close = CloseButton()
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self.label.toolTip() or self.label.text()

    def view(self, shown: Shown) -> QToolButton:
        """Return the button that shows a view."""
        found = self.views.button(SHOWN.index(shown))
        assert isinstance(found, QToolButton)  # made so
        return found

    def show_state(self, shown: Shown, told: Message) -> None:
        """Show which view is on the stage, and a sentence."""
        self.view(shown).setChecked(True)
        self._words.put(self._say, told)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        ground = theme.blend(Role.CHANGED, 0.10, over=Role.CARD)
        edge, chosen = theme.color(Role.OUTLINE).name(), theme.color(Role.CHANGED)
        self.setStyleSheet(
            f"#compareBar {{ background: {ground.name()}; border-bottom: 1px solid {edge}; }}"
            f"#compareBar QToolButton:checked {{ background: {chosen.name()};"
            f" color: {theme.ink_on(chosen).name()}; border-radius: 6px; }}"
        )
        self._close.set_theme(theme)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)

    def _say(self, text: str) -> None:
        self.label.setText(text)
        self.label.setAccessibleName(text)

    def _button(self) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        keep_height(button, _HIGH)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 6, 2)
        row.setSpacing(4)
        for place, shown in enumerate(SHOWN):
            button = self._button()
            button.setCheckable(True)
            self._name(button, *_SHOWN[shown])
            self.views.addButton(button, place)
            row.addWidget(button)
        row.addSpacing(8)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self.label, 1)
        self._name(self.swap, message("Swap"), message("Swap runs A and B (Shift+X)"))
        self._name(self.take, message("Go on with B"), message("Go on with run B alone"))
        row.addWidget(self.swap)
        row.addWidget(self.take)
        row.addWidget(self._close)
        purpose = message("Stop comparing (Esc)")
        self._words.put(self._close.setToolTip, purpose)
        self._words.put(self._close.setAccessibleName, purpose)

    def _name(self, button: QToolButton, text: Message, purpose: Message) -> None:
        self._words.put(button.setText, text)
        self._words.put(button.setToolTip, purpose)
        self._words.put(button.setAccessibleName, purpose)

    def _connect(self) -> None:
        self.views.idClicked.connect(lambda place: self.shown_chosen.emit(SHOWN[place]))
        self.swap.clicked.connect(self.swap_wanted)
        self.take.clicked.connect(self.take_wanted)
        self._close.clicked.connect(self.closed)
