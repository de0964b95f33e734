"""Says of the parts around the stage which of two runs they show."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel

from nnviz.engine.message import Message, message
from nnviz.views.comparing.caption import ROLES
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow

_RUN_A = message("Run A")
_AT_X, _AT_Y, _ROOMY_PX = 46, 12, 300  # beside the pencil; a narrow map has no room there
_OF_MAP = message("The map, the symptoms and the code show run A; what if works in run A.")
# Each panel as it is called with one run, with A and with B.
_ALWAYS_A: dict[str, tuple[Message, Message]] = {
    "plots": (message("Plots"), message("Plots: run A")),
}
_FOLLOWING: dict[str, tuple[Message, Message, Message]] = {
    "inspector": (
        message("Inspector"), message("Inspector: run A"), message("Inspector: run B"),
    ),
    "why": (
        message("Why this number?"), message("Why this number? Run A"),
        message("Why this number? Run B"),
    ),
}  # fmt: skip


class ShownRun(QObject):
    """Names the run in the heads of panels, in the strips, and in a corner of the map."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._words = Words(window.tr_message)
        self._shown = False
        self.chip = QLabel(window.views.map)
        self.chip.setFont(fonts.text_font(11, bold=True))
        self._words.put(self.chip.setText, _RUN_A)
        self._words.put(self.chip.setToolTip, _OF_MAP)
        self.chip.hide()
        self.set_theme(window.theme)
        window.views.map.installEventFilter(self)

    def show_side(self, side: str | None) -> None:
        """Name the runs; ``side`` is what inspector and keys are about, None: there is one run."""
        self._shown = side is not None
        arrangement, views = self._window.arrangement, self._window.views
        for panel, (alone, in_a) in _ALWAYS_A.items():
            arrangement.retitle(panel, in_a if self._shown else alone)
        for panel, (alone, in_a, in_b) in _FOLLOWING.items():
            arrangement.retitle(panel, alone if side is None else in_b if side == "b" else in_a)
        views.symptoms.tell_run(self._shown)
        views.code.tell_run(self._shown)
        self._place()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        ground = theme.color(ROLES["a"])
        self.chip.setStyleSheet(
            f"background: {ground.name()}; color: {theme.ink_on(ground).name()};"
            " border-radius: 4px; padding: 1px 5px;"
        )

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide where the map becomes too narrow."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.chip.adjustSize()
        self.chip.move(_AT_X, _AT_Y)
        self.chip.setVisible(self._shown and self._window.views.map.width() >= _ROOMY_PX)
