"""What fingers and the pen do on the stage, as the gestures that they mean."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QNativeGestureEvent, QTabletEvent, QTouchEvent

LONG_MS: Final = 450  # a press that lasts so long points
_TWICE_MS = 400  # two taps within so long are one double press
_SLIP_PX = 12.0  # a finger that moves less has not moved
_SWIPE_PX = 60.0
_STRAIGHT = 2.0  # a swipe goes so many times as far to the side as up or down
_TOUCHES = frozenset(
    {
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TouchEnd,
        QEvent.Type.TouchCancel,
    }
)


class Touched(Protocol):
    """What the gestures are told to; points are those of the widget."""

    def press_at(self, at: QPointF) -> None:
        """Click."""

    def press_twice_at(self, at: QPointF) -> None:
        """Click twice."""

    def point_at(self, at: QPointF) -> None:
        """Point, as with a mouse that has no button down."""

    def move_by(self, by: QPointF) -> bool:
        """Move the magnified picture; say whether there was anything to move."""

    def pinch(self, factor: float, at: QPointF) -> None:
        """Magnify about a point."""

    def swipe(self, direction: int) -> None:
        """Go on (1) or back (-1)."""


@dataclass(slots=True)
class _Press:
    """One finger, or the pen, from its touch on."""

    start: QPointF
    last: QPointF
    moved: bool = False
    points: bool = False  # it has lain still for long: it points now
    dragged: bool = False


class Fingers(QObject):
    """Tap, double tap, long press, swipe, pinch and moving with two fingers."""

    def __init__(self, touched: Touched, parent: QObject) -> None:
        super().__init__(parent)
        self._touched = touched
        self._press: _Press | None = None
        self._pair: tuple[QPointF, float] | None = None  # middle and distance of two fingers
        self._tapped: QPointF | None = None
        self._since_tap = QElapsedTimer()
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.setInterval(LONG_MS)
        self._long.timeout.connect(self._begin_to_point)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what fingers do on the glass or on a touch pad; the rest is for the widget."""
        del watched
        return self._take_pinch(event) or self.take(event)

    def _take_pinch(self, event: QEvent) -> bool:
        zoom = Qt.NativeGestureType.ZoomNativeGesture
        if not isinstance(event, QNativeGestureEvent) or event.gestureType() is not zoom:
            return False
        self._touched.pinch(1.0 + event.value(), event.position())
        return True

    def take(self, event: QEvent) -> bool:
        """Follow an event of touch; say whether it was one."""
        if not isinstance(event, QTouchEvent) or event.type() not in _TOUCHES:
            return False
        event.accept()
        if event.type() is QEvent.Type.TouchCancel:
            self._forget()
            return True
        points = [p.position() for p in event.points() if not _is_up(p)]
        self._follow(points, [p.position() for p in event.points()])
        return True

    def take_pen(self, event: QTabletEvent) -> None:
        """Follow the pen: over the glass it points, on the glass it is a finger."""
        event.accept()
        at = event.position()
        if event.type() is QEvent.Type.TabletPress:
            self._down(at)
        elif event.type() is QEvent.Type.TabletRelease:
            self._up(at)
        elif self._press is not None:
            self._move(at)
        else:
            self._touched.point_at(at)

    def _follow(self, down: Sequence[QPointF], all_points: Sequence[QPointF]) -> None:
        if len(down) >= 2:
            self._two(down[0], down[1])
        elif self._pair is not None:
            # The finger that is lifted last is the end of a pinch and no tap.
            self._pair = None if not down else self._pair
        elif down and self._press is None:
            self._down(down[0])
        elif down:
            self._move(down[0])
        elif self._press is not None and all_points:
            self._up(all_points[0])

    def _down(self, at: QPointF) -> None:
        self._press = _Press(at, at)
        self._long.start()

    def _move(self, at: QPointF) -> None:
        press = self._press
        if press is None:
            return
        if press.points:
            self._touched.point_at(at)
        elif press.moved or _far(press.start, at) > _SLIP_PX:
            self._long.stop()
            press.moved = True
            press.dragged = self._touched.move_by(at - press.last) or press.dragged
        press.last = at

    def _up(self, at: QPointF) -> None:
        press, self._press = self._press, None
        self._long.stop()
        if press is None or press.points:
            return
        if not press.moved and _far(press.start, at) <= _SLIP_PX:
            self._tap(at)
        elif not press.dragged:
            way = at - press.start
            if abs(way.x()) >= max(_SWIPE_PX, _STRAIGHT * abs(way.y())):
                self._touched.swipe(-1 if way.x() > 0 else 1)

    def _tap(self, at: QPointF) -> None:
        before, self._tapped = self._tapped, at
        quick = self._since_tap.isValid() and self._since_tap.elapsed() < _TWICE_MS
        self._since_tap.start()
        if before is not None and quick and _far(before, at) <= 2 * _SLIP_PX:
            self._tapped = None
            self._touched.press_twice_at(at)
        else:
            self._touched.press_at(at)

    def _begin_to_point(self) -> None:
        if self._press is not None:
            self._press.points = True
            self._touched.point_at(self._press.last)

    def _two(self, first: QPointF, second: QPointF) -> None:
        self._long.stop()
        self._press = None
        middle, apart = (first + second) / 2, max(_far(first, second), 1.0)
        if self._pair is not None:
            before, distance = self._pair
            self._touched.pinch(apart / distance, middle)
            self._touched.move_by(middle - before)
        self._pair = (middle, apart)

    def _forget(self) -> None:
        self._long.stop()
        self._press = self._pair = None


def _is_up(point: "QTouchEvent.Point") -> bool:  # type: ignore[name-defined]
    return bool(point.state() == point.State.Released)


def _far(first: QPointF, second: QPointF) -> float:
    return math.hypot(first.x() - second.x(), first.y() - second.y())
