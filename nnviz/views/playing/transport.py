"""The controls of playback: buttons, granularity, speed, loop and the iteration."""

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QSizePolicy, QWidget

from nnviz.engine.message import Message, message
from nnviz.scene.primitives import Role
from nnviz.views.guide.help_button import HelpButton
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.playing.iteration_axis import IterationAxis
from nnviz.views.playing.train_pill import TrainPill
from nnviz.views.playing.transport_controls import CalmSlider, MenuPill, PillButton, RoundButton
from nnviz.views.playing.transport_room import ROOMS, Room, choose, needed

Translate = Callable[[Message], str]

SLOWEST, FASTEST = 0.25, 4.0
_SPEED_STEPS = 16  # of the slider, evenly spaced to the ear: each is the same ratio

_BUTTONS = {
    "home": ("home", message("To the start (Home)")),
    "previous": ("previous", message("Previous (←, PageUp)")),
    "toggle": ("play", message("Play (P)")),
    "next": ("next", message("Next (Space, →, PageDown)")),
    "end": ("end", message("To the end (End)")),
}
_PAUSE = message("Pause (P)")
_LOOP = message("Play again from the start")
_GRANULARITIES = {
    "cell": (message("cell"), message("Stop after each cell (1)")),
    "row": (message("row"), message("Stop after each row (2)")),
    "matrix": (message("matrix"), message("Stop after each matrix (3)")),
    "layer": (message("layer"), message("Stop after each layer (4)")),
}
_GRANULARITY = message("Granularity")
_SPEED_NAME = message("Speed")
_NUMBER = message("Press to type the number of an iteration (I)")
_EARLIER = message("Previous iteration")
_LATER = message("Next iteration")


