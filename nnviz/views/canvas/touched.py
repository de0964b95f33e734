"""A view that fingers, the pen and the Tab key can reach."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPen, QTabletEvent
from PySide6.QtWidgets import QWidget

from nnviz.scene.primitives import CellRef
from nnviz.views.canvas.fingers import Fingers
from nnviz.views.levels.levelled import LevelledView

_BY_KEY = frozenset({Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason})


class TouchedView(LevelledView):
    """The part of :class:`nnviz.views.canvas.stage.StageView` for fingers, pen and Tab.

    Signals:
        swiped: a finger went to the left (1: on) or to the right (-1: back).
    """

    swiped = Signal(int)

    _is_ringed = False  # the focus has come by the Tab key

    if TYPE_CHECKING:

        def cell_at(self, at: QPointF) -> CellRef | None:
            """Return the cell at a point."""

        def press_at(self, at: QPointF) -> None:
            """Click."""

        def press_twice_at(self, at: QPointF) -> None:
            """Click twice."""

        def _point(self, cell: CellRef | None, at: QPointF | None = None) -> None: ...

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # A filter, not event(): an error while painting inside an override of it ends the program.
        self._fingers = Fingers(self, self)
        self.installEventFilter(self._fingers)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_TabletTracking)

    def point_at(self, at: QPointF) -> None:
        """Point, with a finger or the pen."""
        self._point(self.cell_at(at), at)

    def move_by(self, by: QPointF) -> bool:
        """Move the magnified picture; say whether it is magnified."""
        self._set_zoom(self._zoom.moved(by.x(), by.y(), self._view()))
        return self._zoom.factor > 1.0

    def pinch(self, factor: float, at: QPointF) -> None:
        """Magnify with two fingers."""
        self.magnify(factor, at, 8.0 * (factor - 1.0))

    def swipe(self, direction: int) -> None:
        """Report that a finger went over the view."""
        self.swiped.emit(direction)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Follow the pen."""
        self._fingers.take_pen(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus to whoever comes by the Tab key."""
        self._is_ringed = event.reason() in _BY_KEY
        super().focusInEvent(event)

    def paint_ring(self, painter: QPainter, color: QColor) -> None:
        """Draw the frame of the focus."""
        if self._is_ringed and self.hasFocus():
            painter.setPen(QPen(color, 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().toRectF().adjusted(1, 1, -1, -1))
