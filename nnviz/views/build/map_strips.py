"""Building on the network map: a strip under each layer, a plus between layers, columns dragged."""

from itertools import pairwise

from PySide6.QtCore import QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QFrame, QToolButton

from nnviz.app.edits import AddLayer, MoveLayer, SetUnits
from nnviz.app.experiment import Experiment
from nnviz.engine.message import message
from nnviz.engine.spec import NetworkSpec
from nnviz.scene.primitives import CellRef, Role
from nnviz.views.build.layer_strip import COMPACT_PX, LayerStrip
from nnviz.views.canvas.map_view import MapView
from nnviz.views.look import icons
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words

_PLUS, _PENCIL, _LINE_PX, _GAP = 20, 24, 3, 3
_LOW = 7  # below the captions, so that no unit above them is touched


class MapStrips(QObject):
    """Lies over the captions of a map while one builds on it; else only a pencil in the corner.

    Nothing that is a number of the picture is covered: the strips say what the captions say.

    Signals:
        edited: what the person wants changed, an ``nnviz.app.edits.Edit``.
        menu_wanted: a layer and the point of the screen for its commands.
        toggled: building on the map has begun or ended.
    """

    edited = Signal(object)
    menu_wanted = Signal(int, QPoint)
    toggled = Signal(bool)

    def __init__(self, view: MapView, theme: Theme, tr: Translate) -> None:
        super().__init__(view)
        self._view, self._theme, self._words = view, theme, Words(tr)
        self._spec: NetworkSpec | None = None
        self._near: int | None = None
        self.strips: list[LayerStrip] = []
        self.pluses: list[QToolButton] = []
        self.pencil = self._make_pencil()
        self._line = QFrame(view)
        self._line.hide()
        view.columns_moved.connect(self.place)
        view.menu_wanted.connect(self.menu_wanted)
        view.units_turned.connect(self._on_turned)
        view.column_dragged.connect(self._on_dragged)
        view.column_dropped.connect(self._on_dropped)
        view.hovered.connect(self._on_hovered)
        self.set_theme(theme)

    @property
    def is_open(self) -> bool:
        """Whether one builds on the map."""
        return self._view.editable

    def set_open(self, is_open: bool) -> None:
        """Begin or end building on the map."""
        if is_open == self._view.editable:
            return
        self._view.editable = is_open
        self.pencil.setChecked(is_open)
        self._match()
        self.place()
        self.toggled.emit(is_open)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the layers of an experiment."""
        self._spec = experiment.spec
        self._match()
        self.place()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.pencil.setIcon(icons.icon("pencil", theme.color(Role.MUTED)))
        self._line.setStyleSheet(f"background: {theme.color(Role.FOCUS).name()};")
        for strip in self.strips:
            strip.set_theme(theme)
        for plus in self.pluses:
            self._dress(plus)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        for strip in self.strips:
            strip.retranslate(tr)
        self.place()

    def place(self) -> None:
        """Put the strips under their columns."""
        self.pencil.move(18, 11)
        boxes, spec = self._view.columns, self._spec
        fits = spec is not None and self.is_open and len(boxes) == len(spec.layers) + 1
        if not fits or spec is None:
            self._view.cover_captions(False)
            for part in (*self.strips, *self.pluses):
                part.hide()
            return
        room = min((b.center().x() - a.center().x() for a, b in pairwise(boxes)), default=0)
        for strip, layer, box in zip(self.strips, spec.layers, boxes[1:], strict=True):
            strip.show_layer(layer, output=strip.layer == len(spec.layers), room=room)
            left = _kept(box.center().x() - strip.width() // 2, strip.width(), self._view)
            strip.move(left, box.bottom() - strip.height() + _LOW)
            strip.setVisible(room >= COMPACT_PX or strip.layer == self._near)
        self._view.cover_captions(room >= COMPACT_PX)
        self._place_pluses(room)

    def _place_pluses(self, room: int) -> None:
        boxes = self._view.columns
        for plus, (left, right) in zip(self.pluses, pairwise(boxes), strict=True):
            middle = (left.center().x() + right.center().x()) // 2
            plus.move(middle - _PLUS // 2, left.bottom() - _PLUS + _LOW)
            widest = max((strip.width() for strip in self.strips), default=0)
            plus.setVisible(room >= COMPACT_PX and room - widest >= _PLUS + 2 * _GAP)
            plus.raise_()

    def _match(self) -> None:
        count = len(self._spec.layers) if self._spec is not None and self.is_open else 0
        while len(self.strips) > count:
            for part in (self.strips.pop(), self.pluses.pop()):
                part.hide()
                part.deleteLater()
        while len(self.strips) < count:
            self._add_strip(len(self.strips) + 1)

    def _add_strip(self, layer: int) -> None:
        strip = LayerStrip(layer, self._words.tr, self._view)
        strip.set_theme(self._theme)
        strip.edited.connect(self.edited)
        strip.menu_wanted.connect(
            lambda: self.menu_wanted.emit(layer, strip.mapToGlobal(strip.rect().bottomLeft()))
        )
        self.strips.append(strip)
        plus = QToolButton(self._view)
        plus.setAutoRaise(True)
        plus.setFixedSize(_PLUS, _PLUS)
        plus.setIconSize(QSize(14, 14))
        plus.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        plus.clicked.connect(lambda: self.edited.emit(AddLayer(layer)))
        self._dress(plus)
        purpose = message("Add a layer before layer {layer}", layer=layer)
        for put in (plus.setToolTip, plus.setAccessibleName):
            self._words.put(put, purpose)
        self.pluses.append(plus)

    def _dress(self, plus: QToolButton) -> None:
        plus.setIcon(icons.icon("plus", self._theme.color(Role.FORWARD)))

    def _make_pencil(self) -> QToolButton:
        pencil = QToolButton(self._view)
        pencil.setCheckable(True)
        pencil.setAutoRaise(True)
        pencil.setFixedSize(_PENCIL, _PENCIL)
        pencil.setIconSize(QSize(15, 15))
        pencil.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        pencil.setCursor(QCursor(Qt.CursorShape.ArrowCursor))
        pencil.clicked.connect(self.set_open)
        for put in (pencil.setToolTip, pencil.setAccessibleName):
            self._words.put(put, message("Build on the map"))
        return pencil

    def _on_hovered(self, cell: CellRef | None) -> None:
        del cell
        at = self._view.mapFromGlobal(QCursor.pos()).toPointF()
        near = self._view.column_at(at)
        if self.is_open and near != self._near:
            self._near = near
            self.place()

    def _on_turned(self, layer: int, by: int) -> None:
        if self._spec is None:
            return
        units = self._spec.layers[layer - 1].units + by
        self.edited.emit(SetUnits(layer, max(units, 1)))

    def place_at(self, x: float) -> int:
        """Return how many hidden layers stand to the left of a place."""
        return sum(box.center().x() < x for box in self._view.columns[1:-1])

    def _on_dragged(self, layer: int, x: float) -> None:
        del layer
        boxes = self._view.columns
        left = self.place_at(x)
        middle = (boxes[left].center().x() + boxes[left + 1].center().x()) // 2
        self._line.setGeometry(middle, 16, _LINE_PX, self._view.height() - 32)
        self._line.raise_()
        self._line.show()

    def _on_dropped(self, layer: int, x: float) -> None:
        self._line.hide()
        left = self.place_at(x)
        to = left if left >= layer else left + 1  # it may count itself
        if to != layer:
            self.edited.emit(MoveLayer(layer, to))


def _kept(left: int, width: int, view: MapView) -> int:
    """Return a left edge at which a strip stays on the card."""
    return max(min(left, view.width() - width - 16), 16)
