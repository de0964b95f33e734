"""How far training is, in the line above the stage."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from nnviz.app.jobs import MOST, TrainProgress
from nnviz.engine.message import Message, message
from nnviz.scene.numbers import epochs_text, format_value, grouped
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.text_size import keep_height
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.elided_label import ElidedLabel

_HIGH, _BAR = 24, 3.0
_BOTH = 500  # wide enough for how far it is and for how fast
_SURE_S = 0.5  # before this a speed says nothing


class TrainingCard(QWidget):
    """Stands in a line that is there anyway, so that nothing moves or is covered; hidden at rest.

    Signals:
        stopped: no more iterations.
    """

    stopped = Signal()

    def __init__(self, theme: Theme, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = Words(tr)
        self._part: float | None = None
        self.where, self.pace = ElidedLabel(), ElidedLabel()
        self.stop = QPushButton()
        self.stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stop.clicked.connect(self.stopped)
        self._words.put(self.stop.setText, message("Stop"))
        self._words.put(self.stop.setAccessibleName, message("Stop training (T)"))
        self._words.put(self.setAccessibleName, message("Training"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for label, share in ((self.where, 3), (self.pace, 2)):
            label.setFont(fonts.text_font(12))
            row.addWidget(label, share)
        self.stop.setFont(fonts.text_font(12))
        self.stop.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        keep_height(self.stop, _HIGH - 2)
        row.addWidget(self.stop)
        keep_height(self, _HIGH)
        self.hide()

    def show_progress(self, progress: TrainProgress | None, epochs: float = 0.0) -> None:
        """Show how far a job is; ``epochs`` of the run are behind it. None hides the card."""
        if progress is None:
            self.hide()
            return
        made = progress.iteration - progress.begun
        whole = progress.until - progress.begun
        endless = whole >= MOST
        self._part = None if endless else made / max(whole, 1)
        self._words.put(self.where.setText, _where(progress, epochs, endless))
        self._words.put(self.pace.setText, _pace(progress, made, whole, endless))
        self.setToolTip(f"{self.where.text()}\n{self.pace.text()}")
        self.show()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.update()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the speed to the tool tip where there is no room for both."""
        super().resizeEvent(event)
        self.pace.setVisible(self.width() >= fonts.scaled(_BOTH))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw beneath the words how much of it is done."""
        del event
        if self._part is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            bar = QRectF(0, self.height() - _BAR, self.stop.x() - 10.0, _BAR)
            painter.setBrush(self._theme.color(Role.OUTLINE))
            painter.drawRoundedRect(bar, 1.5, 1.5)
            bar.setWidth(bar.width() * min(max(self._part, 0.0), 1.0))
            painter.setBrush(self._theme.color(Role.UPDATE))
            painter.drawRoundedRect(bar, 1.5, 1.5)


def _where(progress: TrainProgress, epochs: float, endless: bool) -> Message:
    counts = {"number": grouped(progress.iteration), "epochs": epochs_text(epochs, 1)}
    if endless:
        return message("Iteration {number} · epoch {epochs}", **counts)
    return message("Iteration {number} of {until} · epoch {epochs}",
                   until=grouped(progress.until), **counts)  # fmt: skip


def _pace(progress: TrainProgress, made: int, whole: int, endless: bool) -> Message:
    if progress.seconds < _SURE_S or made <= 0:
        return message("measuring the speed …")
    speed = made / progress.seconds
    shown = grouped(round(speed)) if speed >= 10 else format_value(speed, 1)
    if endless:
        return message("{speed} iterations a second", speed=shown)
    left = duration((whole - made) / speed)
    return message("{speed} iterations a second · {left} left", speed=shown, left=left)


def duration(seconds: float) -> Message:
    """Return a time in the largest units that say enough."""
    whole = round(seconds)
    if whole < 60:
        return message("{seconds} s", seconds=whole)
    if whole < 3600:
        return message("{minutes} min {seconds} s", minutes=whole // 60, seconds=whole % 60)
    return message("{hours} h {minutes} min", hours=whole // 3600, minutes=whole % 3600 // 60)
