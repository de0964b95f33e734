"""A plane in which samples are put, moved and taken away by hand."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from nnviz.app.points import Bounds, Points, bounds_of
from nnviz.engine.orientation import HostArray
from nnviz.views.data.plane_axes import PlaneAxes
from nnviz.views.data.plane_painter import PlanePainter
from nnviz.views.look.theme import Theme

_LEFT_PX, _BOTTOM_PX, _EDGE_PX = 46, 30, 12
_GRIP_PX, _LARGE_GRIP_PX = 10.0, 15.0
_BRUSH_MS, _BRUSH_POINTS = 45, 2
_KEYS: Final = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class PointsPlane(QWidget):
    """Shows points, and says what is wanted of them when a gesture ends.

    A click puts a point, a drag of a point moves it, a right click or Delete takes it away; with
    the brush a drag sprays points. Arrows move a cursor, Enter puts a point there, 1 to 9 choose
    the class; with Ctrl the arrows take the point under the cursor along.

    Signals:
        put: places (n, 2) of new points.
        moved: the rows of points, and their new places (n, 2).
        removed: the rows of points.
        class_chosen: the class (from 0) that a key names.
        left: Escape was pressed.
    """

    put = Signal(object)
    moved = Signal(object, object)
    removed = Signal(object)
    class_chosen = Signal(int)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.installEventFilter(self)
        self._theme = theme
        self._points: Points | None = None
        self._bounds: Bounds = bounds_of(np.empty((0, 2)))
        self._painter = PlanePainter()
        self._drag: int | None = None  # the row of the point that is being moved
        self._drag_to: tuple[float, float] | None = None
        self._sprayed: list[tuple[float, float]] | None = None
        self._sprayed_at = QElapsedTimer()
        self._random = np.random.default_rng()
        self.cursor_at: tuple[float, float] = (0.0, 0.0)
        self.snap, self.brush, self.spread = False, False, 0.1
        self.label = 0
        self.decimal_sign = "."
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(220, 200))
        self.setMouseTracking(True)

    @property
    def axes(self) -> PlaneAxes:
        """Which part of the plane is shown where."""
        whole = QRectF(self.rect())
        area = whole.adjusted(_LEFT_PX, _EDGE_PX, -_EDGE_PX, -_BOTTOM_PX)
        return PlaneAxes(self._bounds, area)

    @property
    def theme(self) -> Theme:
        """The colours in use."""
        return self._theme

    def set_points(self, points: Points | None) -> None:
        """Show points; the part of the plane that is seen changes if they do not fit."""
        self._points = points
        if points is None:
            self._bounds = bounds_of(np.empty((0, 2)))
        elif not self._fits(points.places):
            self._bounds = bounds_of(points.places)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.update()

    def row_at(self, at: QPointF) -> int | None:
        """Return the point under a place of the widget, the nearest of several, or None."""
        if self._points is None or not len(self._points.places):
            return None
        away = self._away(at)
        row = int(np.argmin(away))
        grip = _LARGE_GRIP_PX if self._theme.name == "projector" else _GRIP_PX
        return row if away[row] <= grip else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a point, begin to spray, or put a point."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if not self.axes.area.adjusted(-4, -4, 4, 4).contains(event.position()):
            return
        row = self.row_at(event.position())
        self.cursor_at = self._place(event.position())
        if event.button() is Qt.MouseButton.RightButton:
            if row is not None:
                self.removed.emit([row])
        elif event.button() is Qt.MouseButton.LeftButton:
            self._press(event.position(), row)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the point that is held, or spray."""
        if self._drag is not None:
            self._drag_to = self._place(event.position())
        elif self._sprayed is not None:
            if self._sprayed_at.elapsed() >= _BRUSH_MS:
                self._spray(event.position())
        else:
            over = self.row_at(event.position()) is not None
            shape = Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.CrossCursor
            self.setCursor(shape)
            return
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture: it is one change of the data."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        row, to, sprayed = self._drag, self._drag_to, self._sprayed
        self._drag, self._drag_to, self._sprayed = None, None, None
        if row is not None and to is not None:
            self.moved.emit([row], np.array([to]))
        elif sprayed:
            self.put.emit(np.array(sprayed))
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim the keys of the plane from the shortcuts of the window."""
        claims = event.type() == QEvent.Type.ShortcutOverride
        if claims and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor, put or take away a point there, choose a class."""
        key = Qt.Key(event.key())
        row = self.row_at(self.axes.to_pixels(*self.cursor_at))
        if key in _KEYS:
            self._step(_KEYS[key], row, event.modifiers())
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.class_chosen.emit(key - Qt.Key.Key_1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.put.emit(np.array([self.cursor_at]))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if row is not None:
                self.removed.emit([row])
        elif key is Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the cursor."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axes, points, what is under way, and the cursor."""
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._painter.ground(painter, self)
            if self._points is not None:
                places = self._points.places
                if self._drag is not None and self._drag_to is not None:
                    places = places.copy()
                    places[self._drag] = self._drag_to
                self._painter.points(painter, self, places, self._points.labels)
            if self._sprayed:
                new = np.array(self._sprayed)
                self._painter.points(painter, self, new, np.full(len(new), self.label))
            if self.hasFocus():
                self._painter.cursor(painter, self)

    @property
    def axis_names(self) -> Sequence[str]:
        """What stands at the axes."""
        return ("x₁", "x₂") if self._points is None else self._points.axis_names

    def _press(self, at: QPointF, row: int | None) -> None:
        if self.brush:
            self._sprayed = []
            self._spray(at)
        elif row is not None:
            self._drag = row
        else:
            self.put.emit(np.array([self._place(at)]))

    def _spray(self, at: QPointF) -> None:
        assert self._sprayed is not None
        x, y = self.axes.to_plane(at)
        left, bottom, right, top = self._bounds
        spread = self.spread * np.array([right - left, top - bottom])
        for dx, dy in self._random.normal(0.0, 1.0, (_BRUSH_POINTS, 2)) * spread / 2.0:
            self._sprayed.append((float(x + dx), float(y + dy)))
        self._sprayed_at.start()

    def _place(self, at: QPointF) -> tuple[float, float]:
        place = self.axes.to_plane(at)
        return self.axes.snapped(*place) if self.snap else place

    def _step(self, way: tuple[int, int], row: int | None, modifiers: Qt.KeyboardModifier) -> None:
        """Move the cursor by half a grid step, with Shift by a tenth of that."""
        fine = 20.0 if modifiers & _SHIFT else 2.0
        x, y = (
            now + way[axis] * step / fine
            for axis, (now, step) in enumerate(zip(self.cursor_at, self.axes.steps, strict=True))
        )
        left, bottom, right, top = self._bounds
        self.cursor_at = (min(max(x, left), right), min(max(y, bottom), top))
        if modifiers & _CONTROL and row is not None:
            self.moved.emit([row], np.array([self.cursor_at]))
        self.update()

    def _escape(self) -> None:
        under_way = self._drag is not None or self._sprayed is not None
        self._drag, self._drag_to, self._sprayed = None, None, None
        self.update()
        if not under_way:
            self.left.emit()

    def _away(self, at: QPointF) -> HostArray:
        assert self._points is not None
        axes = self.axes
        left, bottom, right, top = axes.bounds
        unit = np.array([axes.area.width() / (right - left), axes.area.height() / (top - bottom)])
        away: HostArray = np.hypot(*((self._points.places - axes.to_plane(at)) * unit).T)
        return away

    def _fits(self, places: HostArray) -> bool:
        left, bottom, right, top = self._bounds
        low, high = places.min(axis=0), places.max(axis=0)
        inside = low[0] >= left and high[0] <= right and low[1] >= bottom and high[1] <= top
        wide = max((high[0] - low[0]) / (right - left), (high[1] - low[1]) / (top - bottom))
        return bool(inside and (wide > 0.25 or len(places) < 8))


def _is_own(event: QKeyEvent) -> bool:
    key = Qt.Key(event.key())
    own = {
        Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Backspace,
        Qt.Key.Key_Escape,
    }  # fmt: skip
    plain = not event.modifiers() & (_CONTROL | Qt.KeyboardModifier.AltModifier)
    return key in _KEYS or (plain and (key in own or Qt.Key.Key_1 <= key <= Qt.Key.Key_9))
