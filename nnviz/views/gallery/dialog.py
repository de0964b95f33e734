"""The gallery: all examples as cards, to be searched, walked through and opened."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnviz.app.examples import GROUPS
from nnviz.app.finding import fuzzy
from nnviz.engine.message import message
from nnviz.views.gallery.card import ExampleCard
from nnviz.views.gallery.grid import CardBoard
from nnviz.views.look.text_size import keep_height
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate

_SIZE, _MARGIN = QSize(1078, 900), QSize(40, 40)
_WATCH_LINES_PX = 44


class GalleryDialog(QDialog):
    """Shows every example under its heading.

    Letters search in all languages, arrows walk, Enter or a click opens, Escape closes.

    Signals:
        chosen: the name of the example that is to be opened; the gallery has closed.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._tr = tr
        self._name: str | None = None
        self.setWindowTitle(tr(message("Examples")))
        groups = [
            (tr(group.title), [ExampleCard(name, theme, tr) for name in group.names])
            for group in GROUPS
        ]
        self.board = CardBoard(groups)
        self.search = QLineEdit()
        self.watch = QLabel()
        self._lay_out()
        self._connect()
        self._undrawn = list(self.board.seen)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._draw_next)
        self._clock.start(0)
        room = (parent.size() if parent is not None else _SIZE) - _MARGIN
        self.resize(_SIZE.boundedTo(room))
        self._say_nothing_found()
        self.search.setFocus()

    def _lay_out(self) -> None:
        tr = self._tr
        self.search.setPlaceholderText(tr(message("Search the examples")))
        self.search.setAccessibleName(tr(message("Search the examples")))
        self.search.setClearButtonEnabled(True)
        self._area = QScrollArea()
        self._area.setWidget(self.board)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.watch.setWordWrap(True)
        keep_height(self.watch, _WATCH_LINES_PX)
        self.watch.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        for button in box.buttons():
            button.setProperty("autoDefault", False)  # Enter opens the first card
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(self._area, 1)
        column.addWidget(self.watch)
        column.addWidget(box)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._find)
        self.search.installEventFilter(self)
        for card in self.board.seen:
            card.clicked.connect(partial(self._choose, card))
            card.looked_at.connect(self._look_at)
            card.walked.connect(self._walk)
            card.typed.connect(self._type)
        self.finished.connect(self._on_finished)

    def _draw_next(self) -> None:
        """Draw one picture between two events, so that the gallery opens at once."""
        if self._undrawn:
            self._undrawn.pop(0).draw_picture()
        else:
            self._clock.stop()

    def _find(self, query: str) -> None:
        cards = {card.name: card for group in GROUPS for card in self._cards(group.names)}
        fitting = (
            None
            if not query.strip()
            else frozenset(n for n, card in cards.items() if fuzzy.best(query, card.texts))
        )
        self.board.show_only(fitting)
        self._say_nothing_found()

    def _cards(self, names: tuple[str, ...]) -> list[ExampleCard]:
        return [c for c in self.board.findChildren(ExampleCard) if c.name in names]

    def _say_nothing_found(self) -> None:
        if self.board.seen:
            self._look_at(self.board.seen[0])
        else:
            self.watch.setText(self._tr(message("No example fits these letters.")))

    def _look_at(self, card: ExampleCard) -> None:
        self.watch.setText(self._tr(card.watch))
        self.watch.setToolTip(self.watch.text())

    def _walk(self, card: ExampleCard, key: int) -> None:
        if key == Qt.Key.Key_Up and self.board.neighbour(card, key) is card:
            self.search.setFocus()
            return
        self._go_to(self.board.neighbour(card, key))

    def _go_to(self, card: ExampleCard) -> None:
        card.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(card, 0, 34)  # with the heading above it

    def _type(self, text: str) -> None:
        self.search.setFocus()
        self.search.insert(text)

    def _choose(self, card: ExampleCard) -> None:
        self._name = card.name
        self.accept()

    def _on_finished(self, result: int) -> None:
        self._clock.stop()
        if result == QDialog.DialogCode.Accepted and self._name is not None:
            self.chosen.emit(self._name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows down and Enter lead from the search to the cards."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            first = next(iter(self.board.seen), None)
            if event.key() == Qt.Key.Key_Down and first is not None:
                self._go_to(first)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if first is not None:
                    self._choose(first)
                return True
        return super().eventFilter(watched, event)
