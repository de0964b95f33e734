"""The first row of the window: name, menus, what is open, and the switches used all the time."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QMenuBar,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from nnviz.engine.math_text import MathText, Part
from nnviz.engine.message import Message, message
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts, icons
from nnviz.views.look.text_size import keep_least_height
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.elided_label import ElidedLabel
from nnviz.views.panels.put_away import PutAwayButton

# Action, what stands on its button, and what the button is for.
_W = Part("W", math=True)
_WAYS = MathText("W·X ⇄ X·Wᵀ", (_W, Part("·X ⇄ X·"), _W, Part("ᵀ")))
_SWITCHES: tuple[tuple[str, str, Message], ...] = (
    ("next_orientation", _WAYS, message("Samples as columns or as rows (F7)")),
    ("next_theme", "◐", message("Light, dark, projector (F8)")),
    ("next_language", "中 / EN", message("中文 or English (F6)")),
)
_ROOMY_PX = 1000  # in a narrower bar what is open is named instead of the program


class TopBar(QWidget):
    """Holds the menu bar and buttons for actions made elsewhere; decides nothing."""

    def __init__(
        self,
        tr: Translate,
        menus: QMenuBar,
        actions: Mapping[str, QAction],
        examples: QMenu,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = Words(tr)
        self._theme: Theme | None = None
        self._count = 0
        self.setObjectName("topBar")
        # A style sheet colours the ground of a plain QWidget only when it is told to.
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = QLabel("nnviz")
        self._name.setFont(fonts.text_font(17, bold=True))
        self.title_label = ElidedLabel()
        menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 3, 8, 3)
        layout.setSpacing(4)
        layout.addWidget(self._name)
        layout.addSpacing(8)
        layout.addWidget(menus)
        layout.addWidget(self.title_label, 1)
        self.put_away = PutAwayButton(tr)
        layout.addWidget(self.put_away)
        self._symptoms = self._symptom_button(actions["panel_symptoms"])
        layout.addWidget(self._symptoms)
        layout.addWidget(self._panel_button(actions["panel_build"]))
        layout.addWidget(self._example_button(examples))
        for action_id, face, purpose in _SWITCHES:
            layout.addWidget(self._switch(actions[action_id], face, purpose))

    @property
    def title(self) -> str:
        """What is shown as open."""
        return self.title_label.text()

    def set_title(self, title: Message) -> None:
        """Show what is open."""
        self._words.put(self.title_label.setText, title)

    @property
    def symptoms(self) -> QToolButton:
        """The button that says how many symptoms there are, and shows them."""
        return self._symptoms

    def set_symptoms(self, count: int) -> None:
        """Say how many symptoms the iteration on the stage has."""
        several = message("Symptoms {count}", count=count)
        self._words.put(self._symptoms.setText, several if count else message("Symptoms"))
        self._count = count
        self._show_warning()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room of the program's name to what is open where there is little."""
        super().resizeEvent(event)
        self._name.setVisible(self.width() >= _ROOMY_PX)

    def _show_warning(self) -> None:
        sign = QIcon()
        if self._theme is not None and self._count:
            sign = icons.icon("warning", self._theme.color(Role.MUTED))
        self._symptoms.setIcon(sign)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self._show_warning()
        self.setStyleSheet(
            f"#topBar {{ background: {theme.bar.name()};"
            f" border-bottom: 1px solid {theme.color(Role.OUTLINE).name()}; }}"
        )

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self.put_away.retranslate(tr)

    def _panel_button(self, action: QAction) -> QToolButton:
        button = _button()
        button.setCheckable(True)
        button.clicked.connect(action.trigger)
        action.toggled.connect(button.setChecked)
        button.setChecked(action.isChecked())
        self._words.put(button.setText, message("Build"))
        self._words.put(button.setToolTip, message("Change the network and its data (Ctrl+B)"))
        return button

    def _symptom_button(self, action: QAction) -> QToolButton:
        button = _button()
        button.setCheckable(True)
        button.setIconSize(QSize(14, 14))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(action.trigger)
        action.toggled.connect(button.setChecked)
        button.setChecked(action.isChecked())
        self._words.put(button.setText, message("Symptoms"))
        purpose = message("What is conspicuous in this iteration, and the gradient norms (S)")
        self._words.put(button.setToolTip, purpose)
        return button

    def _example_button(self, examples: QMenu) -> QToolButton:
        button = _button()
        button.setMenu(examples)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._words.put(button.setText, message("Examples"))
        self._words.put(button.setToolTip, message("Open an example"))
        return button

    def _switch(self, action: QAction, face: str, purpose: Message) -> QToolButton:
        button = _button()
        self._words.put(button.setText, message("{name}", name=face))
        button.clicked.connect(action.trigger)
        self._words.put(button.setToolTip, purpose)
        self._words.put(button.setAccessibleName, purpose)
        return button


def _button() -> QToolButton:
    button = QToolButton()
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    keep_least_height(button, 28)
    return button
