"""The board on which the cards lie: headings and rows of cards, and who is beside whom."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from nnviz.views.gallery.card import ExampleCard, card_size
from nnviz.views.look import fonts

_GAP, _HEADING_PX, _EDGE = 10, 28, 2


class CardBoard(QWidget):
    """Lays out what is to be seen of the groups in as many columns as there is room for."""

    def __init__(self, groups: Sequence[tuple[str, Sequence[ExampleCard]]]) -> None:
        super().__init__()
        self._groups = [(_heading(title, self), tuple(cards)) for title, cards in groups]
        self._seen: tuple[tuple[ExampleCard, ...], ...] = ()
        for _, cards in self._groups:
            for card in cards:
                card.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_only(None)

    @property
    def seen(self) -> tuple[ExampleCard, ...]:
        """The cards that are shown, in order."""
        return tuple(card for cards in self._seen for card in cards)

    def show_only(self, wanted: frozenset[str] | None) -> None:
        """Show the cards of these names, or all; a heading without cards is hidden."""
        seen = []
        for heading, cards in self._groups:
            left = tuple(card for card in cards if wanted is None or card.name in wanted)
            for card in cards:
                card.setVisible(card in left)
            heading.setVisible(bool(left))
            seen.append(left)
        self._seen = tuple(seen)
        self._lay_out()

    def neighbour(self, card: ExampleCard, key: int) -> ExampleCard:
        """Return the card that an arrow key leads to; at an end the same one."""
        order = self.seen
        at = order.index(card)
        if key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            return order[0 if key == Qt.Key.Key_Home else -1]
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            step = 1 if key == Qt.Key.Key_Right else -1
            return order[min(max(at + step, 0), len(order) - 1)]
        rows = self._rows()
        row = next(k for k, cards in enumerate(rows) if card in cards)
        col = rows[row].index(card)
        row = min(max(row + (1 if key == Qt.Key.Key_Down else -1), 0), len(rows) - 1)
        return rows[row][min(col, len(rows[row]) - 1)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards into as many columns as fit."""
        super().resizeEvent(event)
        self._lay_out()

    @property
    def _columns(self) -> int:
        return max(1, (self.width() - 2 * _EDGE + _GAP) // (card_size().width() + _GAP))

    def _rows(self) -> list[tuple[ExampleCard, ...]]:
        wide = self._columns
        return [cards[k : k + wide] for cards in self._seen for k in range(0, len(cards), wide)]

    def _lay_out(self) -> None:
        y, wide = 0, self._columns
        for (heading, _), cards in zip(self._groups, self._seen, strict=True):
            if not cards:
                continue
            heading.setGeometry(_EDGE, y, self.width() - 2 * _EDGE, fonts.scaled(_HEADING_PX))
            y += fonts.scaled(_HEADING_PX)
            for place, card in enumerate(cards):
                row, col = divmod(place, wide)
                x = _EDGE + col * (card_size().width() + _GAP)
                card.move(x, y + row * (card_size().height() + _GAP))
            rows = -(-len(cards) // wide)
            y += rows * (card_size().height() + _GAP)
        self.setFixedHeight(max(y, 1))


def _heading(title: str, parent: QWidget) -> QLabel:
    heading = QLabel(title, parent)
    heading.setFont(fonts.text_font(14, bold=True))
    return heading
