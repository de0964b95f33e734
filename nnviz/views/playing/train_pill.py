"""The button that trains the run on: it offers how far, and stops what it began."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from nnviz.app.jobs import COUNTS, MOST, TrainProgress, more
from nnviz.engine.message import message
from nnviz.scene.numbers import grouped
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.playing.transport_controls import MenuPill

_TRAIN = message("Train on")
_TIP = message(
    "Train the run on: until you stop it (T; {most} iterations at most in one go), for an epoch "
    "(E), or as far as you choose",
    most=grouped(MOST),
)
_STOP = message("Stop training (T)")
_ACTIONS = {
    "train_run": message("Until stopped"),
    "train_epoch": message("One epoch"),
    "train_goal": message("To a goal…"),
}


class TrainPill(MenuPill):
    """Opens a list of how far to train; while that is done a click stops it.

    Signals:
        wanted: how many iterations more.
        asked: the id of an action that trains in another way.
        stopped: no more of them.
    """

    wanted = Signal(int)
    asked = Signal(str)
    stopped = Signal()

    def __init__(self, theme: Theme, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._tr = tr
        self._progress: TrainProgress | None = None
        self.chosen.connect(self._on_chosen)
        self.retranslate(tr)

    def show_progress(self, progress: TrainProgress | None) -> None:
        """Show that it is being trained; None when it is not."""
        if (progress is None) != (self._progress is None):
            self._progress = progress
            self._write()
        self._progress = progress

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._tr = tr
        counts = {str(count): tr(more(count)) for count in COUNTS}
        ways = {key: tr(text) for key, text in _ACTIONS.items()}
        goal = {"train_goal": ways.pop("train_goal")}
        self.set_choices({**ways, **counts, **goal})
        for action in self.menu.actions():
            action.setCheckable(False)
        self._write()

    def _on_chosen(self, key: str) -> None:
        if key in _ACTIONS:
            self.asked.emit(key)
        else:
            self.wanted.emit(int(key))

    def _write(self) -> None:
        running = self._progress is not None
        self.setText(self._tr(message("Stop") if running else _TRAIN))
        tip = self._tr(_STOP if running else _TIP)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.updateGeometry()

    def _open(self) -> None:
        if self._progress is not None:
            self.stopped.emit()
            return
        height = self.menu.sizeHint().height()
        self.menu.popup(self.mapToGlobal(QPoint(0, -height)))
