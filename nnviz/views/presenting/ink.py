"""Lines drawn over the picture, which fade after a while."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from time import monotonic

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

FADE_S = 1.2
_FINE = 1.5  # pixels that a hand moves without meaning to


@dataclass(slots=True)
class _Line:
    points: list[QPointF] = field(default_factory=list)
    ended_s: float | None = None  # None while the pen is down


class Ink:
    """All lines there are; each stays ``seconds`` after the pen was lifted and then fades.

    ``clock`` gives the time in seconds.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._lines: list[_Line] = []

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to see."""
        self._let_go()
        return not self._lines

    @property
    def is_down(self) -> bool:
        """Say whether a line is being drawn."""
        return bool(self._lines) and self._lines[-1].ended_s is None

    def begin(self, at: QPointF) -> None:
        """Put the pen down."""
        self._lines.append(_Line([at]))

    def draw_to(self, at: QPointF) -> None:
        """Move the pen that is down."""
        if not self.is_down:
            return
        points = self._lines[-1].points
        if (at - points[-1]).manhattanLength() >= _FINE:
            points.append(at)

    def end(self) -> None:
        """Lift the pen."""
        if self.is_down:
            self._lines[-1].ended_s = self._clock()

    def wipe(self) -> None:
        """Take all lines away."""
        self._lines.clear()

    def strengths(self) -> list[float]:
        """Return how strongly each line is seen, 1 to 0."""
        self._let_go()
        return [self._strength(line) for line in self._lines]

    def paint(self, painter: QPainter, color: QColor, width_px: float) -> None:
        """Draw all lines."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line, strength in zip(self._lines, self.strengths(), strict=False):
            ink = QColor(color)
            ink.setAlphaF(strength)
            pen = QPen(ink, width_px, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(_path(line.points))

    def _strength(self, line: _Line) -> float:
        if line.ended_s is None:
            return 1.0
        left = self.seconds + FADE_S - (self._clock() - line.ended_s)
        return min(max(left / FADE_S, 0.0), 1.0)

    def _let_go(self) -> None:
        self._lines = [line for line in self._lines if self._strength(line) > 0.0]


def _path(points: list[QPointF]) -> QPainterPath:
    """Return a line through points, rounded at each of them."""
    path = QPainterPath(points[0])
    if len(points) == 1:
        path.lineTo(points[0] + QPointF(0.1, 0.0))
    for middle, point in _middles(points):
        path.quadTo(point, middle)
    path.lineTo(points[-1])
    return path


def _middles(points: list[QPointF]) -> Iterator[tuple[QPointF, QPointF]]:
    for before, after in pairwise(points):
        yield (before + after) / 2, before
