"""The dialog: one row for each choice, a preview beside, and what does not go together said."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnviz.app.edits import Edit
from nnviz.app.view_state import ViewState
from nnviz.engine.errors import SpecError
from nnviz.engine.message import Message, message
from nnviz.engine.writing import Notation
from nnviz.engine.writing.notation import MOST_LETTERS_OF_A_NAME
from nnviz.engine.writing.presets import PRESETS as NOTATIONS
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.notating.choices import BEFORE, CHOICES, FIELDS, OTHER, PRESETS, SQUARED
from nnviz.views.notating.loss_offer import LossOffer, loss_offer
from nnviz.views.notating.preview import NotationPreview
from nnviz.views.panels.fields import ChoiceField

_COLUMNS = 3  # where they have room, else fewer
_MOST_LETTERS = 14  # that a field asks room for; its tool tip has the rest
_EDGE_PX, _GAP_PX = 18, 12
_OTHER, _BEFORE = "other", "before"
_NOTE = message(
    "Numbers may be typed with a point or with a comma, or as a fraction: 1/2. Where the decimal"
    " sign is a comma, CSV files and copied cells have it too; a CSV file then has semicolons"
    " between its cells, as spreadsheet programs expect. Code and the columns of tables keep the"
    " names of the arrays: W1, dW1."
)


class NotationDialog(QDialog):
    """Chooses a notation; nothing changes in the window before it is accepted.

    Signals:
        open_wanted, save_wanted: a file is to be read into the dialog, or written from it.
    """

    open_wanted = Signal()
    save_wanted = Signal()

    def __init__(
        self,
        notation: Notation,
        state: ViewState,
        keeps: bool,
        theme: Theme,
        tr: Translate,
        parent: QWidget | None = None,
        before: Notation | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(message("Match my textbook")))
        self._tr, self._spec = tr, state.experiment.spec
        self.notation: Notation | None = notation
        self._presets = dict(NOTATIONS) if before is None else {**NOTATIONS, _BEFORE: before}
        self._offer = LossOffer()
        self.fields = {name: ChoiceField() for name in FIELDS}
        self.preset, self.squared = ChoiceField(), ChoiceField()
        self.name = QLineEdit()
        self.preview = NotationPreview(state.trace, theme, state.language)
        self.note, self.said = QLabel(tr(_NOTE)), QLabel()
        self.loss = QCheckBox()
        self.kept = QCheckBox(tr(message("Save it with projects")))
        self.kept.setChecked(keeps)
        self.buttons = QDialogButtonBox()
        self._fill()
        self._lay_out()
        self.show_notation(notation)

    @property
    def keeps(self) -> bool:
        """Whether projects shall keep the notation."""
        return self.kept.isChecked()

    @property
    def edit(self) -> Edit | None:
        """The edit of the loss that was asked for, None if none was."""
        return self._offer.edit if self.loss.isChecked() else None

    def show_notation(self, notation: Notation) -> None:
        """Show a notation in all fields."""
        for name, field in self.fields.items():
            field.show_value(_key(notation, name))
        self.squared.show_value(notation.squared)
        self.name.setText(notation.name)
        self._changed()

    def refuse(self, why: Message) -> None:
        """Say why a file was not taken; the fields stay."""
        self._say(why)

    def _fill(self) -> None:
        tr = self._tr
        for name, field in self.fields.items():
            texts = [(key, text) for key, text in CHOICES[name].items()]
            field.set_choices(texts, tr)
            most = max(len(tr(text)) for _, text in texts) - 4
            field.setMinimumContentsLength(min(most, _MOST_LETTERS))
            field.setAccessibleName(tr(FIELDS[name]))
            field.chosen.connect(self._changed)
        self.squared.set_choices(SQUARED.items(), tr)
        self.squared.setAccessibleName(tr(_SQUARED))
        self.squared.chosen.connect(self._changed)
        before = [(_BEFORE, BEFORE)] if _BEFORE in self._presets else []
        self.preset.set_choices([*PRESETS.items(), *before, (_OTHER, OTHER)], tr)
        self.preset.setAccessibleName(tr(_PRESET))
        self.preset.chosen.connect(self._on_preset)
        self.name.setMaxLength(MOST_LETTERS_OF_A_NAME)
        about = tr(message("name of the book or the course"))
        self.name.setPlaceholderText(about)
        self.name.setToolTip(about)
        self.name.setAccessibleName(tr(_NAME))
        self.name.textEdited.connect(self._changed)
        self.preview.setAccessibleName(tr(message("Preview")))
        self.note.setFont(fonts.text_font(12))
        self.note.setStyleSheet(f"color: {self.preview.theme.color(Role.MUTED).name()};")
        for label in (self.note, self.said):
            label.setWordWrap(True)
            label.setMinimumHeight(2 * label.fontMetrics().lineSpacing())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE_PX, 14, _EDGE_PX, 14)
        column.setSpacing(8)
        column.addLayout(self._line(_PRESET, self.preset))
        column.addWidget(self._choices())
        column.addLayout(self._line(_SQUARED, self.squared))
        column.addWidget(self.preview, 1)
        column.addWidget(self.note)
        column.addWidget(self.said)
        column.addWidget(self.loss)
        column.addLayout(self._naming())
        column.addLayout(self._foot())
        self.setMinimumWidth(820)

    def _line(self, *pairs: Message | QWidget) -> QHBoxLayout:
        line = QHBoxLayout()
        for one in pairs:
            if isinstance(one, Message):
                line.addWidget(QLabel(self._tr(one)))
            else:
                line.addWidget(one, 1)
        return line

    def _choices(self) -> QScrollArea:
        """Return the fields; they scroll where large words leave a low window too little room."""
        page, area = QWidget(), QScrollArea()
        grid = self._grid()
        grid.setContentsMargins(0, 0, 0, 0)
        page.setLayout(grid)
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = area.verticalScrollBar().sizeHint().width()
        area.setMinimumWidth(page.minimumSizeHint().width() + bar)
        area.setMaximumHeight(page.sizeHint().height())
        return area

    def _grid(self) -> QGridLayout:
        """Return the fields with their labels, in as many columns as the window has room for."""
        labels = {name: QLabel(self._tr(text)) for name, text in FIELDS.items()}
        rows = -(-len(FIELDS) // self._columns(labels))
        grid = QGridLayout()
        grid.setHorizontalSpacing(_GAP_PX)
        grid.setVerticalSpacing(6)
        for place, (name, label) in enumerate(labels.items()):
            col, row = divmod(place, rows)
            label.setBuddy(self.fields[name])
            label.setMinimumWidth(label.sizeHint().width())
            grid.addWidget(label, row, 2 * col)
            grid.addWidget(self.fields[name], row, 2 * col + 1)
            grid.setColumnStretch(2 * col + 1, 1)
        return grid

    def _columns(self, labels: Mapping[str, QLabel]) -> int:
        parent = self.parentWidget()
        room = (self.screen().availableSize() if parent is None else parent.window().size()).width()
        words = [label.sizeHint().width() for label in labels.values()]
        fields = [self.fields[name].minimumSizeHint().width() for name in labels]
        for count in range(_COLUMNS, 1, -1):
            rows = -(-len(words) // count)
            starts = range(0, len(words), rows)
            wide = sum(max(words[k : k + rows]) + max(fields[k : k + rows]) for k in starts)
            if wide + (2 * count - 1) * _GAP_PX + 2 * _EDGE_PX <= room:
                return count
        return 1

    def _foot(self) -> QHBoxLayout:
        tr, buttons = self._tr, self.buttons
        opening = QPushButton(tr(message("Open a file…")))
        opening.clicked.connect(self.open_wanted)
        saving = QPushButton(tr(message("Save as a file…")))
        saving.clicked.connect(self.save_wanted)
        use = buttons.addButton(tr(message("Use it")), QDialogButtonBox.ButtonRole.AcceptRole)
        use.setDefault(True)
        buttons.addButton(tr(message("Cancel")), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        for button in (opening, saving):
            button.setAutoDefault(False)
        self.use, self.opening, self.saving = use, opening, saving
        line = QHBoxLayout()
        line.addWidget(opening)
        line.addWidget(saving)
        line.addStretch(1)
        line.addWidget(buttons)
        return line

    def _naming(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(QLabel(self._tr(_NAME)))
        line.addWidget(self.name, 1)
        line.addWidget(self.kept)
        return line

    def _on_preset(self, key: str) -> None:
        if key in self._presets:
            self.show_notation(self._presets[key])

    def _changed(self) -> None:
        """Take what the fields say, or say why it cannot be."""
        try:
            notation = Notation(**self._chosen())
        except SpecError as error:
            self.notation = None
            self._enable(possible=False)
            self._say(error.message)
            return
        self.notation = notation
        self._enable(possible=True)
        self.preset.show_value(next((k for k, n in self._presets.items() if n == notation), _OTHER))
        self.preview.show_notation(notation)
        self._offer = loss_offer(self._spec, notation.squared)
        self._say(self._offer.said)
        wish = self._offer.wish
        self.loss.setVisible(wish is not None)
        if wish is not None:
            self.loss.setText(self._tr(wish))
        else:
            self.loss.setChecked(False)

    def _enable(self, *, possible: bool) -> None:
        self.use.setEnabled(possible)
        self.saving.setEnabled(possible)

    def _say(self, text: Message | None) -> None:
        self.said.setText("" if text is None else self._tr(text))

    def _chosen(self) -> dict[str, Any]:
        chosen: dict[str, Any] = {name: field.value for name, field in self.fields.items()}
        rounding, digits = chosen.pop("digits").split()
        return {
            **chosen,
            "name": self.name.text(),
            "squared": self.squared.value,
            "rounding": rounding,
            "digits": int(digits),
            "fractions": bool(chosen["fractions"]),
        }


_PRESET = message("Begin with")
_SQUARED = message("Squared loss")
_NAME = Message("Name", context="notation")


def _key(notation: Notation, name: str) -> str:
    if name == "digits":
        return f"{notation.rounding} {notation.digits}"
    if name == "fractions":
        return "yes" if notation.fractions else ""
    return str(getattr(notation, name))
