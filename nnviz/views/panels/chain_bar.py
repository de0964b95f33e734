"""The bar above the stage while the chain of Jacobians is open: path, order, and the way back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QLabel, QToolButton

from nnviz.app.chain_mode import ChainView
from nnviz.engine.jacobian_chain import ORDERS
from nnviz.engine.math_text import parse, to_unicode
from nnviz.engine.message import Message, message
from nnviz.scene.narration.chain import ORDER_NAMES, letter
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.text_size import keep_height
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words, spoken
from nnviz.views.panels.dock_title import CloseButton

_OF = message("What is differentiated")
_WRT = message("With respect to what")
_BACK = message("Back to the stage (Esc)")
_OTHER = message("The other order (Shift+J)")
_HIGH = 28


class ChainBar(QFrame):
    """Hidden while the chain is not open.

    Signals:
        path_chosen: the names of what is differentiated and with respect to what.
        order_chosen: "reverse" or "forward".
        closed: the person wants the stage back.
    """

    path_chosen = Signal(str, str)
    order_chosen = Signal(str)
    closed = Signal()

    def __init__(self, tr: Translate) -> None:
        super().__init__()
        self._words = Words(tr)
        self.setObjectName("chainBar")
        self.of, self.wrt = self._names(_OF), self._names(_WRT)
        self.orders = QButtonGroup(self)
        self._names_shown: tuple[str, ...] = ()
        self._lay_out()
        self.hide()

    def show_chain(self, view: ChainView | None) -> None:
        """Show what is open, or nothing."""
        self.setVisible(view is not None)
        if view is None:
            return
        if view.names != self._names_shown:
            self._names_shown = view.names
            self._fill(self.of, view.names[:0:-1])
            self._fill(self.wrt, view.names[:-1])
        for box, name in ((self.of, view.chain.of), (self.wrt, view.chain.wrt)):
            box.setCurrentIndex(box.findData(name))
        self.orders.button(ORDERS.index(view.order)).setChecked(True)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        ground = theme.blend(Role.BACKWARD, 0.10, over=Role.CARD).name()
        edge = theme.color(Role.BACKWARD).name()
        self.setStyleSheet(
            f"#chainBar {{ background: {ground}; border-bottom: 1px solid {edge}; }}"
            f"#chainBar QToolButton:checked {{ background: {edge};"
            f" color: {theme.color(Role.CARD).name()}; border-radius: 6px; }}"
        )
        self._close.set_theme(theme)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        for box in (self.of, self.wrt):
            for place in range(box.count()):
                box.setItemText(place, self._named(box.itemData(place)))

    def _named(self, name: str) -> str:
        return spoken(self._words.tr, to_unicode(parse(letter(name))))

    def _names(self, purpose: Message) -> QComboBox:
        box = QComboBox()
        box.setFont(fonts.text_font(15))
        keep_height(box, _HIGH)
        self._words.put(box.setToolTip, purpose)
        self._words.put(box.setAccessibleName, purpose)
        box.activated.connect(self._on_path)
        return box

    def _fill(self, box: QComboBox, names: tuple[str, ...]) -> None:
        box.clear()
        for name in names:
            box.addItem(self._named(name), name)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 6, 3)
        row.setSpacing(8)
        for text, box in (("∂", self.of), ("/ ∂", self.wrt)):
            sign = QLabel(text)
            sign.setFont(fonts.text_font(16))
            row.addWidget(sign)
            row.addWidget(box)
        row.addSpacing(10)
        for place, order in enumerate(ORDERS):
            row.addWidget(self._order(place, ORDER_NAMES[order]))
        row.addStretch(1)
        self._close = CloseButton()
        self._words.put(self._close.setToolTip, _BACK)
        self._words.put(self._close.setAccessibleName, _BACK)
        self._close.clicked.connect(self.closed)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignVCenter)

    def _order(self, place: int, name: Message) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setAutoRaise(True)
        keep_height(button, _HIGH)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._words.put(button.setText, name)
        self._words.put(button.setToolTip, _OTHER)
        button.clicked.connect(lambda: self.order_chosen.emit(ORDERS[place]))
        self.orders.addButton(button, place)
        return button

    def _on_path(self) -> None:
        self.path_chosen.emit(self.of.currentData(), self.wrt.currentData())
