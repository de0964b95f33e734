"""The button that trains the run on: it offers how far, and stops what it began."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from nnviz.app.jobs import COUNTS, TrainProgress, more
from nnviz.engine.message import message
from nnviz.scene.numbers import grouped
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.playing.transport_controls import MenuPill

_TRAIN = message("Train on")
_TIP = message("Train the run on, by as many iterations as you choose (T: as many as last time)")
_STOP = message("Stop training")


class TrainPill(MenuPill):
    """Opens a list of numbers of iterations; while they are trained a click stops that.

    Signals:
        wanted: how many iterations more.
        stopped: no more of them.
    """

    wanted = Signal(int)
    stopped = Signal()

    def __init__(self, theme: Theme, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._tr = tr
        self._progress: TrainProgress | None = None
        self.chosen.connect(lambda key: self.wanted.emit(int(key)))
        self.retranslate(tr)

    def show_progress(self, progress: TrainProgress | None) -> None:
        """Show how far a training is; None when there is none."""
        self._progress = progress
        self._write()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._tr = tr
        self.set_choices({str(count): tr(more(count)) for count in COUNTS})
        for action in self.menu.actions():
            action.setCheckable(False)
        self._write()

    def _write(self) -> None:
        progress = self._progress
        if progress is None:
            self.setText(self._tr(_TRAIN))
        else:
            done = message(
                "Stop · {reached} of {until}",
                reached=grouped(progress.iteration),
                until=grouped(progress.until),
            )
            self.setText(self._tr(done))
        tip = self._tr(_TIP if progress is None else _STOP)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.updateGeometry()

    def _open(self) -> None:
        if self._progress is not None:
            self.stopped.emit()
            return
        height = self.menu.sizeHint().height()
        self.menu.popup(self.mapToGlobal(QPoint(0, -height)))
