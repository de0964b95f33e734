"""Any cell asked about: its value, its formula, where it comes from and goes, and its gradient."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnviz.engine.gradcheck import CellCheck
from nnviz.engine.math_text import to_unicode
from nnviz.engine.message import Message, message
from nnviz.engine.step import Phase
from nnviz.scene.numbers import format_value
from nnviz.scene.primitives import CellRef, Role
from nnviz.views.look import fonts
from nnviz.views.look.text_size import keep_least_width
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.check_field import CheckField
from nnviz.views.panels.html import link, raised
from nnviz.views.panels.inspected import Entry, Inspected
from nnviz.views.panels.sparkline import Sparkline

# Beyond this the two gradients do not agree: rounding of either type stays far below.
TOLERANCE = {"float64": 1e-5, "float32": 1e-2}

# The face of mathematics has room for tall signs above and below; a line of letters needs none.
_LINES = '<p style="margin: 0; line-height: {px}px; -qt-line-height-type: fixed">{text}</p>'
# The raised T is one of its letters, also in a line of text.


class Inspector(QScrollArea):
    """Shows one :class:`Inspected` cell.

    Signals:
        cell_chosen: a cell (CellRef) that the person wants to go to.
        cell_pointed: the cell (CellRef) of the link under the pointer, or None.
        why_wanted: the cell (CellRef) shown, whose ancestry is wanted.
        what_if_wanted: the cell (CellRef) shown, of which another value is to be supposed.
        chain_wanted: the chain of Jacobians is wanted, or to be closed.
    """

    cell_chosen = Signal(object)
    cell_pointed = Signal(object)
    why_wanted = Signal(object)
    what_if_wanted = Signal(object)
    chain_wanted = Signal()

    def __init__(self, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(tr)
        self._shown: Inspected | None = None
        self._about: Message | None = None
        self._check: Message | None = None
        self._cells: dict[str, CellRef] = {}
        self._link_color = self.palette().link().color().name()
        self._captions: dict[QLabel, QLabel] = {}
        self._column = QVBoxLayout()
        self.title = self._plain(fonts.text_font(17, bold=True))
        self.position = self._plain(fonts.text_font(12))
        self.exact = CheckField()
        self.value = self._row(message("Value"), fonts.number_font(18), self.exact)
        self._words.put(self.exact.setText, message("all digits"))
        self.exact.toggled.connect(self._render)
        self.spark = Sparkline(tr)
        self._column.addWidget(self.spark)
        self.formula = self._row(message("Formula"), fonts.math_font(15))
        self.numbers = self._row(message("With numbers"), fonts.number_font(13))
        self.sources = self._row(message("Comes from"), fonts.text_font(14))
        self.targets = self._row(message("Goes to"), fonts.text_font(14))
        self.gradient = self._row(
            message("Gradient of the loss with respect to this cell"), fonts.number_font(14)
        )
        self.check = self._row(message("Checked by finite differences"), fonts.text_font(13))
        self.about = self._row(message("What this step does"), fonts.text_font(13))
        self.chain = self._chain_button()
        self.what_if = self._what_if_button()
        self.why = self._why_button()
        self._lay_out()
        self._render()

    @property
    def cell(self) -> CellRef | None:
        """The cell shown."""
        return None if self._shown is None else self._shown.cell

    def show_cell(self, inspected: Inspected | None, about: Message | None) -> None:
        """Show a cell and the sentence about its step; None shows how to ask for one."""
        if inspected is None or inspected.cell != self.cell:
            self._check = None
        self._shown, self._about = inspected, about
        self._render()

    def show_check(self, check: CellCheck | None, dtype: str) -> None:
        """Show the finite-difference check of the cell shown, or that there is none."""
        self._check = check_text(check, dtype)
        self._render_check()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.spark.set_theme(theme)
        muted = theme.color(Role.MUTED).name()
        for caption in (*self._captions.values(), self.position):
            caption.setStyleSheet(f"color: {muted};")
        self._link_color = theme.color(Role.FORWARD).name()
        self._render()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self.spark.retranslate(tr)
        self._render()

    def _plain(self, font: object) -> QLabel:
        label = QLabel()
        label.setFont(font)  # type: ignore[arg-type]
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.RichText)
        self._column.addWidget(label)
        return label

    def _row(self, caption: Message, font: object, beside: QWidget | None = None) -> QLabel:
        head = QLabel()
        head.setFont(fonts.text_font(12))
        head.setWordWrap(True)
        self._words.put(head.setText, caption)
        line = QHBoxLayout()
        line.setContentsMargins(0, 6, 0, 0)
        line.addWidget(head, 1)
        if beside is not None:
            line.addWidget(beside)
        self._column.addLayout(line)
        label = self._plain(font)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        label.linkActivated.connect(self._on_link)
        label.linkHovered.connect(self._on_link_pointed)
        self._words.put(label.setAccessibleName, caption)
        self._captions[label] = head
        return label

    def _why_button(self) -> QPushButton:
        button = QPushButton()
        self._words.put(button.setText, message("Why?"))
        self._words.put(button.setToolTip, message("Show what it is made of (W)"))
        button.clicked.connect(self._on_why)
        line = QHBoxLayout()
        line.setContentsMargins(0, 10, 0, 0)
        line.setSpacing(8)
        line.addWidget(button)
        line.addWidget(self.what_if)
        line.addWidget(self.chain)
        line.addStretch(1)
        self._column.insertLayout(self._column.indexOf(self.position) + 1, line)
        return button

    def _what_if_button(self) -> QPushButton:
        button = QPushButton()
        self._words.put(button.setText, message("What if…"))
        self._words.put(button.setToolTip, message("Suppose another number (F2)"))
        button.clicked.connect(self._on_what_if)
        return button

    def _chain_button(self) -> QPushButton:
        button = QPushButton()
        self._words.put(button.setText, message("Chain of Jacobians"))
        self._words.put(button.setToolTip, message("All factors from the loss to here (J)"))
        button.clicked.connect(self.chain_wanted)
        return button

    def _lay_out(self) -> None:
        page = QWidget()
        self._column.setContentsMargins(14, 8, 14, 12)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        page.setLayout(self._column)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        keep_least_width(self, 250)

    def _render(self) -> None:
        tr, shown = self._words.tr, self._shown
        self._cells.clear()
        self.exact.setVisible(shown is not None)
        self.why.setVisible(shown is not None)
        self.what_if.setVisible(shown is not None and shown.given)
        step = None if shown is None else shown.step
        self.chain.setVisible(step is not None and step.phase is Phase.BACKWARD)
        if shown is None:
            self.title.setText(escape(tr(message("Ask any cell"))))
            self.position.setText(escape(tr(message(
                "Point at a number to see where it comes from; click to keep it here."
            ))))  # fmt: skip
            for label in self._captions:
                self._put(label, "")
            return
        self.title.setText(_lines(24, raised(to_unicode(shown.title))))
        self.position.setText(_lines(17, raised(tr(shown.position))))
        self._put(self.value, escape(self._value(shown)))
        self._render_formula(shown)
        self._put(self.sources, self._places(shown.sources, shown.more_sources))
        self._put(self.targets, self._places(shown.targets, shown.more_targets))
        self._put(self.gradient, escape((shown.gradient or "") if shown.computed else ""))
        self._put(self.about, raised(tr(self._about)) if self._about is not None else "")
        self._render_check()

    def _value(self, shown: Inspected) -> str:
        if not shown.computed:
            return self._words.tr(message("not computed yet"))
        value = shown.exact if self.exact.isChecked() else shown.value
        if shown.was is not None:
            value = self._words.tr(message("{value} (was {old})", value=value, old=shown.was))
        return self._words.tr(message("will be {value}", value=value)) if shown.coming else value

    def _render_formula(self, shown: Inspected) -> None:
        tr = self._words.tr
        given = escape(tr(shown.origin)) if shown.origin is not None else ""
        numbers = escape(to_unicode(shown.numbers)) if shown.computed else ""
        note = f"<br>{raised(tr(shown.note))}" if shown.note is not None else ""
        letters = (
            _lines(22, raised(to_unicode(shown.letters), fonts.text_font(15).family()))
            if shown.letters
            else given
        )
        self.formula.setFont(fonts.math_font(15) if shown.letters else fonts.text_font(14))
        self._put(self.formula, letters)
        self._put(self.numbers, numbers + note)

    def _render_check(self) -> None:
        shown = self._shown
        known = shown is not None and shown.computed and shown.gradient is not None
        text = self._words.tr(self._check) if self._check is not None and known else ""
        self._put(self.check, escape(text))

    def _put(self, label: QLabel, text: str) -> None:
        """Show a row; a row with nothing to say is not there."""
        label.setText(text)
        label.setVisible(bool(text))
        self._captions[label].setVisible(bool(text))

    def _places(self, shown: Sequence[Entry], left_out: int) -> str:
        text = self._entries(shown)
        if left_out:
            more = Message(
                "and {count} more place", plural="and {count} more places",
                count=left_out,
            )  # fmt: skip
            text += escape(self._words.tr(more))
        return text

    def _entries(self, entries: Sequence[Entry]) -> str:
        lines = []
        for entry in entries:
            key = str(len(self._cells))
            self._cells[key] = entry.cell
            lines.append(link(key, raised(self._words.tr(entry.text)), self._link_color))
        return _lines(22, "<br>".join(lines)) if lines else ""

    def _on_link(self, key: str) -> None:
        self.cell_chosen.emit(self._cells[key])

    def showEvent(self, event: QShowEvent) -> None:
        """Lay the page out anew: Qt does not tell it of a width that changed before it was seen."""
        super().showEvent(event)
        self._column.invalidate()

    def leaveEvent(self, event: QEvent) -> None:
        """Point at none of the links."""
        super().leaveEvent(event)
        self.cell_pointed.emit(None)

    def _on_link_pointed(self, key: str) -> None:
        self.cell_pointed.emit(self._cells.get(key))

    def _on_what_if(self) -> None:
        if self.cell is not None:
            self.what_if_wanted.emit(self.cell)

    def _on_why(self) -> None:
        if self.cell is not None:
            self.why_wanted.emit(self.cell)


def check_text(check: CellCheck | None, dtype: str) -> Message:
    """Return the sentence about a check."""
    if check is None:
        return message("This cell has no gradient of its own to check.")
    error = format_value(check.relative_error, -2)
    if check.relative_error <= TOLERANCE.get(dtype, 1e-5):
        return message("✓ relative error {error}", error=error)
    numeric = format_value(check.numeric, -3)
    if check.kink:
        return message(
            "The function has a corner here, so the finite difference ({numeric}) is no gradient.",
            numeric=numeric,
        )
    return message(
        "≠ the finite difference gives {numeric}: relative error {error}",
        numeric=numeric,
        error=error,
    )


def _lines(px: float, text: str) -> str:
    """Return lines of one height, whatever stands in them."""
    return _LINES.format(px=fonts.scaled(px), text=text)
