"""How far training is, in a corner of the stage."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nnviz.app.jobs import MOST, TrainProgress
from nnviz.engine.message import Message, message
from nnviz.scene.numbers import format_value, grouped
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.text_size import keep_width
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words

_WIDE, _EDGE = 330, 12
_SURE_S = 0.5  # before this a speed says nothing


class TrainingCard(QWidget):
    """Lies over the stage, at its lower right; hidden while nothing is trained.

    Signals:
        stopped: no more iterations.
    """

    stopped = Signal()

    def __init__(self, theme: Theme, tr: Translate, stage: QWidget) -> None:
        super().__init__(stage)
        self._theme = theme
        self._words = Words(tr)
        self._part: float | None = None
        self.where, self.pace = QLabel(), QLabel()
        self.stop = QPushButton()
        self.stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stop.clicked.connect(self.stopped)
        self._words.put(self.stop.setText, message("Stop"))
        self._words.put(self.stop.setAccessibleName, message("Stop training (T)"))
        self._words.put(self.setAccessibleName, message("Training"))
        for label in (self.where, self.pace):
            label.setFont(fonts.text_font(12))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.where)
        words.addWidget(self.pace)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 12)
        row.addLayout(words, 1)
        row.addWidget(self.stop)
        keep_width(self, _WIDE)
        stage.installEventFilter(self)
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
        if self.isHidden():
            self._place()
            self.show()
            self.raise_()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.update()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        del watched
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card and how much of it is done."""
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color(Role.OUTLINE), 1.0))
            painter.setBrush(self._theme.color(Role.CARD))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
            if self._part is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                bar = QRectF(14, self.height() - 7.0, self.width() - 28.0, 3.0)
                painter.setBrush(self._theme.color(Role.OUTLINE))
                painter.drawRoundedRect(bar, 1.5, 1.5)
                bar.setWidth(bar.width() * min(max(self._part, 0.0), 1.0))
                painter.setBrush(self._theme.color(Role.UPDATE))
                painter.drawRoundedRect(bar, 1.5, 1.5)

    def _place(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        stage = self.parentWidget()
        if stage is not None:
            self.move(stage.width() - self.width() - _EDGE, stage.height() - self.height() - _EDGE)


def _where(progress: TrainProgress, epochs: float, endless: bool) -> Message:
    counts = {"number": grouped(progress.iteration), "epochs": format_value(epochs, 1)}
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
