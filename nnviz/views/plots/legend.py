"""What each line is called, with its value at the iteration asked about."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.scene.numbers import grouped
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.plots.plotted import Ink

_PX, _LINE, _SWATCH, _GAP, _SPACE = 12, 19, 24.0, 6.0, 16.0
_MOST_LINES = 5
DASHES = {
    "solid": Qt.PenStyle.SolidLine,
    "dash": Qt.PenStyle.DashLine,
    "dot": Qt.PenStyle.DotLine,
    "dashdot": Qt.PenStyle.DashDotLine,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line's look, its name and its value, as they are written; ``room`` is the widest value."""

    ink: Ink
    name: str
    value: str
    room: str


class Legend(QWidget):
    """Entries one after another, in up to five lines; how many more there are stands at the end."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: tuple[Entry, ...] = ()
        self._places: list[QPointF] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(fonts.scaled(_LINE))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is shown."""
        return self._entries

    def set_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these; the places change only where a name or its room does."""
        if entries == self._entries:
            return
        moved = [(e.name, e.room) for e in entries] != [(e.name, e.room) for e in self._entries]
        self._entries = entries
        self.setAccessibleName("; ".join(f"{entry.name} {entry.value}" for entry in entries))
        if moved:
            self._place()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self._place()  # the words may have another size as well
        self.update()

    def sizeHint(self) -> QSize:
        """Return its height; it takes any width."""
        return QSize(120, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        del event
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the entries."""
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for entry, place in zip(self._entries, self._places, strict=False):
                self._draw(painter, entry, place)
            rest = len(self._entries) - len(self._places)
            if rest > 0:
                painter.setFont(fonts.number_font(_PX))
                painter.setPen(self._theme.color(Role.MUTED))
                right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
                painter.drawText(QRectF(self.rect()), right, f"+{grouped(rest)}")

    def _draw(self, painter: QPainter, entry: Entry, place: QPointF) -> None:
        middle = place.y() + fonts.scaled(_LINE) / 2
        draw_swatch(painter, self._theme, entry.ink, QPointF(place.x(), middle))
        x = place.x() + _SWATCH + _GAP
        words, numbers = fonts.text_font(_PX), fonts.number_font(_PX)
        painter.setFont(words)
        painter.setPen(self._theme.color(Role.MUTED))
        wide = QFontMetricsF(words).horizontalAdvance(entry.name)
        painter.drawText(QRectF(x, place.y(), wide + 2, fonts.scaled(_LINE)), _LEFT, entry.name)
        painter.setFont(numbers)
        painter.setPen(self._theme.color(Role.TEXT))
        box = QRectF(x + wide + _GAP, place.y(), self.width(), fonts.scaled(_LINE))
        painter.drawText(box, _LEFT, entry.value)

    def _place(self) -> None:
        self._places, x, line = [], 0.0, 0
        for entry in self._entries:
            wide = _width(entry)
            if x > 0 and x + wide > self.width():
                x, line = 0.0, line + 1
            if line >= _MOST_LINES:
                break
            self._places.append(QPointF(x, line * fonts.scaled(_LINE)))
            x += wide + _SPACE
        self.setFixedHeight(fonts.scaled(_LINE) * min(line + 1, _MOST_LINES))
        self.update()


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def draw_swatch(painter: QPainter, theme: Theme, ink: Ink, place: QPointF) -> None:
    """Draw a short piece of a line, from ``place`` on to the right."""
    color = theme.color(ink.tone)
    color.setAlphaF(max(ink.strength, 0.45))
    painter.setPen(QPen(color, max(ink.width, 2.0), DASHES[ink.dash]))
    painter.drawLine(place, place + QPointF(_SWATCH, 0.0))
    if ink.dots:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(place + QPointF(_SWATCH / 2, 0.0), 3.2, 3.2)


def _width(entry: Entry) -> float:
    words = QFontMetricsF(fonts.text_font(_PX)).horizontalAdvance(entry.name)
    numbers = QFontMetricsF(fonts.number_font(_PX)).horizontalAdvance(entry.room)
    return _SWATCH + _GAP + words + (_GAP + numbers if entry.room else 0.0)
