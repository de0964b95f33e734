"""Beside the map: the gradient norms of all layers and the list of symptoms, each a link."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from nnviz.engine.gradient_norms import LayerNorm
from nnviz.engine.message import Message, message
from nnviz.engine.symptom import Symptom
from nnviz.scene.primitives import Role
from nnviz.scene.signs import GLYPHS
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.html import link
from nnviz.views.panels.norm_bars import NormBar

_EXPLAIN = "?"  # before the number of a symptom in a link
_WIDTH, _LOW_WIDTH, _LOW_BARS, _EDGE = 272, 416, 176, 12


class SymptomPanel(QScrollArea):
    """Shows what is conspicuous in the iteration on the stage.

    Signals:
        norm_chosen: the layer (LayerNorm) whose gradient the person wants to see computed.
        symptom_chosen: the symptom to be looked at.
        help_wanted: the symptom that the person wants explained.
    """

    norm_chosen = Signal(object)
    symptom_chosen = Signal(object)
    help_wanted = Signal(object)

    def __init__(self, theme: Theme, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(tr)
        self._theme = theme
        self._norms: tuple[LayerNorm, ...] = ()
        self._symptoms: tuple[Symptom, ...] = ()
        self._digits = 3
        self.bars: list[NormBar] = []
        self._norms_head, self._list_head = QLabel(), QLabel()
        self.list = QLabel()
        self._bars = QVBoxLayout()
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._left = QWidget()
        self._lay_out()

    @property
    def symptoms(self) -> tuple[Symptom, ...]:
        """What is listed."""
        return self._symptoms

    def show_norms(self, norms: Sequence[LayerNorm], digits: int) -> None:
        """Show the length of each layer's weight gradient."""
        self._norms, self._digits = tuple(norms), digits
        while len(self.bars) > len(norms):
            self.bars.pop().deleteLater()
        while len(self.bars) < len(norms):
            self._add_bar()
        largest = max((norm.norm for norm in norms), default=0.0)
        for bar, norm in zip(self.bars, norms, strict=True):
            bar.show_norm(norm, largest, digits, self._words.tr)

    def show_symptoms(self, symptoms: tuple[Symptom, ...]) -> None:
        """List the symptoms."""
        self._symptoms = symptoms
        count = len(symptoms)
        self._words.put(self._list_head.setText, message("Symptoms ({count})", count=count))
        self._render()

    def tell_run(self, told: bool) -> None:
        """Say that this is run A, where there are two."""
        alone, of_a = message("Length of ∂L/∂W"), message("Length of ∂L/∂W, run A")
        self._words.put(self._norms_head.setText, of_a if told else alone)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        muted = theme.color(Role.MUTED).name()
        for head in (self._norms_head, self._list_head):
            head.setStyleSheet(f"color: {muted};")
        self.setStyleSheet(
            f"#symptoms {{ background: {theme.color(Role.CARD).name()};"
            f" border: 1px solid {theme.color(Role.OUTLINE).name()}; border-radius: 12px;"
            f" margin-right: {_EDGE}px; }}"
            "#symptomsPage { background: transparent; }"
        )
        for bar in self.bars:
            bar.set_theme(theme)
        self._render()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self.show_norms(self._norms, self._digits)
        self._render()

    def _lay_out(self) -> None:
        page = QWidget()
        page.setObjectName("symptomsPage")
        self.setObjectName("symptoms")
        page.setLayout(self._halves)
        self._halves.setContentsMargins(12, 6, 8, 6)
        self._halves.setSpacing(5)
        for head in (self._norms_head, self._list_head):
            head.setFont(fonts.text_font(11.5, bold=True))
        self.tell_run(False)
        self._words.put(
            self._norms_head.setToolTip,
            message("‖∂L/∂W‖ of each layer. A quarter less of a bar is ten times shorter."),
        )
        self._bars.setSpacing(0)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(1)
        left.addWidget(self._norms_head)
        left.addLayout(self._bars)
        left.addStretch(1)
        self._halves.addWidget(self._left)
        self._halves.addLayout(self._make_list(), 1)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.set_low(False)
        self.show_symptoms(())

    def set_low(self, low: bool) -> None:
        """Stand the two parts side by side where there is more width than height."""
        ways = QBoxLayout.Direction
        self._halves.setDirection(ways.LeftToRight if low else ways.TopToBottom)
        bar = self.verticalScrollBar().sizeHint().width()
        self._left.setFixedWidth(fonts.scaled(_LOW_BARS if low else _WIDTH - _EDGE - 26) - bar)
        wide = _LOW_WIDTH if low else _WIDTH
        # Larger words may scroll rather than take the room of the map.
        self.setMinimumWidth(wide)
        self.setMaximumWidth(fonts.scaled(wide))

    def _make_list(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(self._list_head)
        self.list.setFont(fonts.text_font(12.5))
        self.list.setWordWrap(True)
        self.list.setTextFormat(Qt.TextFormat.RichText)
        self.list.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.list.linkActivated.connect(self._on_link)
        self.list.linkHovered.connect(self._on_pointed)
        self._words.put(self.list.setAccessibleName, message("Symptoms"))
        self._words.put(self.setAccessibleName, message("Symptoms"))
        column.addWidget(self.list)
        column.addStretch(1)
        return column

    def choose(self, place: int) -> None:
        """Ask for a symptom of the list."""
        self.symptom_chosen.emit(self._symptoms[place])

    def _add_bar(self) -> None:
        bar = NormBar(self._theme)
        place = len(self.bars)
        bar.clicked.connect(lambda: self.norm_chosen.emit(self._norms[place]))
        self._bars.addWidget(bar)
        self.bars.append(bar)

    def _render(self) -> None:
        tr = self._words.tr
        if not self._symptoms:
            self.list.setText(escape(tr(message("Nothing is conspicuous in this iteration."))))
            return
        color = self._theme.color(Role.WARNING).name()
        lines = [
            link(str(place), escape(f"{GLYPHS[symptom.kind]} {tr(line_of(symptom))}"), color)
            + "&nbsp; "
            + link(f"{_EXPLAIN}{place}", "?", self._theme.color(Role.MUTED).name())
            for place, symptom in enumerate(self._symptoms)
        ]
        self.list.setText("<br>".join(lines))

    def _on_link(self, key: str) -> None:
        if key.startswith(_EXPLAIN):
            self.help_wanted.emit(self._symptoms[int(key.removeprefix(_EXPLAIN))])
        else:
            self.choose(int(key))

    def _on_pointed(self, key: str) -> None:
        if key.startswith(_EXPLAIN):
            self.list.setToolTip(self._words.tr(message("What is this?")))
            return
        told = self._words.tr(self._symptoms[int(key)].message) if key else ""
        self.list.setToolTip(told)


def line_of(symptom: Symptom) -> Message:
    """Return what a symptom is and where, in a few words."""
    if symptom.layer is None:
        return symptom.name
    if not symptom.units:
        return message("{symptom} · layer {layer}", symptom=symptom.name, layer=symptom.layer)
    name, layer, count = symptom.name, symptom.layer, len(symptom.units)
    if count > 1:
        return message(
            "{symptom} · layer {layer}, {count} units", symptom=name, layer=layer, count=count
        )
    unit = symptom.units[0] + 1
    return message("{symptom} · layer {layer}, unit {unit}", symptom=name, layer=layer, unit=unit)
