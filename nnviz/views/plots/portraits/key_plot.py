"""A plot that is pointed at, clicked, turned and walked through by keys."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnviz.scene.primitives import Role
from nnviz.views.look.axis_room import dress_axis
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.plots.axes import ValueAxis

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_CLICK_PX = 4.0  # a press that moves less is a click


class KeyPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph is not typed
    """Has no menu and no zoom of its own; says where the pointer is in the plot's numbers.

    While it has the focus, the arrow keys are its own; else they are those of the playback.

    Signals:
        hovered: the place under the pointer, or None when it leaves.
        clicked: the place of a click.
        turned: how many pixels a drag has moved, right and down.
        stepped: an arrow key, as steps right and up, and whether Shift is held.
    """

    hovered = Signal(object)
    clicked = Signal(QPointF)
    turned = Signal(float, float)
    stepped = Signal(int, int, bool)

    def __init__(self, tr: Translate, parent: QWidget | None = None) -> None:
        axes = {side: ValueAxis(side, tr) for side in ("left", "bottom")}
        super().__init__(parent, axisItems=axes)
        self.installEventFilter(self)
        self._pressed: QPointF | None = None
        self._dragged = False
        self._focus_pen = QPen()
        item = self.getPlotItem()
        item.setMenuEnabled(False)  # pyqtgraph's menu speaks English only
        item.hideButtons()
        item.layout.setContentsMargins(0, 8, 10, 0)
        self.setMouseEnabled(False, False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(120)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        self._rooms = {"left": 46, "bottom": 42}
        for side in self._rooms:
            self.getAxis(side).enableAutoSIPrefix(False)

    def retranslate(self, tr: Translate) -> None:
        """Write the numbers of the axes with another translator."""
        for side in ("left", "bottom"):
            self.getAxis(side).retranslate(tr)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.setBackground(theme.color(Role.CARD))
        for side, room in self._rooms.items():
            axis = self.getAxis(side)
            dress_axis(axis, room)
            axis.setPen(theme.color(Role.OUTLINE))
            axis.setTextPen(theme.color(Role.MUTED))
        self._focus_pen = QPen(theme.color(Role.FORWARD), 2.0)

    def set_axis_texts(self, bottom: str, left: str) -> None:
        """Write what the axes are."""
        for side, text in (("bottom", bottom), ("left", left)):
            self.getAxis(side).setLabel(text)
        self._rooms = {"left": 58 if left else 46, "bottom": 42 if bottom else 24}
        for side, room in self._rooms.items():
            dress_axis(self.getAxis(side), room)

    def set_axes_visible(self, visible: bool) -> None:
        """Show the axes, or leave them away where they mean nothing."""
        for side in ("left", "bottom"):
            self.showAxis(side, visible)

    def set_equal(self, equal: bool) -> None:
        """Give both axes the same scale, where distances mean something."""
        self.getPlotItem().vb.setAspectLocked(equal)

    def set_window(self, left: float, bottom: float, right: float, top: float) -> None:
        """Show exactly this part of the plane."""
        box = self.getPlotItem().vb
        box.setRange(xRange=(left, right), yRange=(bottom, top), padding=0)

    def place_of(self, x: float, y: float) -> QPointF:
        """Return where a place of the plot is in the widget."""
        scene = self.getPlotItem().vb.mapViewToScene(QPointF(x, y))
        return QPointF(self.mapFromScene(scene))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the arrow keys while the plot has the focus."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() & ~(
                Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
            )
            if event.key() in _ARROWS and not plain.value:
                event.accept()
                return True
        return bool(super().eventFilter(watched, event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say which way an arrow key goes."""
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
            return
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.stepped.emit(*step, shifted)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn while the button is held, else point."""
        if self._pressed is None:
            super().mouseMoveEvent(event)
            self.hovered.emit(self._inside(event.position()))
            return
        way = event.position() - self._pressed
        if self._dragged or way.manhattanLength() > _CLICK_PX:
            self._dragged = True
            self._pressed = event.position()
            self.turned.emit(way.x(), way.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or click."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and not self._dragged:
            place = self._inside(event.position())
            if place is not None:
                self.clicked.emit(place)

    def leaveEvent(self, event: QEvent) -> None:
        """Stop pointing."""
        super().leaveEvent(event)
        self.hovered.emit(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the plot, and a frame while it has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(self._focus_pen)
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))
            painter.end()

    def _inside(self, position: QPointF) -> QPointF | None:
        """Return the place in the plot's numbers, None beside the plot."""
        scene = QPointF(self.mapToScene(position.toPoint()))
        box = self.getPlotItem().vb
        if not box.sceneBoundingRect().contains(scene):
            return None
        return QPointF(box.mapSceneToView(scene))
