"""Drawing samples by hand: the plane, its classes and its tools."""

from collections.abc import Callable
from functools import partial

from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QTransform
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.app import points
from nnviz.app.points import Mode
from nnviz.app.table import Table
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message, message
from nnviz.engine.orientation import HostArray
from nnviz.scene.numbers import grouped
from nnviz.scene.primitives import Role
from nnviz.views.data.points_plane import PointsPlane
from nnviz.views.look.class_marks import color_of, glyph_of
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words, decimal_sign
from nnviz.views.panels.check_field import CheckField
from nnviz.views.panels.fields import ChoiceField, IntField

_MODES = (
    ("classes", message("Points of classes")),
    ("curve", message("A curve: y for each x")),
)
_HINT = message(
    "Click to put a point, drag to move it, right-click to take it away. Keys: arrows, Enter, "
    "Delete, 1 to 9."
)
_EMPTIED = message("The plane is empty; the data stay as they are until the first new point.")


class PointsPanel(QWidget):
    """Shows the samples as points where they can be, else an empty plane to begin in.

    Signals:
        edited: the table after a gesture, what it is called, and whether it was begun from nothing.
        left: Escape was pressed.
    """

    edited = Signal(object, object, bool)
    left = Signal()

    def __init__(self, theme: Theme, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(tr)
        self._theme = theme
        self._table: Table | None = None
        self._shown: Table | None = None
        self.plane = PointsPlane(theme)
        self.mode = ChoiceField()
        self.classes: list[QToolButton] = []
        self.group = QButtonGroup(self)
        self.more, self.clear = QToolButton(), QPushButton()
        self.snap, self.brush = CheckField(), CheckField()
        self.spread = IntField(1, 30)
        self.status = QLabel()
        self._row = QHBoxLayout()
        self._lay_out()
        self._connect()
        self._show_classes(2)

    def set_table(self, table: Table) -> None:
        """Show the points of the data, if they can be drawn."""
        if table is self._table:
            return
        found = points.points_of(table)
        self._table = self._shown = table if found is not None else None
        self.plane.set_points(found)
        if found is not None:
            self.mode.show_value(found.mode)
            self._show_mode(found.mode)
            self._show_classes(max(len(found.class_names), 2), found.class_names)
        self._say_state()

    def refuse(self, reason: Message) -> None:
        """Say why a gesture did not change the data."""
        self._words.put(self.status.setText, reason)
        self.plane.set_points(None if self._shown is None else points.points_of(self._shown))

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.plane.set_theme(theme)
        self.status.setStyleSheet(f"color: {theme.color(Role.MUTED).name()}")
        ground, edge = theme.blend(Role.FOCUS, 0.22), theme.color(Role.FOCUS)
        self.setStyleSheet(
            f"#drawnClass:checked {{ background: {ground.name()}; border: 2px solid {edge.name()};"
            " border-radius: 4px; padding: 2px 4px; }"
        )
        for label, button in enumerate(self.classes):
            button.setIcon(_mark(theme, label))

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self.mode.retranslate(tr)
        self.plane.decimal_sign = decimal_sign(tr)
        self.plane.update()

    def choose_class(self, label: int) -> None:
        """Choose the class of the next points; the next class is made when it is asked for."""
        if self._mode() == "curve" or label >= points.MOST_CLASSES:
            return
        if label == len(self.classes):
            self._show_classes(label + 1)
        if label < len(self.classes):
            self.classes[label].setChecked(True)
            self.plane.label = label

    def empty(self) -> None:
        """Begin with an empty plane."""
        self._shown = None
        self.plane.set_points(None)
        self._words.put(self.status.setText, _EMPTIED)

    def _mode(self) -> Mode:
        return "curve" if self.mode.value == "curve" else "classes"

    def _on_put(self, places: HostArray) -> None:
        label = self.plane.label if self._mode() == "classes" else 0
        fresh = self._shown is None or points.mode_of(self._shown) != self._mode()
        name = Message("Put {count} point", plural="Put {count} points", count=len(places))
        self._try(lambda: points.added(self._shown, self._mode(), places, label), name, fresh=fresh)

    def _on_moved(self, rows: list[int], places: HostArray) -> None:
        table = self._shown
        if table is not None:
            self._try(lambda: points.moved(table, rows, places), message("Move a point"))

    def _on_removed(self, rows: list[int]) -> None:
        if self._shown is None:
            return
        left = points.removed(self._shown, rows)
        if left is None:
            self.empty()
        else:
            self._try(lambda: left, message("Take a point away"))

    def _try(self, make: Callable[[], Table], name: Message, *, fresh: bool = False) -> None:
        try:
            made = make()
        except NnvizError as error:
            self.refuse(error.message)
            return
        self.edited.emit(made, name, fresh)

    def _on_mode(self, mode: str) -> None:
        self._show_mode("curve" if mode == "curve" else "classes")
        if self._shown is None or points.mode_of(self._shown) != mode:
            self.empty()

    def _show_mode(self, mode: Mode) -> None:
        for widget in (*self.classes, self.more):
            widget.setVisible(mode == "classes")

    def _show_classes(self, count: int, names: tuple[str, ...] = ()) -> None:
        while len(self.classes) < count:
            self._add_class()
        while len(self.classes) > count:
            button = self.classes.pop()
            self.group.removeButton(button)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        for label, button in enumerate(self.classes):
            name = names[label] if label < len(names) else str(label + 1)
            button.setText(name if len(name) <= 10 else name[:9] + "…")
            tip = message("Class {name} (key {key})", name=name, key=label + 1)
            for setter in (button.setToolTip, button.setAccessibleName):
                self._words.put(setter, tip)
        self.more.setEnabled(count < points.MOST_CLASSES)
        self.choose_class(min(self.plane.label, count - 1))

    def _add_class(self) -> None:
        button, label = QToolButton(), len(self.classes)
        button.setObjectName("drawnClass")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIcon(_mark(self._theme, label))
        button.setIconSize(QSize(16, 16))
        button.clicked.connect(partial(self.choose_class, label))
        self.group.addButton(button)
        self._row.insertWidget(label, button)
        self.classes.append(button)

    def _say_state(self) -> None:
        if self._shown is None:
            self._words.put(self.status.setText, message(
                "These data are no points of a plane: the first point begins new data. Undo brings "
                "them back."
            ))  # fmt: skip
            return
        self._words.put(self.status.setText, Message(
            "{number} point. {hint}", {"number": grouped(self._shown.n_samples), "hint": _HINT},
            plural="{number} points. {hint}", count=self._shown.n_samples,
        ))  # fmt: skip

    def _lay_out(self) -> None:
        self._row.addWidget(self.more)
        self._row.addStretch(1)
        tools = QHBoxLayout()
        for widget in (self.snap, self.brush, self.spread):
            tools.addWidget(widget)
        tools.addStretch(1)
        tools.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(6)
        column.addWidget(self.mode)
        column.addLayout(self._row)
        column.addWidget(self.plane, 1)
        column.addLayout(tools)
        column.addWidget(self.status)
        self.status.setWordWrap(True)
        self.spread.setSuffix(" %")
        self.spread.setValue(10)
        self.spread.setEnabled(False)
        self.mode.set_choices(_MODES, self._words.tr)
        self.group.setExclusive(True)
        for setter, words in self._texts():
            self._words.put(setter, words)
        self.set_theme(self._theme)

    def _texts(self) -> tuple[tuple[Callable[[str], object], Message], ...]:
        another = message("Another class")
        return (
            (self.mode.setAccessibleName, message("What is drawn")),
            (self.plane.setAccessibleName, message("Plane of points")),
            (self.plane.setAccessibleDescription, _HINT),
            (self.more.setText, message("＋")),
            (self.more.setToolTip, another),
            (self.more.setAccessibleName, another),
            (self.snap.setText, message("Snap to grid")),
            (self.brush.setText, message("Brush")),
            (self.brush.setToolTip, message("Hold the button and drag to spray points")),
            (self.spread.setAccessibleName, message("Spread of the brush")),
            (self.clear.setText, message("Clear")),
        )

    def _connect(self) -> None:
        plane = self.plane
        plane.put.connect(self._on_put)
        plane.moved.connect(self._on_moved)
        plane.removed.connect(self._on_removed)
        plane.class_chosen.connect(self.choose_class)
        plane.left.connect(self.left)
        self.mode.chosen.connect(self._on_mode)
        self.more.clicked.connect(lambda: self.choose_class(len(self.classes)))
        self.clear.clicked.connect(self.empty)
        self.snap.toggled.connect(lambda on: setattr(plane, "snap", on))
        self.brush.toggled.connect(self._on_brush)
        self.spread.chosen.connect(lambda percent: setattr(plane, "spread", percent / 100))

    def _on_brush(self, on: bool) -> None:
        self.plane.brush = on
        self.spread.setEnabled(on)


def _mark(theme: Theme, label: int) -> QIcon:
    """Return the mark of a class, as its points look."""
    board = QPixmap(32, 32)
    board.fill(Qt.GlobalColor.transparent)
    painter = QPainter(board)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color: QColor = color_of(theme, label)
    painter.setPen(color)
    painter.setBrush(color)
    painter.translate(16, 16)
    painter.drawPath(QTransform.fromScale(24, 24).map(Symbols[glyph_of(label)]))
    painter.end()
    return QIcon(board)
