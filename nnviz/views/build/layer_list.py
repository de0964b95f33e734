"""The layers as cards, from the input to the output; they are added, dragged and taken away."""

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from nnviz.app.advice.remark import Remark
from nnviz.app.edits import AddLayer, MoveLayer
from nnviz.engine.message import Message, message
from nnviz.engine.spec import NetworkSpec
from nnviz.scene.primitives import Role
from nnviz.views.build.layer_card import LayerCard, counted, parameters
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words

_LINE_PX = 3


class LayerList(QWidget):
    """One card for each layer.

    Signals:
        edited: what the person wants changed, an ``nnviz.app.edits.Edit``.
        menu_wanted: the layer and the point of the screen where its commands are wanted.
        sight_chosen: where a remark is to be seen.
    """

    edited = Signal(object)
    menu_wanted = Signal(int, QPoint)
    sight_chosen = Signal(object)

    def __init__(self, tr: Translate) -> None:
        super().__init__()
        self._words = Words(tr)
        self._theme: Theme | None = None
        self.cards: list[LayerCard] = []
        self.add_layer = QPushButton()
        self._input, self._total = QLabel(), QLabel()
        self._total.setFont(fonts.text_font(12))
        self._line = QFrame(self)
        self._line.hide()
        self._column = QVBoxLayout()
        self._column.setSpacing(5)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(5)
        page.addWidget(self._input)
        page.addLayout(self._column)
        page.addWidget(self.add_layer)
        page.addWidget(self._total)
        self._words.put(self.add_layer.setText, message("Add a hidden layer"))
        self.add_layer.clicked.connect(lambda: self.edited.emit(AddLayer(len(self.cards))))

    def show_spec(self, spec: NetworkSpec) -> None:
        """Show the layers of a network."""
        self._words.put(
            self._input.setText,
            Message("{count} input", plural="{count} inputs", count=spec.n_in),
        )
        self._match(len(spec.layers))
        n_in, total = spec.n_in, 0
        for card, layer in zip(self.cards, spec.layers, strict=True):
            card.show_layer(layer, n_in, output=card is self.cards[-1])
            total += parameters(layer, n_in)
            n_in = layer.units
        self._words.put(self._total.setText, message("{count} in all", count=counted(total)))

    def show_remarks(self, remarks: tuple[Remark, ...]) -> None:
        """Show each remark on the card of its layer."""
        for card in self.cards:
            card.show_remarks(tuple(r for r in remarks if r.place.layer == card.number))

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        for card in self.cards:
            card.set_theme(theme)
        self._line.setStyleSheet(f"background: {theme.color(Role.FOCUS).name()};")
        self._total.setStyleSheet(f"color: {theme.color(Role.MUTED).name()};")

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        for card in self.cards:
            card.retranslate(tr)

    def _match(self, count: int) -> None:
        """Have so many cards."""
        while len(self.cards) > count:
            card = self.cards.pop()
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        while len(self.cards) < count:
            self._add_card()

    def _add_card(self) -> None:
        card = LayerCard(len(self.cards) + 1, self._words.tr)
        card.edited.connect(self.edited)
        card.remarks.sight_chosen.connect(self.sight_chosen)
        card.menu_wanted.connect(lambda at: self.menu_wanted.emit(card.number, at))
        card.moved.connect(lambda by: self._move_by_key(card, by))
        card.grip.dragged.connect(self._show_line)
        card.grip.dropped.connect(lambda at: self._drop(card, at))
        if self._theme is not None:
            card.set_theme(self._theme)
        self._column.addWidget(card)
        self.cards.append(card)

    def place_at(self, at: QPoint) -> int:
        """Return how many hidden layers stand above a point of the screen."""
        y = self.mapFromGlobal(at).y()
        return sum(card.geometry().center().y() < y for card in self.cards[:-1])

    def _show_line(self, at: QPoint) -> None:
        before = self.cards[self.place_at(at)].geometry()
        y = before.top() - self._column.spacing() // 2 - _LINE_PX // 2 - 1
        self._line.setGeometry(QRect(before.left(), y, before.width(), _LINE_PX))
        self._line.raise_()
        self._line.show()

    def _drop(self, card: LayerCard, at: QPoint) -> None:
        self._line.hide()
        above = self.place_at(at)
        to = above if above >= card.number else above + 1  # it may count itself
        if to != card.number:
            self.edited.emit(MoveLayer(card.number, to))

    def _move_by_key(self, card: LayerCard, by: int) -> None:
        to = card.number + by
        if card is self.cards[-1] or not 1 <= to < len(self.cards):
            return
        focused = QApplication.focusWidget()
        same = next((name for name in ("units", "activation", "bias", "more", "remove")
                     if getattr(card, name) is focused), "more")  # fmt: skip
        self.edited.emit(MoveLayer(card.number, to))
        getattr(self.cards[to - 1], same).setFocus()
