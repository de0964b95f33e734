"""How much of the transport is shown in how little room: the most dispensable parts go first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QSizePolicy, QWidget

# In the order in which they go; what each does is also in the menus and on the keys.
_GOING = (
    ("speed_slider",),
    ("ends", "help"),
    ("train",),
    ("loop", "speed_label"),
    ("axis",),
    ("iteration_label", "iteration_steps"),
)


@dataclass(frozen=True, slots=True)
class Room:
    """What is shown: ``short`` texts or whole ones, and which parts are hidden."""

    short: bool
    hidden: frozenset[str]

    @property
    def spacing(self) -> int:
        """Pixels between two controls."""
        return 4 if self.short else 8

    @property
    def side(self) -> int:
        """Pixels left and right of the row."""
        return 12 if self.short else 22

    def least(self, part: str) -> int:
        """Return the width that a part with growing numbers keeps, so that it pushes nothing."""
        widths = {"speed_label": (96, 44), "iteration_label": (150, 56)}
        return widths.get(part, (0, 0))[self.short]


def _rooms() -> tuple[Room, ...]:
    hidden = frozenset({"granularity_label", "pills"})
    rooms = [Room(False, frozenset({"menu"})), Room(True, frozenset({"menu", "granularity_label"}))]
    rooms.append(Room(True, hidden))
    for parts in _GOING:
        hidden |= frozenset(parts)
        rooms.append(Room(True, hidden))
    return tuple(rooms)


ROOMS = _rooms()


def choose(width: float, needed: Callable[[Room], float]) -> Room:
    """Return the first of :data:`ROOMS` that needs no more than ``width``, else the last."""
    return next((room for room in ROOMS if needed(room) <= width), ROOMS[-1])


def needed(room: Room, parts: Mapping[str, Sequence[QWidget]], texts: Mapping[str, str]) -> int:
    """Return the width of a row of ``parts``; labels, by part, would say ``texts``."""
    widths: list[int] = []
    for name, widgets in parts.items():
        if name not in room.hidden:
            widths += [max(room.least(name), _least(w, texts.get(name))) for w in widgets]
    return sum(widths) + room.spacing * (len(widths) - 1) + 2 * room.side


def _least(widget: QWidget, text: str | None) -> int:
    if text is not None:
        return widget.fontMetrics().horizontalAdvance(text) + 2
    if widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed:
        return widget.sizeHint().width()
    return max(widget.minimumWidth(), widget.minimumSizeHint().width())
