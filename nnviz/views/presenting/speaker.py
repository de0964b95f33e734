"""The speaker's own view: the stage as it is, what comes next, what to say, and the time."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QSize, Qt, QTime, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message, message
from nnviz.scene.numbers import grouped
from nnviz.views.canvas.stage import StageView
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Words
from nnviz.views.painting.painter import Translator
from nnviz.views.presenting.coming import Coming, coming, place_of, watch_for

_TICK_MS = 500
_SIZE = (1180, 700)
_LARGE, _TEXT, _SMALL = 30, 19, 14
_TITLE = message("Speaker view")


class _Preview(StageView):
    """A stage to look at only."""

    def __init__(self, name: Message, theme: Theme, catalogue: Translator) -> None:
        self.name_text = name
        super().__init__(theme, catalogue)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class SpeakerView(QWidget):
    """A window of its own, for a second screen or beside the first window.

    ``show_on`` puts a state on one of its stages; ``clock`` gives the time in seconds.

    Signals:
        closed: the person has closed it.
    """

    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        catalogue: Translator,
        show_on: Callable[[ViewState, StageView], None],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._show_on, self._clock = show_on, clock
        self._words = Words(catalogue.translate)
        self._began_s = clock()
        self._state: ViewState | None = None
        self.now = _Preview(message("What the hall sees"), theme, catalogue)
        self.next = _Preview(message("What comes next"), theme, catalogue)
        self.place, self.coming, self.sentence, self.watch, self.status = (
            QLabel() for _ in range(5)
        )
        self.elapsed, self.time = QLabel(), QLabel()
        self.again = QPushButton()
        self._stages = self.now, self.next
        self._words.put(self.setWindowTitle, _TITLE)
        self._lay_out()
        self._dress()
        for stage in self._stages:
            stage.resized.connect(self._compose)
        self.again.clicked.connect(self.restart)
        self._ticks = QTimer(self)
        self._ticks.setInterval(_TICK_MS)
        self._ticks.timeout.connect(self._tick)
        self._ticks.start()
        self._tick()
        self.resize(QSize(*_SIZE).boundedTo(self.screen().availableSize()))

    @property
    def elapsed_s(self) -> int:
        """How long one has spoken, in whole seconds."""
        return int(self._clock() - self._began_s)

    def show_state(self, state: ViewState) -> None:
        """Show another moment."""
        self._state = state
        number, count = place_of(state)
        place = message(
            "Step {number} of {count} · iteration {iteration}",
            number=number, count=count, iteration=grouped(state.iteration),
        )  # fmt: skip
        self._words.put(self.place.setText, place)
        found = coming(state)
        self._words.put(self.coming.setText, message("Next: {title}", title=found.title))
        self._words.put(self.watch.setText, watch_for(state))
        self._compose()

    def show_aside(self, aside: Message | None) -> None:
        """Say that the hall sees something else than what is shown here, or nothing."""
        if aside is None:
            self._words.forget(self.status.setText)
            self.status.setText("")
        else:
            self._words.put(self.status.setText, aside)

    def restart(self) -> None:
        """Count the time from now on."""
        self._began_s = self._clock()
        self._tick()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        for stage in self._stages:
            stage.set_theme(theme)

    def set_catalogue(self, catalogue: Translator) -> None:
        """Speak another language."""
        self._words.retranslate(catalogue.translate)
        for stage in self._stages:
            stage.set_catalogue(catalogue)
        self._compose()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say so."""
        self._ticks.stop()
        self.closed.emit()
        super().closeEvent(event)

    def _compose(self) -> None:
        if self._state is None:
            return
        self.now.set_presented(float(self.now.height()))  # as the hall sees it
        self._show_on(self._state, self.now)
        found: Coming = coming(self._state)
        if found.state is None:
            self.next.set_scene(None)
        else:
            self._show_on(found.state, self.next)
        scene = self.now.scene
        if scene is not None:
            self._words.put(self.sentence.setText, scene.sentence)

    def _tick(self) -> None:
        spoken = QTime(0, 0).addSecs(self.elapsed_s)
        self.elapsed.setText(spoken.toString("H:mm:ss"))
        self.time.setText(QTime.currentTime().toString("HH:mm"))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.place, 1)
        head.addWidget(self.status)
        times = QHBoxLayout()
        times.addWidget(self.elapsed)
        times.addWidget(self.again)
        times.addStretch(1)
        times.addWidget(self.time)
        side = QVBoxLayout()
        side.addWidget(self.coming)
        side.addWidget(self.next, 3)
        side.addLayout(times)
        notes = QVBoxLayout()
        notes.addWidget(self.sentence)
        notes.addWidget(self.watch)
        notes.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setSpacing(12)
        grid.addLayout(head, 0, 0, 1, 2)
        grid.addWidget(self.now, 1, 0)
        grid.addLayout(side, 1, 1)
        grid.addLayout(notes, 2, 0, 1, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setRowStretch(1, 3)
        grid.setRowStretch(2, 1)

    def _dress(self) -> None:
        self._words.put(self.again.setText, message("Begin again"))
        self._words.put(self.elapsed.setAccessibleName, message("Time spoken"))
        self._words.put(self.time.setAccessibleName, message("Time of day"))
        self.again.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for label in (self.sentence, self.watch, self.coming):
            label.setWordWrap(True)
        self._size_words()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write larger on a larger screen: it is read standing, from beside a lectern."""
        super().resizeEvent(event)
        self._size_words()

    def _size_words(self) -> None:
        larger = max(self.height() / _SIZE[1], 1.0)
        for label in (self.elapsed, self.time):
            label.setFont(fonts.number_font(round(_LARGE * larger)))
        for label in (self.sentence, self.coming, self.watch):
            bold = label is self.coming
            label.setFont(fonts.text_font(round(_TEXT * larger), bold=bold))
        small: tuple[QWidget, ...] = (self.place, self.status, self.again)
        for widget in small:
            widget.setFont(fonts.text_font(round(_SMALL * larger)))
