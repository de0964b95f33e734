"""The numbers along the axes of plots, and the room they have: both go with the size of text."""

from typing import Any

from nnviz.views.look import fonts

_NUMBER_PX, _NAME_PX = 10, 12


def dress_axis(axis: Any, room_px: float) -> None:
    """Write the numbers of a pyqtgraph axis as large as all text, in as much more room.

    ``room_px`` is the width of an axis that stands, the height of one that lies, at 100 %.
    """
    axis.setStyle(tickFont=fonts.number_font(_NUMBER_PX), tickTextOffset=4)
    axis.label.setFont(fonts.text_font(_NAME_PX))
    room = fonts.scaled(room_px)
    axis.setWidth(room) if axis.orientation in {"left", "right"} else axis.setHeight(room)
