"""One example as a card: picture, title, idea, sizes."""

from bisect import bisect_left

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton

from nnviz.app.examples import EXAMPLES, TEXTS
from nnviz.app.finding.wording import wordings
from nnviz.engine.message import Message, message
from nnviz.scene.primitives import Role
from nnviz.views.gallery.picture import picture
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate

CARD_PX = QSize(196, 172)
_EDGE, _PICTURE_PX, _TITLE_PX, _SIZES_PX = 10, 62, 20, 16
_RADIUS = 8.0
_WRAP = int(Qt.TextFlag.TextWordWrap)
_ARROWS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)


def card_size() -> QSize:
    """Return the size of a card, which goes with that of text."""
    return QSize(fonts.scaled(CARD_PX.width()), fonts.scaled(CARD_PX.height()))


class ExampleCard(QAbstractButton):
    """Can be clicked, pointed at, and walked to with the arrows.

    Signals:
        looked_at: the pointer or the focus has come to it.
        walked: an arrow key was pressed on it.
        typed: a letter was pressed on it, which is meant for the search field.
    """

    looked_at = Signal(object)
    walked = Signal(object, int)
    typed = Signal(str)

    def __init__(self, name: str, theme: Theme, tr: Translate) -> None:
        super().__init__()
        self.name = name
        self._theme = theme
        self._tr = tr
        self._picture: QPixmap | None = None
        text = TEXTS[name]
        self._title, self._idea = tr(text.title), tr(text.idea)
        self._sizes = "–".join(map(str, EXAMPLES[name].spec.sizes))
        self.texts = (name, *wordings(text.title), *wordings(text.idea))
        self.setFixedSize(card_size())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self._title)
        self.setAccessibleDescription(f"{self._idea} {self._sizes}")
        self.setToolTip("" if self.words_fit() else f"{self._title}\n{self._idea}")

    @property
    def watch(self) -> Message:
        """What to watch in this example."""
        text = TEXTS[self.name]
        return message("{title}: {watch}", title=text.title, watch=text.watch)

    def draw_picture(self) -> None:
        """Make the picture: the window calls this when it has time."""
        if self._picture is None:
            size = QSize(card_size().width() - 2 * _EDGE, fonts.scaled(_PICTURE_PX))
            ratio = self.devicePixelRatioF()
            self._picture = picture(self.name, self._theme, self._tr, size, ratio)
            self.update()

    def words_fit(self) -> bool:
        """Say whether title and idea can be read whole."""
        room = _words_room(self._inside())
        title = QFontMetrics(_title_font()).horizontalAdvance(self._title)
        return title <= room.width() and _fits(self._idea, room)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, open, or pass a letter on to the search."""
        key, text = event.key(), event.text()
        if key in _ARROWS:
            self.walked.emit(self, key)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif text.isprintable() and text.strip():
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Say that the pointer is here."""
        self.looked_at.emit(self)
        super().enterEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that the focus is here."""
        self.looked_at.emit(self)
        super().focusInEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow another state of the window."""
        self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_ground(painter)
            inside = self._inside()
            if self._picture is not None:
                painter.drawPixmap(inside.topLeft(), self._picture)
            self._paint_title(painter, inside)
            self._paint_idea(painter, inside)

    def _inside(self) -> QRect:
        return self.rect().adjusted(_EDGE, _EDGE - 2, -_EDGE, -_EDGE + 2)

    def _paint_ground(self, painter: QPainter) -> None:
        theme, focus = self._theme, self.hasFocus()
        lit = focus or self.underMouse()
        ground = theme.blend(Role.FORWARD, 0.10, over=Role.CARD) if lit else theme.color(Role.CARD)
        painter.setBrush(ground)
        edge = theme.color(Role.FORWARD if lit else Role.OUTLINE)
        painter.setPen(QPen(edge, 2.0 if focus else 1.0))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)

    def _paint_title(self, painter: QPainter, inside: QRect) -> None:
        painter.setPen(self._theme.color(Role.TEXT))
        painter.setFont(_title_font())
        room = QRect(
            inside.x(),
            inside.y() + fonts.scaled(_PICTURE_PX) + 4,
            inside.width(),
            fonts.scaled(_TITLE_PX),
        )
        _write_line(painter, room, self._title)
        painter.setPen(self._theme.color(Role.MUTED))
        painter.setFont(fonts.number_font(11))
        foot = QRect(
            inside.x(),
            inside.bottom() - fonts.scaled(_SIZES_PX) + 1,
            inside.width(),
            fonts.scaled(_SIZES_PX),
        )
        _write_line(painter, foot, self._sizes)

    def _paint_idea(self, painter: QPainter, inside: QRect) -> None:
        painter.setFont(_idea_font())
        top_left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        room = _words_room(inside)
        painter.drawText(room, int(top_left) | _WRAP, _shortened(self._idea, room))


def _title_font() -> QFont:
    return fonts.text_font(14, bold=True)


def _idea_font() -> QFont:
    return fonts.text_font(12)


def _fits(text: str, room: QRect) -> bool:
    return QFontMetrics(_idea_font()).boundingRect(room, _WRAP, text).height() <= room.height()


def _shortened(text: str, room: QRect) -> str:
    """Return as much of a text as there is room for in whole lines; the tool tip has the rest."""
    if _fits(text, room):
        return text
    longest = bisect_left(range(len(text)), 1, key=lambda k: not _fits(text[:k] + "…", room)) - 1
    return text[: max(longest, 0)].rstrip() + "…"


def _words_room(inside: QRect) -> QRect:
    """Return the room between the title and the sizes."""
    return inside.adjusted(
        0, fonts.scaled(_PICTURE_PX) + 4 + fonts.scaled(_TITLE_PX), 0, -fonts.scaled(_SIZES_PX)
    )


def _write_line(painter: QPainter, room: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
