"""Which panels are open at once: the stage keeps its room, what was asked for last goes first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Side: TypeAlias = Literal["left", "right", "top", "bottom", "middle"]

WIDE_SHARE = 0.45  # of the window's width is the stage's
HIGH_SHARE = 0.5  # of the height that the bars leave is the stage's
_TAB_BAR = 30  # below panels that stand in one place
_GAP = 1  # between two parts


@dataclass(frozen=True, slots=True)
class Part:
    """A panel or strip that is wanted: where it stands, and the least that it is of use with.

    ``place`` is the same for parts that stand in one place (tabs), or beside each other in the
    middle. Sizes are in pixels.
    """

    name: str
    side: Side
    place: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Room:
    """What there is to share out: the window below its menus, in pixels.

    ``bars`` is the height of what always stands above and below the stage, ``least_width`` what
    these bars need.
    """

    width: int
    height: int
    bars: int
    least_width: int = 0

    @property
    def stage_width(self) -> int:
        """The least width that is left to the stage."""
        return max(round(WIDE_SHARE * self.width), self.least_width)

    @property
    def stage_height(self) -> int:
        """The least height that is left to the stage."""
        return round(HIGH_SHARE * (self.height - self.bars))


def kept(parts: Sequence[Part], room: Room) -> frozenset[str]:
    """Return the names of what is open, of ``parts`` with the newest wish first.

    The newest is open in any case at the sides and in the middle. A part that finds no room
    closes its side for older ones, so that it is always the longest unused that are put away.
    """
    chosen: list[Part] = []
    full: set[Side] = set()
    for number, part in enumerate(parts):
        sure = number == 0 and part.side not in {"top", "bottom"}
        if sure or (part.side not in full and _fits([*chosen, part], part.side, room)):
            chosen.append(part)
        else:
            full.add(part.side)
    return frozenset(part.name for part in chosen)


def middle_room(parts: Iterable[Part], room: Room) -> int:
    """Return the height that parts at the top and bottom leave above and below the stage."""
    there = list(parts)
    return room.height - room.bars - room.stage_height - _across(there, "top", "bottom")


def _fits(parts: Sequence[Part], side: Side, room: Room) -> bool:
    """Say whether what a part on ``side`` has a share in is not overfull."""
    if side in {"left", "right"}:
        wide = room.stage_width + _widest(parts, "left") + _widest(parts, "right")
        # One that is alone on its side and still too high would gain nothing by others' going.
        alone = len(_places(parts, side)) == 1
        return wide <= room.width and (alone or _column(parts, side, room))
    middle = _stacked(parts, "middle") <= middle_room(parts, room)
    if side == "middle":
        return middle
    row = sum(max(p.width for p in group) + _GAP for group in _places(parts, side))
    columns = _column(parts, "left", room) and _column(parts, "right", room)
    return middle and row <= room.width and columns


def _column(parts: Sequence[Part], side: Side, room: Room) -> bool:
    return _stacked(parts, side) <= room.height - _across(parts, "top", "bottom")


def _widest(parts: Sequence[Part], side: Side) -> int:
    return max((part.width + _GAP for part in parts if part.side == side), default=0)


def _across(parts: Sequence[Part], *sides: Side) -> int:
    return sum(
        max((_high(group) for group in _places(parts, side)), default=-_GAP) + _GAP
        for side in sides
    )


def _stacked(parts: Sequence[Part], side: Side) -> int:
    groups = _places(parts, side)
    return sum(map(_high, groups)) + _GAP * max(len(groups) - 1, 0)


def _high(group: Sequence[Part]) -> int:
    tabs = len(group) > 1 and group[0].side != "middle"
    return max(part.height for part in group) + (_TAB_BAR if tabs else 0)


def _places(parts: Sequence[Part], side: Side) -> list[list[Part]]:
    groups: dict[str, list[Part]] = {}
    for part in parts:
        if part.side == side:
            groups.setdefault(part.place, []).append(part)
    return list(groups.values())
