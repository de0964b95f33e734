"""Samples as points of a plot: a colour and a glyph for each class, or a colour by value."""

from dataclasses import dataclass, replace

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QBrush, QColor, QPen

from nnviz.engine.orientation import HostArray
from nnviz.scene.primitives import Role
from nnviz.views.look.class_marks import color_of, glyph_of
from nnviz.views.look.theme import Theme
from nnviz.views.painting.colors import mix
from nnviz.views.plots.portraits.key_plot import KeyPlot

_LARGE, _SMALL, _MANY = 10.0, 6.0, 600
_RING, _AROUND = 20.0, 25.0  # a ring of two colours is seen on a point of either
_NEAR_PX = 14.0  # a click this near to a point means it


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """``places`` (n, 2) of the samples ``rows`` (n,) of a part.

    ``labels`` (n,) are classes; without ``has_classes`` the ``targets`` (n,) give the colours,
    the deepest at ±``vmax``.
    """

    rows: HostArray
    places: HostArray
    labels: HostArray
    targets: HostArray
    held_out: bool
    has_classes: bool
    vmax: float


@dataclass(frozen=True, slots=True)
class Picked:
    """A sample that was clicked: its row in the part it belongs to."""

    row: int
    held_out: bool


class ClassPoints:
    """Draws points above everything in a plot, the chosen one ringed, and finds them again."""

    def __init__(self, plot: KeyPlot) -> None:
        self._plot = plot
        self._items: list[pg.ScatterPlotItem] = []
        self._shown: tuple[Points, ...] = ()
        self._ring_pens = [pg.mkPen(width=3), pg.mkPen(width=2)]
        self._ring = pg.ScatterPlotItem(size=_RING, pxMode=True)
        self._ring.setZValue(30)
        plot.addItem(self._ring, ignoreBounds=True)

    @property
    def shown(self) -> tuple[Points, ...]:
        """The points that are there."""
        return self._shown

    @property
    def ringed(self) -> tuple[float, float] | None:
        """Where the ring is."""
        x, y = self._ring.getData()
        return (float(x[0]), float(y[0])) if len(x) else None

    def show(self, shown: tuple[Points, ...], theme: Theme) -> None:
        """Draw these points in place of those before."""
        for item in self._items:
            self._plot.removeItem(item)
        self._shown, self._items = shown, []
        size = _LARGE if sum(len(points.rows) for points in shown) <= _MANY else _SMALL
        for points in shown:
            self._items += [*_by_class(points, size, theme)] if points.has_classes else (
                [_by_value(points, size, theme)]
            )  # fmt: skip
        for item in self._items:
            item.setZValue(20)
            self._plot.addItem(item, ignoreBounds=True)
        self._ring_pens = [
            pg.mkPen(theme.color(Role.FOCUS), width=3),
            pg.mkPen(theme.color(Role.TEXT), width=2),
        ]

    def place(self, places: tuple[HostArray, ...]) -> None:
        """Put the same points elsewhere: one table (n, 2) for each of those shown."""
        items = iter(self._items)
        pairs = list(zip(self._shown, places, strict=True))
        for points, table in pairs:
            for rows in _groups(points):
                _move(next(items), table[rows])
        self._shown = tuple(replace(points, places=table) for points, table in pairs)

    def ring(self, place: tuple[float, float] | None) -> None:
        """Ring a place, or none."""
        if place is None:
            self._ring.setData([], [])
            return
        x, y = place
        self._ring.setData([x, x], [y, y], size=[_RING, _AROUND], pen=self._ring_pens, brush=None)

    def nearest(self, at: QPointF) -> Picked | None:
        """Return the sample whose point is under a place of the plot."""
        best, found = _NEAR_PX, None
        unit_x, unit_y = self._plot.getPlotItem().vb.viewPixelSize()
        for points in self._shown:
            if not len(points.rows):
                continue
            away = np.hypot(
                (points.places[:, 0] - at.x()) / unit_x, (points.places[:, 1] - at.y()) / unit_y
            )
            index = int(np.argmin(away))
            if away[index] < best:
                best, found = float(away[index]), Picked(int(points.rows[index]), points.held_out)
        return found


def _move(item: pg.ScatterPlotItem, places: HostArray) -> None:
    """Put the points of an item elsewhere; each keeps its own colours."""
    own = {"pen": list(item.data["pen"]), "brush": list(item.data["brush"])}
    kept = {name: inks for name, inks in own.items() if any(ink is not None for ink in inks)}
    item.setData(x=places[:, 0], y=places[:, 1], **kept)


def _groups(points: Points) -> list[HostArray]:
    if not points.has_classes:
        return [np.arange(len(points.rows))]
    return [np.flatnonzero(points.labels == label) for label in np.unique(points.labels)]


def _by_class(points: Points, size: float, theme: Theme) -> list[pg.ScatterPlotItem]:
    items = []
    for rows in _groups(points):
        label = int(points.labels[rows[0]])
        pen, brush = _ink(color_of(theme, label), points.held_out, size, theme)
        x, y = points.places[rows].T
        items.append(
            pg.ScatterPlotItem(
                x=x, y=y, size=size, symbol=glyph_of(label), pen=pen, brush=brush, pxMode=True
            )
        )
    return items


def _by_value(points: Points, size: float, theme: Theme) -> pg.ScatterPlotItem:
    x, y = points.places.T
    fills = [QColor(theme.cells.hex_of(float(value), points.vmax)) for value in points.targets]
    inks = [_ink(_clear(fill, points.held_out, theme), points.held_out, size, theme)
            for fill in fills]  # fmt: skip
    item = pg.ScatterPlotItem(x=x, y=y, size=size, symbol="o", pxMode=True)
    item.setPen([pen for pen, _ in inks])
    item.setBrush([brush for _, brush in inks])
    return item


def _clear(fill: QColor, held_out: bool, theme: Theme) -> QColor:
    """Return the colour of a value that can be seen as an outline, too."""
    if not held_out:
        return fill
    return QColor(mix(fill.name(), theme.roles[Role.TEXT], 0.4))


def _ink(color: QColor, held_out: bool, size: float, theme: Theme) -> tuple[QPen, QBrush]:
    """Return the pen and brush of a point; one that is held out is hollow."""
    if held_out:
        return pg.mkPen(color, width=2), QBrush(theme.color(Role.CARD))
    edge = theme.color(Role.CARD) if theme.dark else theme.color(Role.TEXT)
    return pg.mkPen(edge, width=1.0 if size == _LARGE else 0.5), QBrush(color)
