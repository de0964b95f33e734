"""How a row of the palette is drawn: the name, where it is, and its keys."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from nnviz.scene.primitives import Role
from nnviz.views.command_palette.entries import Entry
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme

ENTRY = Qt.ItemDataRole.UserRole
_ROW_PX, _EDGE, _GAP = 30, 12, 18


class RowPainter(QStyledItemDelegate):
    """Draws entries in the colours of a theme."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of every row."""
        return QSize(200, _ROW_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row."""
        entry: Entry = index.data(ENTRY)
        row: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        ground = self._theme.blend(Role.FORWARD, 0.16, over=Role.CARD)
        painter.fillRect(row, ground if chosen else self._theme.color(Role.CARD))
        inside = row.adjusted(_EDGE, 0, -_EDGE, 0)
        keys = self._right(painter, inside, entry.keys)
        place = inside.adjusted(inside.width() // 2, 0, -keys, 0)
        self._left(painter, inside.adjusted(0, 0, -inside.width() // 2 - _GAP, 0), entry)
        painter.setFont(fonts.text_font(12))
        painter.setPen(self._theme.color(Role.MUTED if entry.enabled else Role.FAINT))
        _write(painter, place, entry.place, Qt.AlignmentFlag.AlignLeft)
        painter.restore()

    def _left(self, painter: QPainter, room: QRect, entry: Entry) -> None:
        painter.setFont(fonts.text_font(14))
        painter.setPen(self._theme.color(Role.TEXT if entry.enabled else Role.FAINT))
        _write(painter, room, entry.name, Qt.AlignmentFlag.AlignLeft)

    def _right(self, painter: QPainter, room: QRect, keys: str) -> int:
        """Write the keys; return the room that they take."""
        painter.setFont(fonts.number_font(12))
        painter.setPen(self._theme.color(Role.MUTED))
        _write(painter, room, keys, Qt.AlignmentFlag.AlignRight)
        return painter.fontMetrics().horizontalAdvance(keys) + (_GAP if keys else 0)


def _write(painter: QPainter, room: QRect, text: str, side: Qt.AlignmentFlag) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)
