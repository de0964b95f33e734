"""Where the units of a network stand on its map: columns of circles above a line of captions."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from nnviz.scene.primitives import Rect

MOST_UNITS = 12
READABLE_RADIUS = 13.0  # from this radius on a number fits into a circle
_LARGEST_RADIUS = 18.0
_LARGE, _LARGE_RADIUS = 240.0, 32.0  # a map that fills the stage
_TOP = 16.0  # the arrow that says which way the numbers run
_LINE = 16.0  # "52 more", and the line that says what is left out
_TIGHTEST = 10.0
_TIGHTEST_LOW = 8.0
_CORNER = 28.0  # at the upper right, where a window has its question mark
_LOW = 116.0  # a lower map says what is left out beside its arrow and in its captions
_CAPTION_PITCH = 96.0  # narrower columns have only their number of units beneath


@dataclass(frozen=True, slots=True)
class Column:
    """One layer: the middles of the units that are drawn, and where "52 more" is said, if so.

    An input layer that is drawn as a ``picture`` has all its units, along the picture's edge.
    """

    x: float
    ys: tuple[float, ...]
    units: int
    caption: Rect
    more: Rect | None
    picture: Rect | None = None

    @property
    def edge_x(self) -> float:
        """Where connections to the next layer begin."""
        return self.x if self.picture is None else self.picture.right

    @property
    def drawn(self) -> int:
        """How many units are drawn."""
        return len(self.ys)


@dataclass(frozen=True, slots=True)
class MapLayout:
    """The columns, the radius of all circles, the arrow's height and the line for omissions.

    A ``low`` map has no room for "52 more": its captions say how many units are drawn.
    """

    columns: tuple[Column, ...]
    radius: float
    arrow_y: float
    pitch: float
    text_px: float
    omissions: Rect | None
    low: bool

    @property
    def captions_in_words(self) -> bool:
        """Whether a column is wide enough for more than a number beneath it."""
        return self.pitch >= _CAPTION_PITCH


@lru_cache(maxsize=64)
def lay_out(
    sizes: tuple[int, ...],
    width: float,
    height: float,
    most_edges: int,
    image_shape: tuple[int, int] | None = None,
    most_units: int = MOST_UNITS,
) -> MapLayout:
    """Return the layout of layers of these sizes in a field of ``width`` × ``height`` pixels.

    With an ``image_shape`` the first layer is drawn as a picture. At most ``most_units`` of a
    layer are drawn.
    """
    if image_shape is not None:
        return _with_picture(sizes, width, height, most_edges, image_shape, most_units)
    caption = 20.0 if height >= 140 else 17.0
    floor = height - caption
    low = height < _LOW
    drawn = [_drawn(units, floor - _TOP, most_units, low=low) for units in sizes]
    omits = drawn != list(sizes) or _edges(drawn) > most_edges
    if omits and not low:
        floor -= _LINE
        drawn = [_drawn(units, floor - _TOP, most_units, low=low) for units in sizes]
    rooms = [
        floor - _TOP - (_LINE if n < units and not low else 0.0)
        for n, units in zip(drawn, sizes, strict=True)
    ]
    pitch = width / len(sizes)
    tightest = min(room / n for room, n in zip(rooms, drawn, strict=True))
    most = _LARGEST_RADIUS if height < _LARGE else _LARGE_RADIUS
    radius = max(min(most, 0.44 * tightest, 0.3 * pitch), 2.0)
    columns = tuple(
        _column(
            (place + 0.5) * pitch, n, units, room, radius, pitch, height - caption, caption, low=low
        )
        for place, (n, units, room) in enumerate(zip(drawn, sizes, rooms, strict=True))
    )
    line = _omissions(width, floor, low=low) if omits else None
    size = 13.0 if height >= 140 else 12.0
    return MapLayout(columns, radius, _TOP / 2, pitch, size, line, low)


def _with_picture(
    sizes: tuple[int, ...],
    width: float,
    height: float,
    most_edges: int,
    image_shape: tuple[int, int],
    most_units: int,
) -> MapLayout:
    """Return the layout with a picture in place of the first layer's units."""
    # One unit in its place takes no room that the others would miss.
    plain = lay_out((1, *sizes[1:]), width, height, most_edges, None, most_units)
    first = plain.columns[0]
    omits = sizes[0] * plain.columns[1].drawn > most_edges or plain.omissions is not None
    line = plain.omissions
    if omits and line is None and not plain.low:
        line = Rect(8.0, first.caption.y - _LINE, width - 16.0, _LINE)
    low_line = _omissions(width, 0.0, low=True) if omits and plain.low else None
    floor = first.caption.y - (0.0 if line is None or plain.low else _LINE)
    room = floor - _TOP
    # Half of the column is enough for the picture's half and a second picture beside it.
    widest = max((plain.pitch / 2 - 26.0) / 1.5, 0.28 * plain.pitch)
    pixel = max(min(room / image_shape[0], widest / image_shape[1]), 0.1)
    wide, tall = pixel * image_shape[1], pixel * image_shape[0]
    rect = Rect(first.x - wide / 2, _TOP + (room - tall) / 2, wide, tall)
    step = tall / sizes[0]
    ys = tuple(rect.y + (unit + 0.5) * step for unit in range(sizes[0]))
    half = min(max(wide / 2 + 6.0, 44.0), plain.pitch / 2 - 2.0)
    caption = Rect(first.x - half, first.caption.y, 2 * half, first.caption.height)
    column = replace(first, ys=ys, units=sizes[0], caption=caption, more=None, picture=rect)
    return replace(plain, columns=(column, *plain.columns[1:]), omissions=line or low_line)


def _omissions(width: float, floor: float, *, low: bool) -> Rect:
    """Return the line that says what is left out: below, or above where the map is low."""
    return (
        Rect(8.0, 0.0, width - 16.0 - _CORNER, _LINE)
        if low
        else Rect(8.0, floor, width - 16.0, _LINE)
    )


def _drawn(units: int, room: float, most_units: int, *, low: bool) -> int:
    tightest, line = (_TIGHTEST_LOW, 0.0) if low else (_TIGHTEST, _LINE)
    if units <= min(most_units, int(room / tightest)):
        return units
    return max(min(most_units, int((room - line) / tightest), units - 1), 1)


def _edges(drawn: list[int]) -> int:
    return sum(a * b for a, b in pairwise(drawn))


def _column(
    x: float,
    drawn: int,
    units: int,
    room: float,
    radius: float,
    pitch: float,
    caption_y: float,
    caption_height: float,
    *,
    low: bool,
) -> Column:
    spacing = min(room / drawn, 3.0 * radius)
    first = _TOP + room / 2 - spacing * (drawn - 1) / 2
    ys = tuple(first + spacing * place for place in range(drawn))
    left, width = x - pitch / 2 + 2.0, pitch - 4.0
    said = drawn < units and not low
    more = Rect(left, ys[-1] + spacing / 2, width, _LINE) if said else None
    return Column(x, ys, units, Rect(left, caption_y, width, caption_height - 2.0), more)
