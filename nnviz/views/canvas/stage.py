"""The stage: shows a scene, magnifies it, and says which cell is pointed at."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from nnviz.engine.message import Message, message
from nnviz.engine.writing import PLAIN, Notation
from nnviz.scene.primitives import CellRef, Highlight, Rect, Role
from nnviz.scene.scene import Scene
from nnviz.scene.spoken import spoken
from nnviz.views.canvas import cell_cursor, text_cursor
from nnviz.views.canvas.double_press import DoublePress
from nnviz.views.canvas.touched import TouchedView
from nnviz.views.levels.lens import Lens
from nnviz.views.levels.zoom import Fit, Zoom, fit
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.painting.marks import MarkPainter
from nnviz.views.painting.painter import ScenePainter, Translator

_NAME = message("Stage")
_STEP = 1.25  # of the zoom, for a key or a notch of the wheel
# Drawn anew in a frame, with their numbers: about half of its time. The others follow at once.
_MOST_CELLS = 400
_DRAG_PX = 4.0  # a press that moves less is a click
_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class StageView(TouchedView):
    """One scene, painted whole; the window composes a new one when ``resized`` says so.

    Keys: plus, minus and 0 zoom, Enter goes nearer; Alt and an arrow walk from cell
    to cell, Enter clicks, twice asks.

    Signals:
        hovered: the cell under the pointer or the keyboard's cursor, or None.
        clicked: the cell that was clicked, or None beside all cells.
        double_clicked: the cell.
        asked: the cell on which Enter was pressed twice: why is it what it is?
        sample_chosen: the sample whose tab was clicked.
        told: the words for those who hear the stage have changed.
        resized: the width and height that a scene should now have, in logical pixels.
    """

    hovered = Signal(object)
    clicked = Signal(object)
    double_clicked = Signal(object)
    asked = Signal(object)
    sample_chosen = Signal(int)
    told = Signal()
    resized = Signal(float, float)

    name_text = _NAME
    presented = 0.0  # the height in pixels of the screen that a hall looks at
    margin = 0.0  # between the view's edge and the scene
    least_scene = (620.0, 330.0)  # smaller ones are made only for a smaller view

    def __init__(self, theme: Theme, catalogue: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painter = ScenePainter(theme, catalogue, most_cells=_MOST_CELLS)
        self._notation = PLAIN
        self._catalogue = catalogue
        self._scene: Scene | None = None
        self._zoom = Zoom()
        self._hover: CellRef | None = None
        self._cursor: CellRef | None = None
        self._enter = DoublePress()
        self._press: QPointF | None = None
        self._dragged = False
        self.lens = Lens(self)
        self.lens.changed.connect(self.update)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._say()

    # What the window sets

    def set_scene(self, scene: Scene | None) -> None:
        """Show a scene; None shows the empty ground."""
        if scene is self._scene:
            return
        self._scene = scene
        self._say()
        self.update()

    def set_name(self, name: Message) -> None:
        """Be called otherwise by those who hear it: what is on the stage."""
        self.name_text = name
        self._say()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._painter.set_theme(theme)
        self.update()

    def set_catalogue(self, catalogue: Translator) -> None:
        """Speak another language."""
        self._catalogue = catalogue
        self._painter.set_catalogue(catalogue)
        self._say()
        self.update()

    def set_notation(self, notation: Notation) -> None:
        """Write symbols and numbers in another way."""
        if notation != self._notation:
            self._notation = notation
            self._painter.set_notation(notation)
            self.update()

    def set_digits(self, digits: int) -> None:
        """Show this many significant digits where a heat map is magnified."""
        self._painter.set_digits(digits)
        self.lens.digits = digits
        self.update()

    def set_presented(self, screen: float) -> None:
        """Show numbers that a hall can read on a screen so many pixels high; 0: as usual."""
        self.presented = screen
        self.lens.set_presented(screen)

    @property
    def scene(self) -> Scene | None:
        """What is shown."""
        return self._scene

    @property
    def scene_size(self) -> tuple[float, float]:
        """The width and height of the scene that fills the view, words at the size chosen.

        A small view enlarges less: a scene that is too small would leave its words out.
        """
        wide, tall = self.width() - 2 * self.margin, self.height() - 2 * self.margin
        least = self.least_scene
        factor = max(1.0, min(fonts.scale(), wide / least[0], tall / least[1]))
        return max(1.0, wide / factor), max(1.0, tall / factor)

    # Geometry

    def _view(self) -> Rect:
        return Rect(0.0, 0.0, max(1.0, self.width()), max(1.0, self.height()))

    def _fit(self, scene: Scene) -> Fit:
        return fit(scene.width, scene.height, self._view(), self._zoom, self.margin)

    def _set_zoom(self, wanted: Zoom) -> None:
        if wanted == self._zoom:
            return
        changed = wanted.factor != self._zoom.factor
        self._zoom = wanted
        magnified = wanted.factor > 1.0
        self.setCursor(Qt.CursorShape.OpenHandCursor if magnified else Qt.CursorShape.ArrowCursor)
        if changed:
            self.zoomed.emit(wanted.factor)
        self.update()

    def cell_at(self, at: QPointF) -> CellRef | None:
        """Return the cell under a point of the widget."""
        if self._scene is None:
            return None
        x, y = self._fit(self._scene).to_scene(at.x(), at.y())
        found = self._scene.cell_at(x, y)
        return found or text_cursor.cell_at(
            self._scene, x, y, self._catalogue.translate, self._notation
        )

    def sample_at(self, at: QPointF) -> int | None:
        """Return the sample whose tab is under a point of the widget."""
        if self._scene is None:
            return None
        return self._scene.sample_at(*self._fit(self._scene).to_scene(at.x(), at.y()))

    def point_of(self, cell: CellRef) -> QPointF | None:
        """Return the middle of a shown cell in the widget, or None where it is not shown."""
        box = None if self._scene is None else cell_cursor.cell_box(self._scene, cell)
        if self._scene is None or box is None:
            return None
        fitted = self._fit(self._scene)
        return QPointF(*fitted.to_view(box.x + box.width / 2, box.y + box.height / 2))

    def in_view(self, box: Rect) -> QRect:
        """Return where a rectangle of the scene is in the widget."""
        if self._scene is None:
            return QRect()
        fitted = self._fit(self._scene)
        left, top = fitted.to_view(box.x, box.y)
        right, bottom = fitted.to_view(box.right, box.bottom)
        return QRectF(left, top, right - left, bottom - top).toAlignedRect()

    @property
    def cursor_cell(self) -> CellRef | None:
        """The cell on which the keyboard's cursor stands."""
        return self._cursor

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the scene and the keyboard's cursor."""
        del event
        with QPainter(self) as painter:
            self.paint_ground(painter, self._painter.theme)
            if self._scene is not None:
                scene = self._moving(self._scene)
                fitted = self._fit(scene)
                painter.translate(fitted.x, fitted.y)
                painter.scale(fitted.scale, fitted.scale)
                self._painter.paint(painter, scene, self._visible(fitted))
                if self._painter.unfinished:
                    self.update()
                self._paint_cursor(painter, self._scene)
                painter.resetTransform()
                if not self.presented:  # before a hall there is nothing besides the stage
                    self.paint_ring(painter, self._painter.theme.color(Role.FOCUS))
                self._paint_lens(painter, self._scene)

    def _paint_lens(self, painter: QPainter, scene: Scene) -> None:
        seen = self.lens.scene(scene, self._fit(scene), self._view())
        if seen is not None and not self.is_gliding:
            self._painter.paint(painter, seen)

    def paint_ground(self, painter: QPainter, theme: Theme) -> None:
        """Fill the ground on which the scene stands."""
        painter.fillRect(self.rect(), theme.color(Role.SURFACE))

    def _visible(self, fitted: Fit) -> Rect:
        x, y = fitted.to_scene(0.0, 0.0)
        return Rect(x, y, self.width() / fitted.scale, self.height() / fitted.scale)

    def _paint_cursor(self, painter: QPainter, scene: Scene) -> None:
        if self._cursor is None or not self.hasFocus():
            return
        box = cell_cursor.cell_box(scene, self._cursor)
        if box is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame = Highlight("cursor", box.inset(-2), Role.PINNED)
            MarkPainter(self._painter.theme, self._catalogue.translate).highlight(painter, frame)

    def _say(self) -> None:
        """Tell assistive technology what is seen: the scene's sentence, the cell pointed at."""
        self.setAccessibleName(self._catalogue.translate(self.name_text))
        said = " ".join(self._catalogue.translate(words) for words in self._words())
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            self.told.emit()

    def _words(self) -> list[Message]:
        if self._scene is None:
            return []
        cell = self._cursor or self._hover
        about = None if cell is None else spoken(self._scene, cell, self.lens.digits)
        return [self._scene.sentence] if about is None else [about, self._scene.sentence]

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the picture in place and ask for a scene of the new size."""
        self._zoom = self._zoom.kept_in(self._view())
        del event
        self.resized.emit(*self.scene_size)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        if event.button() in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton}:
            self._press, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the magnified picture, else say which cell is pointed at."""
        if self._press is not None:
            moved = event.position() - self._press
            if self._dragged or moved.manhattanLength() >= _DRAG_PX:
                self._dragged = True
                self._press = event.position()
                self._set_zoom(self._zoom.moved(moved.x(), moved.y(), self._view()))
            return
        self._point(self.cell_at(event.position()), event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or report the click."""
        pressed, self._press = self._press, None
        if pressed is None or self._dragged or event.button() is not Qt.MouseButton.LeftButton:
            return
        self.press_at(event.position())

    def press_at(self, at: QPointF) -> None:
        """Report a click at a point of the widget."""
        self._cursor = None
        sample = self.sample_at(at)
        if sample is not None:
            self.sample_chosen.emit(sample)
            return
        self.clicked.emit(self.cell_at(at))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Report the cell, for instance to edit a weight; from far away go nearer."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.press_twice_at(event.position())

    def press_twice_at(self, at: QPointF) -> None:
        """Report a double click at a point of the widget."""
        cell = self.cell_at(at)
        if cell is None or self.goes_nearer:
            self.deeper.emit(at)
        else:
            self.double_clicked.emit(cell)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Begin to point."""
        self._point(self.cell_at(event.position()), event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Stop pointing."""
        del event
        self._point(None)

    def _point(self, cell: CellRef | None, at: QPointF | None = None) -> None:
        scene = self._scene
        self.lens.point(at, scene, None if scene is None else self._fit(scene))
        if cell != self._hover:
            self._hover = cell
            self.hovered.emit(cell)
            self._say()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer; two fingers on a touch pad move a magnified picture."""
        pixels, turn = event.pixelDelta(), event.angleDelta().y()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not pixels.isNull() and self._zoom.factor > 1.0 and not control:
            self._set_zoom(self._zoom.moved(pixels.x(), pixels.y(), self._view()))
        elif turn:
            self.magnify(_STEP ** (turn / 120.0), event.position(), turn / 120.0)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, or walk over the cells; all other keys belong to the window."""
        key = Qt.Key(event.key())
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.magnify(_STEP)
        elif key is Qt.Key.Key_Minus:
            self.magnify(1 / _STEP)
        elif key is Qt.Key.Key_0:
            self.reset_zoom()
        elif alt and key in _MOVES:
            self.walk(_MOVES[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._cursor is not None:
            (self.asked if self._enter.again(self._cursor) else self.clicked).emit(self._cursor)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.deeper.emit(None)
        else:
            super().keyPressEvent(event)

    def walk(self, move: cell_cursor.Move) -> None:
        """Go with the keyboard's cursor to the next cell in a direction."""
        if self._scene is None:
            return
        self._cursor = cell_cursor.step_from(self._scene, self._cursor or self._hover, move)
        where = None if self._cursor is None else self.point_of(self._cursor)
        self._hover = None  # said again: other views may have pointed elsewhere meanwhile
        self._point(self._cursor, where)
        self.update()
