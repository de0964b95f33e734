"""Rectangles, and the way of cells while their matrix turns over its diagonal."""

import math
from dataclasses import dataclass

_WAVE = 0.6  # how much later the last cell of a turning matrix sets out
_PASSING, _SHRINK = 0.3, 0.35


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in logical pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.height

    def contains(self, x: float, y: float) -> bool:
        """Say whether the point lies inside."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def overlaps(self, other: "Rect") -> bool:
        """Say whether some of another rectangle is within this one."""
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom

    def united(self, other: "Rect") -> "Rect":
        """Return the smallest rectangle that holds both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        right, bottom = max(self.right, other.right), max(self.bottom, other.bottom)
        return Rect(x, y, right - x, bottom - y)

    def inset(self, margin: float) -> "Rect":
        """Return the rectangle smaller by ``margin`` on every side (larger if negative)."""
        return Rect(
            self.x + margin, self.y + margin, self.width - 2 * margin, self.height - 2 * margin
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """How far a matrix that stood in ``start`` has turned over its diagonal: 0 to 1.

    Row by row of cells, beginning at the first, each cell goes to where its transpose stands.
    """

    start: Rect
    fraction: float

    def cell(self, place: tuple[int, int], shape: tuple[int, int], end: Rect) -> Rect:
        """Return where the cell is that will stand at ``place`` of a ``shape`` in ``end``."""
        (row, col), (rows, cols) = place, shape
        far = (row + col) / max(rows + cols - 2, 1)
        eased = min(max(self.fraction * (1.0 + _WAVE) - _WAVE * far, 0.0), 1.0)
        eased = eased * eased * (3.0 - 2.0 * eased)
        w0, h0 = self.start.width / rows, self.start.height / cols
        w1, h1 = end.width / cols, end.height / rows
        w, h = w0 + (w1 - w0) * eased, h0 + (h1 - h0) * eased
        x0, y0 = self.start.x + row * w0, self.start.y + col * h0
        x, y = x0 + (end.x + col * w1 - x0) * eased, y0 + (end.y + row * h1 - y0) * eased
        # Two cells that change places pass each other on either side of the diagonal.
        lift = math.sin(math.pi * eased)
        side = ((col > row) - (col < row)) * _PASSING * lift
        small = 1.0 - _SHRINK * lift
        return Rect(
            x + side * w + w * (1 - small) / 2, y + side * h + h * (1 - small) / 2,
            w * small, h * small,
        )  # fmt: skip


STANDING = Turn(Rect(0.0, 0.0, 0.0, 0.0), 1.0)
