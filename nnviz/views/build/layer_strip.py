"""Under a column of the map: its units, its activation, and what can be done to it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from nnviz.app.edits import Edit, RemoveLayer, SetUnits
from nnviz.engine.message import Message, message
from nnviz.engine.spec import LayerSpec
from nnviz.scene.narration import activation_name
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts, icons
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words

_BUTTON = 20
FULL_PX, COMPACT_PX = 178, 104  # columns this far apart have room for all of it, or for most


class LayerStrip(QFrame):
    """Says what the caption that it covers says, with buttons between.

    Signals:
        edited: what the person wants changed, an ``nnviz.app.edits.Edit``.
        menu_wanted: the layer's commands are wanted.
    """

    edited = Signal(object)
    menu_wanted = Signal()

    def __init__(self, layer: int, tr: Translate, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("layerStrip")
        self.layer = layer
        self._spec: LayerSpec | None = None
        self._words = Words(tr)
        self.fewer, self.more, self.remove = (QToolButton() for _ in range(3))
        self.units, self.menu = QLabel(), QToolButton()
        self.units.setFont(fonts.number_font(13))
        self.units.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.menu.setFont(fonts.text_font(12.5))
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 0, 1, 0)
        row.setSpacing(0)
        for part in (self.fewer, self.units, self.more, self.menu, self.remove):
            row.addWidget(part)
        self._dress_buttons()
        self._say()
        self.fewer.clicked.connect(lambda: self.turn(-1))
        self.more.clicked.connect(lambda: self.turn(1))
        self.remove.clicked.connect(lambda: self._want(RemoveLayer(layer)))
        self.menu.clicked.connect(self.menu_wanted)

    def show_layer(self, spec: LayerSpec, *, output: bool, room: int) -> None:
        """Show a layer where columns stand ``room`` pixels apart."""
        self._spec = spec
        self.units.setText(str(spec.units))
        self.units.setMinimumWidth(self.units.fontMetrics().horizontalAdvance("00") + 6)
        full = room >= FULL_PX
        if full:
            text = message("{activation} ▾", activation=activation_name(spec.activation))
            self._words.put(self.menu.setText, text)
        else:
            self._words.forget(self.menu.setText)
            self.menu.setText("⋯")
        for part in (self.fewer, self.more):
            part.setVisible(not output)
        self.remove.setVisible(full and not output)
        self.fewer.setEnabled(spec.units > 1)
        self.adjustSize()

    def turn(self, by: int) -> None:
        """Ask for more or fewer units; one is the least."""
        if self._spec is not None and self._spec.units + by >= 1:
            self._want(SetUnits(self.layer, self._spec.units + by))

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        for button, name in ((self.fewer, "minus"), (self.more, "plus"), (self.remove, "close")):
            button.setIcon(icons.icon(name, theme.color(Role.TEXT)))
        colors = self.palette()
        colors.setColor(QPalette.ColorRole.Window, theme.color(Role.CARD))
        self.setPalette(colors)
        self.setStyleSheet(
            f"#layerStrip {{ background: {theme.color(Role.CARD).name()};"
            f" border: 1px solid {theme.color(Role.OUTLINE).name()}; border-radius: 5px; }}"
        )

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self.adjustSize()

    def _dress_buttons(self) -> None:
        for button in (self.fewer, self.more, self.remove):
            button.setFixedSize(_BUTTON, _BUTTON)
            button.setIconSize(QSize(13, 13))
        for button in (self.fewer, self.more, self.remove, self.menu):
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu.setFixedHeight(_BUTTON)
        self.menu.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _say(self) -> None:
        layer = self.layer
        said: tuple[tuple[QWidget, Message], ...] = (
            (self.fewer, message("One unit less in layer {layer}", layer=layer)),
            (self.more, message("One unit more in layer {layer}", layer=layer)),
            (self.remove, message("Remove layer {layer}", layer=layer)),
            (self.menu, message("All commands for layer {layer}", layer=layer)),
            (self.units, message("Units of layer {layer}", layer=layer)),
        )
        for part, text in said:
            self._words.put(part.setToolTip, text)
            self._words.put(part.setAccessibleName, text)

    def _want(self, edit: Edit) -> None:
        self.edited.emit(edit)
