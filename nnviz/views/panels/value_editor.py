"""The small editor at a cell: a number to type, to nudge or to slide, or a class to choose."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from nnviz.app.nudging import nudged
from nnviz.engine.message import Message, message
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words, to_be_typed
from nnviz.views.what_if.beside import Side, side_for, spot
from nnviz.views.what_if.number_edit import ClassChoice, NumberEdit

_TICKS = 400
_WIDE_PX = 212  # narrow enough to stand beside most matrices
_HINT = message("↑ ↓, the wheel or the slider; with Shift finer. Esc puts back.")
_CLASS_HINT = message("Choose the class. Esc puts back.")


@dataclass(frozen=True, slots=True)
class Edited:
    """A cell as the editor shows it.

    ``text`` is its value as it is written, ``was`` what is said about the real one. ``classes``
    are the names of all classes where the cell is the class of a sample; ``value`` is then the
    number of the class.
    """

    symbol: Message
    value: float
    text: str
    was: Message
    step: float
    low: float
    high: float
    classes: Sequence[str] = ()


class ValueEditor(QFrame):
    """Floats over the window beside the cell that is edited.

    Signals:
        chosen: the number that the cell is to have, or the number of the class.
        done: the person is ready with this cell.
        left: the cell is to be put back.
    """

    chosen = Signal(float)
    done = Signal()
    left = Signal()

    def __init__(self, tr: Translate, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = Words(tr)
        self._edited: Edited | None = None
        self._side: Side = "below"
        self.setObjectName("value_editor")
        self.symbol = QLabel()
        self.symbol.setFont(fonts.text_font(16, bold=True))
        self.was = QLabel()
        self.number = NumberEdit()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _TICKS)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.choice = ClassChoice()
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.setFixedWidth(fonts.scaled(_WIDE_PX))
        for label in (self.was, self.hint):
            label.setFont(fonts.text_font(12))
        self._lay_out()
        self._connect()
        self.hide()

    def open(self, edited: Edited, cell: QRect, avoided: Sequence[QRect]) -> None:
        """Show a cell and take the keys; ``cell`` is where it stands in the parent.

        ``avoided`` are places that should stay seen.
        """
        self._edited = edited
        self._words.put(self.hint.setText, _CLASS_HINT if edited.classes else _HINT)
        self.number.setVisible(not edited.classes)
        self.slider.setVisible(not edited.classes)
        self.choice.setVisible(bool(edited.classes))
        self.number.setText(to_be_typed(self._words.tr, edited.text))
        self.show_value(edited)
        self.setFixedWidth(fonts.scaled(_WIDE_PX))
        self.setFixedHeight(self.heightForWidth(fonts.scaled(_WIDE_PX)))
        self._side = side_for(cell, self.size(), self._room, avoided)
        self.stand_at(cell)
        self.show()
        self.raise_()
        field = self.choice if edited.classes else self.number
        field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.number.selectAll()

    def show_value(self, edited: Edited) -> None:
        """Show the value that the cell has now; a text that says just that is left as it is."""
        self._edited = edited
        self._words.put(self.symbol.setText, edited.symbol)
        self._words.put(self.was.setText, edited.was)
        for field in (self.number, self.choice):
            name = message("Value of {cell}", cell=edited.symbol)
            self._words.put(field.setAccessibleName, name)
        if edited.classes:
            self.choice.show_classes(edited.classes, int(edited.value))
            return
        if not self.number.says(edited.value):
            self.number.setText(to_be_typed(self._words.tr, edited.text))
        part = (edited.value - edited.low) / (edited.high - edited.low)
        blocked = self.slider.blockSignals(True)
        self.slider.setValue(round(min(max(part, 0.0), 1.0) * _TICKS))
        self.slider.blockSignals(blocked)

    def stand_at(self, cell: QRect) -> None:
        """Stand beside a cell, on the side chosen when the editor was opened."""
        self.setFixedWidth(fonts.scaled(_WIDE_PX))
        self.setFixedHeight(self.heightForWidth(fonts.scaled(_WIDE_PX)))
        self.move(spot(self._side, cell, self.size(), self._room).topLeft())

    @property
    def _room(self) -> QRect:
        parent = self.parentWidget()
        return QRect() if parent is None else parent.rect()

    def nudge(self, steps: int, fine: bool) -> None:
        """Choose a number some steps further, or the class before or after."""
        edited = self._edited
        if edited is None:
            return
        if edited.classes:
            place = self.choice.currentIndex() - steps
            self.choice.setCurrentIndex(min(max(place, 0), len(edited.classes) - 1))
        else:
            self.chosen.emit(nudged(edited.value, steps, edited.step, fine=fine))

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        edge = theme.color(Role.CHANGED).name()
        ground = theme.color(Role.CARD).name()
        self.setStyleSheet(
            f"#value_editor {{ background: {ground}; border: 2px solid {edge};"
            " border-radius: 8px; }"
        )
        muted = theme.color(Role.MUTED).name()
        for label in (self.was, self.hint):
            label.setStyleSheet(f"color: {muted};")

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.symbol)
        head.addStretch(1)
        head.addWidget(self.was)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addLayout(head)
        for widget in (self.number, self.choice, self.slider, self.hint):
            column.addWidget(widget)

    def _connect(self) -> None:
        self.number.typed.connect(self.chosen)
        self.number.nudged.connect(self.nudge)
        self.choice.chosen.connect(lambda place: self.chosen.emit(float(place)))
        self.slider.valueChanged.connect(self._on_slid)
        for field in (self.number, self.choice):
            field.done.connect(self.done)
            field.left.connect(self.left)

    def _on_slid(self, tick: int) -> None:
        edited = self._edited
        if edited is not None:
            value = edited.low + (edited.high - edited.low) * tick / _TICKS
            self.chosen.emit(nudged(value, 0, edited.step, fine=True))
