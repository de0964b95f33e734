"""The network map: the same view as the stage, on a card; its columns can be worked on."""

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPen, QWheelEvent

from nnviz.engine.message import message
from nnviz.scene.map.light import unit_of
from nnviz.scene.primitives import Label, Role
from nnviz.scene.scene import Scene
from nnviz.views.canvas.stage import StageView
from nnviz.views.look.theme import Theme

_EDGE = 6.0
_RADIUS = 14.0
_CAPTION = "caption."  # under each column stands a label with this id and the layer's number
_REACH_PX = 64.0  # a column is pointed at from so far to both sides
_NOTCH = 120
_DRAG_PX = 8.0


class MapView(StageView):
    """Shows the map of the whole network; its units can be pointed at and clicked.

    Ctrl and the wheel over a layer wish for more or fewer units; the right button or the menu key
    for the layer's commands. Only while ``editable``, a column can be dragged to another place.

    Signals:
        columns_moved: the columns stand elsewhere than before.
        menu_wanted: a layer (from 1) and the point of the screen for its menu.
        units_turned: a layer and by how many units the wheel was turned.
        column_dragged: a layer and the x at which it is held, while it is dragged.
        column_dropped: the same, where it was let go.
    """

    columns_moved = Signal()
    menu_wanted = Signal(int, QPoint)
    units_turned = Signal(int, int)
    column_dragged = Signal(int, float)
    column_dropped = Signal(int, float)

    name_text = message("Network map")
    margin = 12.0
    least_scene = (400.0, 92.0)
    editable = False

    _whole: Scene | None = None
    _is_covered = False
    _boxes: tuple[QRect, ...] = ()
    _turned = 0
    _held: tuple[int, QPointF] | None = None
    _is_dragging = False

    @property
    def columns(self) -> tuple[QRect, ...]:
        """Where the caption of each column is in the widget, the inputs first."""
        return self._boxes

    def set_scene(self, scene: Scene | None) -> None:
        """Show a scene."""
        self._whole = scene
        super().set_scene(self._without_captions(scene))
        self._note_columns()

    def cover_captions(self, covered: bool) -> None:
        """Leave out the captions of the layers, because something else says the same in place."""
        if covered != self._is_covered:
            self._is_covered = covered
            super().set_scene(self._without_captions(self._whole))

    def column_at(self, at: QPointF) -> int | None:
        """Return the column (0: the inputs) at a point of the widget."""
        near = [
            (abs(box.center().x() - at.x()), layer)
            for layer, box in enumerate(self._boxes)
            if abs(box.center().x() - at.x()) <= min(box.width() / 2 + 2, _REACH_PX)
        ]
        return min(near)[1] if near else None

    def paint_ground(self, painter: QPainter, theme: Theme) -> None:
        """Draw the card on which the map stands."""
        super().paint_ground(painter, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(Role.OUTLINE), 1.2))
        painter.setBrush(theme.color(Role.CARD))
        card = QRectF(self.rect()).adjusted(_EDGE * 2, _EDGE, -_EDGE * 2, -_EDGE)
        painter.drawRoundedRect(card, _RADIUS, _RADIUS)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the units of a layer with Ctrl; else zoom as the stage does."""
        layer = self.column_at(event.position())
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not control or not layer:
            super().wheelEvent(event)
            return
        self._turned += event.angleDelta().y()
        notches = int(self._turned / _NOTCH)
        self._turned -= notches * _NOTCH
        if notches:
            self.units_turned.emit(layer, notches)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the commands of a layer: the one pointed at, or that of the cursor's cell."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        layer = self._layer_of_cursor() if by_key else self.column_at(QPointF(event.pos()))
        if not layer:
            return
        at = self.mapToGlobal(self._boxes[layer].center()) if by_key else event.globalPos()
        self.menu_wanted.emit(layer, at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click, or hold a column."""
        super().mousePressEvent(event)
        layer = self.column_at(event.position())
        left = event.button() is Qt.MouseButton.LeftButton
        movable = layer is not None and 0 < layer < len(self._boxes) - 1
        if self.editable and left and movable and layer is not None and self.zoom == 1.0:
            self._held = layer, event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a column that is held; else as the stage does."""
        if self._held is None:
            super().mouseMoveEvent(event)
            return
        layer, start = self._held
        self._is_dragging |= abs(event.position().x() - start.x()) >= _DRAG_PX
        if self._is_dragging:
            self.column_dragged.emit(layer, event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of a column, or end the click."""
        held, self._held = self._held, None
        dragging, self._is_dragging = self._is_dragging, False
        if held is None or not dragging:
            super().mouseReleaseEvent(event)
            return
        self._press = None  # this was no click
        self.column_dropped.emit(held[0], event.position().x())

    def _note_columns(self) -> None:
        labels = () if self._whole is None else self._whole.primitives
        boxes = tuple(
            self.in_view(label.box)
            for label in labels
            if isinstance(label, Label) and label.id.startswith(_CAPTION)
        )
        if boxes != self._boxes:
            self._boxes = boxes
            self.columns_moved.emit()

    def _without_captions(self, scene: Scene | None) -> Scene | None:
        if scene is None or not self._is_covered:
            return scene
        shown = tuple(
            item
            for item in scene.primitives
            if not item.id.startswith(_CAPTION) or item.id == f"{_CAPTION}0"
        )
        return replace(scene, primitives=shown)

    def _layer_of_cursor(self) -> int | None:
        unit = unit_of(self.cursor_cell or self._hover, len(self._boxes) - 1)
        if unit is not None and unit[0]:
            return unit[0]
        return 1 if len(self._boxes) > 1 else None
