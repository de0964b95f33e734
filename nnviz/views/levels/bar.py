"""Where one is on the way from the network to a number: every part of the way is a link."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from nnviz.engine.message import Message, message
from nnviz.scene.levels.level import Crumb, Level
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.text_size import keep_height
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate

_HEIGHT = 24
_MOST = 4
_CORNER = 26  # at the right end, where the guide has its question mark
_NAME = message("Where you are")
_TIPS = (
    message("The whole network"),
    message("The layer with its matrices"),
    message("The step with its matrices"),
    message("One cell and what it is made of"),
)
_KEYS = message("{what}. Deeper: Enter, Shift+↓ or the wheel. Up: Esc, Shift+↑ or the wheel.")


class LevelBar(QWidget):
    """A line of links; the last one is where one is.

    Signals:
        chosen: the level (:class:`nnviz.scene.levels.level.Level`) that was clicked.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._tr = theme, tr
        self._crumbs: tuple[Crumb, ...] = ()
        self.links = tuple(self._link(place) for place in range(_MOST))
        self._between = tuple(QLabel("›") for _ in range(_MOST - 1))
        row = QHBoxLayout(self)
        row.setSpacing(0)
        for place, link in enumerate(self.links):
            if place:
                row.addWidget(self._between[place - 1])
            row.addWidget(link)
        row.addStretch(1)
        self._row = row
        keep_height(self, _HEIGHT)
        self.set_theme(theme)
        self.retranslate(tr)

    @property
    def shown(self) -> tuple[Crumb, ...]:
        """The parts of the way."""
        return self._crumbs

    def show_crumbs(self, crumbs: tuple[Crumb, ...]) -> None:
        """Show the way to where one is."""
        if crumbs != self._crumbs:
            self._crumbs = crumbs
            self._write()

    def show_beside(self, widget: QWidget) -> None:
        """Let something stand at the other end of the line."""
        self._row.setStretch(self._row.count() - 1, 0)
        self._row.insertSpacing(self._row.count() - 1, 16)
        self._row.addWidget(widget, 1)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self._row.setContentsMargins(12, 0, 12 + fonts.scaled(_CORNER), 0)  # as large as the text
        muted, text = theme.color(Role.MUTED).name(), theme.color(Role.TEXT).name()
        focus = theme.color(Role.FOCUS).name()
        style = (
            f"QToolButton {{ border: none; padding: 1px 5px; color: {muted}; }}"
            f"QToolButton:hover {{ color: {text}; text-decoration: underline; }}"
            f"QToolButton:focus {{ border: 1px solid {focus}; border-radius: 4px; }}"
            f"QToolButton:checked {{ color: {text}; font-weight: 600; }}"
        )
        for link in self.links:
            link.setFont(fonts.text_font(13))
            link.setStyleSheet(style)
        for sign in self._between:
            sign.setFont(fonts.text_font(13))
            sign.setStyleSheet(f"color: {muted};")
        self.update()

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._tr = tr
        self.setAccessibleName(tr(_NAME))
        for link, tip in zip(self.links, _TIPS, strict=True):
            what: Message = message(_KEYS.text, what=tip)
            link.setToolTip(tr(what))
        self._write()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the same as the stage's."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.color(Role.SURFACE))

    def _link(self, place: int) -> QToolButton:
        link = QToolButton(self)
        link.setCheckable(True)
        link.setAutoRaise(True)
        link.clicked.connect(lambda: self._on_clicked(place))
        return link

    def _write(self) -> None:
        count = len(self._crumbs)
        for place, link in enumerate(self.links):
            link.setVisible(place < count)
            link.setChecked(place == count - 1)
            if place < count:
                link.setText(self._tr(self._crumbs[place].text))
        for place, sign in enumerate(self._between):
            sign.setVisible(place + 1 < count)

    def _on_clicked(self, place: int) -> None:
        self._write()  # Qt has turned the tick; the level decides
        if place < len(self._crumbs):
            level: Level = self._crumbs[place].level
            self.chosen.emit(level)
