"""Where a small widget stands beside a cell so that it hides as little as can be."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from PySide6.QtCore import QRect, QSize

Side: TypeAlias = Literal["below", "above", "left", "right"]
_SIDES: tuple[Side, ...] = ("below", "left", "right", "above")
_APART, _EDGE = 8, 4


def spot(side: Side, cell: QRect, size: QSize, room: QRect) -> QRect:
    """Return the place beside a cell, moved into the room if need be."""
    x = cell.center().x() - size.width() // 2
    y = cell.center().y() - size.height() // 2
    if side == "below":
        y = cell.bottom() + _APART
    elif side == "above":
        y = cell.top() - _APART - size.height()
    elif side == "left":
        x = cell.left() - _APART - size.width()
    else:
        x = cell.right() + _APART
    right, bottom = room.right() - _EDGE - size.width(), room.bottom() - _EDGE - size.height()
    return QRect(
        max(min(x, right), room.left() + _EDGE), max(min(y, bottom), room.top() + _EDGE),
        size.width(), size.height(),
    )  # fmt: skip


def side_for(cell: QRect, size: QSize, room: QRect, avoided: Sequence[QRect]) -> Side:
    """Return the side on which the least of the avoided places is hidden; never over the cell."""

    def hidden(side: Side) -> tuple[bool, int]:
        place = spot(side, cell, size, room)
        return place.intersects(cell), sum(_area(place.intersected(other)) for other in avoided)

    return min(_SIDES, key=hidden)


def _area(rect: QRect) -> int:
    return max(rect.width(), 0) * max(rect.height(), 0)