class Transport(QWidget):
    """The row of playback controls; it says what the person wants and shows what is.

    Signals:
        home, previous, toggle, next, end: the buttons.
        granularity_chosen: "cell", "row", "matrix" or "layer".
        speed_chosen: 0.25 to 4.
        loop_toggled: whether to loop.
        iteration_chosen: which iteration to show.
        number_wanted: the number of an iteration is to be typed.
    """

    home = Signal()
    previous = Signal()
    toggle = Signal()
    next = Signal()
    end = Signal()
    granularity_chosen = Signal(str)
    speed_chosen = Signal(float)
    loop_toggled = Signal(bool)
    iteration_chosen = Signal(int)
    number_wanted = Signal()

    def __init__(self, theme: Theme, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tr = tr
        self._playing = False
        self._speed = 1.0
        self._iteration, self._last = 0, 0
        self._room = ROOMS[0]
        self._granularity = "cell"
        self.buttons = {
            name: RoundButton(icon, theme, prominent=name == "toggle", parent=self)
            for name, (icon, _) in _BUTTONS.items()
        }
        self.loop_button = RoundButton("loop", theme, parent=self)
        self.loop_button.setCheckable(True)
        self.pills = {name: PillButton(theme, self) for name in _GRANULARITIES}
        self.menu_pill = MenuPill(theme, self)
        self._group = QButtonGroup(self)
        self.speed_slider = CalmSlider(theme, self)
        self.earlier_button = RoundButton("minus", theme, parent=self)
        self.axis = IterationAxis(theme, tr, self)
        self.later_button = RoundButton("plus", theme, parent=self)
        self.train = TrainPill(theme, tr, self)
        self.help_button = HelpButton(tr)  # the guide dresses it and opens its page
        names = ("granularity_label", "speed_label", "iteration_label")
        self._labels = {name: QLabel(self) for name in names}
        self._parts = self._sort_parts()
        self._build()
        self._connect()
        self.set_theme(theme)
        self.retranslate()

    # What the window sets

    def set_playing(self, playing: bool) -> None:
        """Show the pause sign while it plays, else the play sign."""
        if playing != self._playing:
            self._playing = playing
            self._show_playing()

    def set_granularity(self, granularity: str) -> None:
        """Show which granularity is chosen."""
        if granularity != self._granularity:
            self._granularity = granularity
            self._show_granularity()

    def set_speed(self, speed: float) -> None:
        """Show the speed."""
        if speed == self._speed:
            return  # told with every frame of the playback
        self._speed = speed
        with QSignalBlocker(self.speed_slider):
            self.speed_slider.setValue(_to_slider(speed))
        self._write()

    def set_loop(self, loop: bool) -> None:
        """Show whether it loops."""
        with QSignalBlocker(self.loop_button):
            self.loop_button.setChecked(loop)
        self.loop_button.update()

    def set_iteration(self, iteration: int, last: int) -> None:
        """Show which iteration is on the stage and how many there are; both count from 0."""
        self._iteration, self._last = iteration, last
        self.axis.set_iteration(iteration, last)
        self.earlier_button.setEnabled(iteration > 0)
        self._write()

    def set_ends(self, at_start: bool, at_end: bool) -> None:
        """Show that there is nothing before, or nothing after."""
        for name in ("home", "previous"):
            self.buttons[name].setEnabled(not at_start)
        for name in ("next", "end"):
            self.buttons[name].setEnabled(not at_end)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        for button in self._rounds():
            button.set_theme(theme)
        for pill in (*self.pills.values(), self.menu_pill, self.train):
            pill.set_theme(theme)
        self.speed_slider.set_theme(theme)
        self.axis.set_theme(theme)
        self.update()
        for label in self._labels.values():
            label.setFont(fonts.text_font(14))
            palette = label.palette()
            palette.setColor(label.foregroundRole(), theme.color(Role.MUTED))
            label.setPalette(palette)

    def set_translator(self, tr: Translate) -> None:
        """Speak another language."""
        self._tr = tr
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything again in the current language."""
        for name, (_, text) in _BUTTONS.items():
            self._tell(self.buttons[name], text)
        self._show_playing()
        self._tell(self.loop_button, _LOOP)
        self._tell(self.earlier_button, _EARLIER)
        self._tell(self.later_button, _LATER)
        for name, (text, tip) in _GRANULARITIES.items():
            self.pills[name].setText(self._tr(text))
            self._tell(self.pills[name], tip)
            self.pills[name].updateGeometry()
        self.menu_pill.set_choices({name: pill.text() for name, pill in self.pills.items()})
        self._tell(self.menu_pill, _GRANULARITY)
        self._show_granularity()
        self.speed_slider.setAccessibleName(self._tr(_SPEED_NAME))
        self.axis.retranslate(self._tr)
        self.train.retranslate(self._tr)
        self.number.setToolTip(self._tr(_NUMBER))
        self._write()

    @property
    def number(self) -> QLabel:
        """The words that say which iteration it is."""
        return self._labels["iteration_label"]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the number of the iteration be typed where it stands."""
        if watched is self.number and event.type() == QEvent.Type.MouseButtonRelease:
            self.number_wanted.emit()
            return True
        return False

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which it can be used."""
        return QSize(self._needed(ROOMS[-1]), self._row.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is little room."""
        del event
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the same as the timeline's."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.bar)

    # Inside

    def _show_granularity(self) -> None:
        self.pills[self._granularity].setChecked(True)
        self.menu_pill.set_choice(self._granularity)
        self._fit()

    def _show_playing(self) -> None:
        playing = self._playing
        self.buttons["toggle"].set_icon("pause" if playing else "play")
        self._tell(self.buttons["toggle"], _PAUSE if playing else _BUTTONS["toggle"][1])

    def _rounds(self) -> tuple[RoundButton, ...]:
        return (
            *self.buttons.values(), self.loop_button, self.earlier_button, self.later_button,
        )  # fmt: skip

    def _tell(self, widget: QWidget, text: Message) -> None:
        said = self._tr(text)
        widget.setToolTip(said)
        widget.setAccessibleName(said)

    def _write(self) -> None:
        """Write the labels that hold numbers."""
        self._fit()
        for name, text in self._texts(self._room).items():
            self._labels[name].setText(text)
        self._keep_room()

    def _keep_room(self) -> None:
        """Leave room for the longest number there is, so that the axis stays under the pointer."""
        longest = self._texts(self._room, self._last)["iteration_label"]
        wide = self.number.fontMetrics().horizontalAdvance(longest) + 2
        self.number.setMinimumWidth(max(self._room.least("iteration_label"), wide))

    def _texts(self, room: Room, iteration: int | None = None) -> dict[str, str]:
        speed = f"{self._speed:.2g}"
        now = self._iteration if iteration is None else iteration
        counts = {"number": _grouped(now), "total": _grouped(self._last)}
        if room.short:
            how_fast = message("{speed}×", speed=speed)
            where = message("{number} of {total}", **counts)
        else:
            how_fast = message("Speed {speed}×", speed=speed)
            where = message("Iteration {number} of {total}", **counts)
        return {
            "granularity_label": self._tr(_GRANULARITY),
            "speed_label": self._tr(how_fast),
            "iteration_label": self._tr(where),
        }

    def _needed(self, room: Room) -> int:
        return needed(room, self._parts, self._texts(room, self._last))

    def _fit(self) -> None:
        """Show as much as there is room for."""
        room = choose(self.width(), self._needed)
        if room != self._room:
            self._set_room(room)

    def _sort_parts(self) -> dict[str, tuple[QWidget, ...]]:
        """Return the controls by what :mod:`nnviz.views.playing.transport_room` calls them."""
        buttons = self.buttons
        return {
            "ends": (buttons["home"], buttons["end"]),
            "steps": (buttons["previous"], buttons["toggle"], buttons["next"]),
            "loop": (self.loop_button,),
            "pills": tuple(self.pills.values()),
            "menu": (self.menu_pill,),
            "speed_slider": (self.speed_slider,),
            "iteration_steps": (self.earlier_button, self.later_button),
            "axis": (self.axis,),
            "train": (self.train,),
            "help": (self.help_button,),
            **{name: (label,) for name, label in self._labels.items()},
        }

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addWidget(self.loop_button)
        row.addStretch(1)
        row.addWidget(self._labels["granularity_label"])
        for pill in self.pills.values():
            self._group.addButton(pill)
            row.addWidget(pill)
        row.addWidget(self.menu_pill)
        row.addStretch(1)
        row.addWidget(self._labels["speed_label"])
        row.addWidget(self.speed_slider, 2)
        row.addStretch(1)
        row.addWidget(self._labels["iteration_label"])
        row.addWidget(self.earlier_button)
        row.addWidget(self.axis, 12)
        row.addWidget(self.later_button)
        row.addWidget(self.train)
        row.addWidget(self.help_button)
        self.speed_slider.setRange(0, _SPEED_STEPS)
        self.speed_slider.setValue(_to_slider(self._speed))
        self.speed_slider.setMinimumWidth(60)
        self.speed_slider.setMaximumWidth(160)
        self.number.installEventFilter(self)
        self.number.setCursor(Qt.CursorShape.PointingHandCursor)
        for name in ("speed_label", "iteration_label"):
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            self._labels[name].setAlignment(right)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = row
        self._set_room(self._room)

    def _set_room(self, room: Room) -> None:
        """Show and hide what a room says, and keep places for the growing numbers."""
        self._room = room
        for name, widgets in self._parts.items():
            for widget in widgets:
                widget.setVisible(name not in room.hidden)
        texts = self._texts(room)
        for name, label in self._labels.items():
            label.setMinimumWidth(room.least(name))
            label.setText(texts[name])
        self._keep_room()
        self._row.setSpacing(room.spacing)
        self._row.setContentsMargins(room.side, 4, room.side, 10)

    def _connect(self) -> None:
        self.buttons["home"].clicked.connect(self.home)
        self.buttons["previous"].clicked.connect(self.previous)
        self.buttons["toggle"].clicked.connect(self.toggle)
        self.buttons["next"].clicked.connect(self.next)
        self.buttons["end"].clicked.connect(self.end)
        self.loop_button.toggled.connect(self.loop_toggled)
        self._group.buttonClicked.connect(self._on_pill)
        self.menu_pill.chosen.connect(self.granularity_chosen)
        self.speed_slider.valueChanged.connect(self._on_speed)
        self.axis.chosen.connect(self.iteration_chosen)
        self.earlier_button.clicked.connect(self._on_earlier)
        self.later_button.clicked.connect(self._on_later)

    def _on_pill(self, pill: PillButton) -> None:
        self.granularity_chosen.emit(next(name for name, p in self.pills.items() if p is pill))

    def _on_speed(self, value: int) -> None:
        self.speed_chosen.emit(_to_speed(value))

    def _on_earlier(self) -> None:
        self.iteration_chosen.emit(max(0, self._iteration - 1))

    def _on_later(self) -> None:
        # One past the last trains one more.
        self.iteration_chosen.emit(self._iteration + 1)


def _to_slider(speed: float) -> int:
    return round(math.log(speed / SLOWEST) / math.log(FASTEST / SLOWEST) * _SPEED_STEPS)


def _to_speed(value: int) -> float:
    return float(SLOWEST * (FASTEST / SLOWEST) ** (value / _SPEED_STEPS))


def _grouped(number: int) -> str:
    """Write a count with its thousands set apart."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
