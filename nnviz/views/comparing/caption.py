"""What a run is, in a line above its half of the stage; what the other has otherwise is lit."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from nnviz.app.comparing.facts import Fact, listed
from nnviz.app.comparing.rival import Side
from nnviz.engine.message import Message, message
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate

_LETTERS: dict[Side, Message] = {
    "a": Message("A", context="run"),
    "b": Message("B", context="run"),
}
_NAMES: dict[Side, Message] = {
    "a": message("Run A: {facts}"),
    "b": message("Run B: {facts}"),
}
ROLES: dict[Side, Role] = {"a": Role.LOSS, "b": Role.CHANGED}  # as in the curve of the losses


class Caption(QFrame):
    """A letter and facts; a line beneath says that the keys are about this run."""

    def __init__(self, side: Side, theme: Theme, tr: Translate, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("runCaption")
        self._side, self._theme, self._tr = side, theme, tr
        self._facts: tuple[Fact, ...] = ()
        self._aimed = False
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setFont(fonts.text_font(14))
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 2)
        row.addWidget(self._label)
        self.set_theme(theme)

    @property
    def text(self) -> str:
        """What is said of the run, as plain words."""
        return self.accessibleName()

    @property
    def lit(self) -> tuple[str, ...]:
        """What is lit, as plain words."""
        return tuple(self._tr(fact.text) for fact in self._facts if fact.lit)

    def show_facts(self, facts: tuple[Fact, ...], *, aimed: bool) -> None:
        """Say what the run is; what differs comes first, where it is never cut off."""
        ordered = tuple(sorted(facts, key=lambda fact: not fact.lit))
        if (ordered, aimed) != (self._facts, self._aimed):
            self._facts, self._aimed = ordered, aimed
            self._show()
            self._frame()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self._show()
        self._frame()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._tr = tr
        self._show()

    def _frame(self) -> None:
        edge = self._theme.color(ROLES[self._side] if self._aimed else Role.OUTLINE).name()
        ground = self._theme.bar.name()
        self.setStyleSheet(
            f"#runCaption {{ background: {ground}; border: none;"
            f" border-bottom: 2px solid {edge}; }}"
        )

    def _show(self) -> None:
        theme = self._theme
        chip = theme.color(ROLES[self._side])
        letter = escape(self._tr(_LETTERS[self._side]))
        look = f"background-color:{chip.name()};color:{theme.ink_on(chip).name()};"
        parts = [f'<span style="{look}">&nbsp;<b>{letter}</b>&nbsp;</span>&nbsp;']
        parts += [self._fact(fact) for fact in self._facts]
        self._label.setText("&nbsp; ".join(parts))
        if self._facts:
            name = message(_NAMES[self._side].text, facts=listed(self._facts))
            self.setAccessibleName(self._tr(name))
        self.setToolTip(self.accessibleName())

    def _fact(self, fact: Fact) -> str:
        words = escape(self._tr(fact.text)).replace(" ", "&nbsp;")
        if not fact.lit:
            return f'<span style="color:{self._theme.color(Role.MUTED).name()};">{words}</span>'
        ground = self._theme.blend(Role.CHANGED, 0.22, over=Role.CARD)
        ink = self._theme.ink_on(ground).name()
        return (
            f'<span style="background-color:{ground.name()};color:{ink};">'
            f"&nbsp;<b>{words}</b>&nbsp;</span>"
        )
