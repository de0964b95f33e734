"""Decision boundary: what the network says for every input, with the samples."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout

from nnviz.app import data
from nnviz.app.portraits.boundary import COARSE, FINE, Surface, said_at, surface
from nnviz.app.portraits.curve import Curve, curve
from nnviz.app.portraits.folds import MOST as MOST_FOLDS
from nnviz.app.portraits.folds import Fold, folds
from nnviz.app.portraits.forward import forward
from nnviz.app.portraits.plane import Plane, plane_of
from nnviz.app.portraits.reading import reading_of
from nnviz.app.portraits.subject import Part, Subject
from nnviz.app.view_state import ViewState
from nnviz.engine.message import message
from nnviz.engine.orientation import HostArray
from nnviz.scene.primitives import Role
from nnviz.views.look.class_marks import color_of
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.plots.page import Column, PageTools
from nnviz.views.plots.portraits import boundary_words
from nnviz.views.plots.portraits.boundary_controls import BoundaryControls
from nnviz.views.plots.portraits.class_legend import ClassLegend
from nnviz.views.plots.portraits.class_points import ClassPoints, Points
from nnviz.views.plots.portraits.key_plot import KeyPlot
from nnviz.views.plots.portraits.portrait_page import Ask, PortraitPage
from nnviz.views.plots.portraits.surface_item import SurfaceItem

_STEPS = 40  # of the arrow keys across the picture


@dataclass(frozen=True, slots=True, eq=False)
class BoundaryPicture:
    """What is drawn: a surface over a plane, or a curve over one input."""

    subject: Subject
    surface: Surface | None
    curve: Curve | None
    folds: tuple[Fold, ...]
    vmax: float


class BoundaryPage(PortraitPage):
    """Two inputs as a plane, one as a line, two of many as a cut through their space."""

    topic: ClassVar = "boundary"
    title: ClassVar = message("Decision boundary")
    stages: ClassVar = 2

    def __init__(self, tools: PageTools) -> None:
        super().__init__(tools)
        self.controls = BoundaryControls(self.head, self.words)
        self.plot = KeyPlot(tools.tr)
        self.surface = SurfaceItem(self.plot)
        self.folds = pg.PlotCurveItem(connect="pairs")
        self.folds.setZValue(10)
        self.plot.addItem(self.folds, ignoreBounds=True)
        self._curves: list[pg.PlotCurveItem] = []
        self.points = ClassPoints(self.plot)
        self._cross = pg.ScatterPlotItem(size=14, symbol="+", pxMode=True)
        self._cross.setZValue(40)
        self.plot.addItem(self._cross, ignoreBounds=True)
        self.legend = ClassLegend(self.theme)
        self.readout = QLabel()
        self.readout.setWordWrap(True)
        self._at: QPointF | None = None
        self._points_key: tuple[object, ...] | None = None
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self.controls.below)
        for part in (self.legend, self.plot, self.readout):
            column.addWidget(part, 1 if part is self.plot else 0)
        self._connect()
        self.set_theme(self.theme)

    def _connect(self) -> None:
        self.words.put(
            self.plot.setAccessibleName,
            message("Decision boundary; the arrow keys move a cross that asks the network"),
        )
        self.controls.changed.connect(self.renew)
        self.plot.hovered.connect(self._on_hovered)
        self.plot.clicked.connect(self._on_clicked)
        self.plot.stepped.connect(self._on_stepped)
        self._say_place(None)

    def missing(self, state: ViewState) -> None:
        """Offer what this data has; there is always a picture."""
        training = data.training(state.experiment.data)
        self.controls.fit(training, reading_of(training, state.experiment.spec))

    def depends(self, state: ViewState) -> tuple[Hashable, ...]:
        """Return the choices, and the sample if others stand as in it."""
        controls = self.controls
        sample = state.sample if controls.at_sample else None
        return (controls.axes, controls.at_sample, sample, controls.which_output,
                controls.folds.isChecked())  # fmt: skip

    def ask(self, state: ViewState, stage: int) -> Ask:
        """Return the way to the surface, first a coarse one."""
        axes, output = self.controls.axes, self.controls.which_output
        sample = state.trace["X"][state.sample] if self.controls.at_sample else None
        with_folds, cells = self.controls.folds.isChecked(), (COARSE, FINE)[stage]
        return lambda moment: picture(moment.subject, axes, output, sample, with_folds, cells)

    def draw(self, result: BoundaryPicture) -> None:
        """Show the picture, its lines and the samples."""
        subject = result.subject
        self.legend.set_entries(
            tuple(enumerate(subject.reading.names)) if subject.reading.has_classes else ()
        )
        self.surface.show(result.surface, subject.reading, result.vmax, self.theme)
        self._draw_folds(result)
        if result.surface is not None:
            self._draw_plane(result, result.surface.plane)
        self._draw_curve(result)
        self._cross.setPen(pg.mkPen(self.theme.color(Role.TEXT), width=2))
        self._say_caption(result)
        self._say_place(self._at)

    def mark(self, state: ViewState) -> None:
        """Ring the current sample, wherever what is supposed has put it."""
        result: BoundaryPicture = self.result
        x = np.asarray(state.trace["X"])[state.sample]
        if result.surface is not None:
            plane = result.surface.plane
            self.points.ring((float(x[plane.x]), float(x[plane.y])))
        else:
            y = np.asarray(state.trace["Y"])[state.sample]
            self.points.ring((float(x[0]), float(y[self.controls.which_output])))
        self._say_caption(result)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.plot.set_theme(theme)
        self.legend.set_theme(theme)
        super().set_theme(theme)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self.controls.retranslate(tr)
        self.plot.retranslate(tr)
        super().retranslate(tr)

    def columns(self) -> Sequence[Column]:
        """Return the fine picture as places and outputs."""
        result: BoundaryPicture | None = self.result
        if result is None:
            return ()
        names = result.subject.reading.names
        if result.curve is not None:
            return _columns({"x": result.curve.x}, result.curve.outputs, names)
        assert result.surface is not None
        cells = len(result.surface.outputs)
        xs, ys = result.surface.plane.centres(cells, cells)
        grid_x, grid_y = np.meshgrid(xs, ys)
        places = {"x": grid_x.ravel(), "y": grid_y.ravel()}
        return _columns(places, result.surface.outputs.reshape(cells * cells, -1), names)

    # The parts of the picture.

    def _draw_plane(self, result: BoundaryPicture, plane: Plane) -> None:
        names = result.subject.training.dataset.feature_names
        self.plot.set_axis_texts(names[plane.x], names[plane.y])
        self.plot.set_window(*plane.low, *plane.high)
        self._show_points(result.subject, (plane.x, plane.y), result.vmax)

    def _show_points(self, subject: Subject, axes: tuple[int, int], vmax: float) -> None:
        """Draw the samples, unless they are there: they do not change while a network learns."""
        key = (subject.training.dataset, axes, subject.reading, vmax, self.theme)
        if key != self._points_key:
            self._points_key = key
            self.points.show(points_of(subject, axes, vmax), self.theme)

    def _draw_folds(self, result: BoundaryPicture) -> None:
        ends = [fold.ends for fold in result.folds]
        flat = np.concatenate(ends) if ends else np.empty((0, 2))
        self.folds.setData(x=flat[:, 0], y=flat[:, 1])
        pen = pg.mkPen(self.theme.color(Role.FORWARD), width=1.4, style=Qt.PenStyle.DashLine)
        self.folds.setPen(pen)

    def _draw_curve(self, result: BoundaryPicture) -> None:
        for item in self._curves:
            self.plot.removeItem(item)
        self._curves = []
        if result.curve is None:
            return
        subject, outputs = result.subject, result.curve.outputs
        by_class = subject.reading.kind == "classes"
        column = self.controls.which_output
        targets = _targets(subject.training, column)
        heights = np.concatenate([outputs.ravel() if by_class else outputs[:, column], targets])
        heights = heights[np.isfinite(heights)]
        low, high = float(heights.min()), float(heights.max())
        room = 0.08 * ((high - low) or 1.0)
        self.plot.set_window(
            float(result.curve.x[0]), low - room, float(result.curve.x[-1]), high + room
        )
        names = subject.training.dataset.feature_names
        self.plot.set_axis_texts(names[0], "" if by_class else subject.reading.names[-1])
        for k in range(outputs.shape[1]) if by_class else (column,):
            role = color_of(self.theme, k) if by_class else self.theme.color(Role.FORWARD)
            item = pg.PlotCurveItem(result.curve.x, outputs[:, k], pen=pg.mkPen(role, width=2))
            item.setZValue(25)
            self.plot.addItem(item, ignoreBounds=True)
            self._curves.append(item)
        self._points_key = None
        self.points.show(_points_over_line(subject, column, result.vmax), self.theme)

    def _say_caption(self, result: BoundaryPicture) -> None:
        state, subject = self.state, result.subject
        assert state is not None
        said = [boundary_words.samples(subject)]
        if subject.spec.n_in > 2:
            said.append(boundary_words.others_stand(subject, self.controls.at_sample, state.sample))
        if result.surface is not None and not subject.reading.has_classes:
            said.append(boundary_words.colors_mean(result.vmax, state.digits))
        if result.folds and subject.spec.layers[0].units > MOST_FOLDS:
            said.append(boundary_words.some_lines(MOST_FOLDS, subject.spec.layers[0].units))
        text = said[0]
        for more in said[1:]:
            text = message("{first} {second}", first=text, second=more)
        self.words.put(self.caption.setText, text)

    # Pointing.

    def _on_hovered(self, place: QPointF | None) -> None:
        self._at = place
        self._cross.setData([], [])
        self._say_place(place)

    def _on_clicked(self, place: QPointF) -> None:
        picked = self.points.nearest(place)
        if picked is None:
            self.note.clear()
        else:
            self.note.choose(picked.row, picked.held_out)

    def _on_stepped(self, right: int, up: int, far: bool) -> None:
        (left, x_end), (bottom, y_end) = self.plot.getPlotItem().vb.viewRange()
        at = self._at or QPointF((left + x_end) / 2, (bottom + y_end) / 2)
        by = (5 if far else 1) / _STEPS
        x = min(max(at.x() + right * by * (x_end - left), left), x_end)
        y = min(max(at.y() + up * by * (y_end - bottom), bottom), y_end)
        self._at = QPointF(x, y)
        self._cross.setData([x], [y])
        self._say_place(self._at)

    def _say_place(self, place: QPointF | None) -> None:
        result: BoundaryPicture | None = self.result
        if place is None or result is None or self.state is None:
            hint = message("Point anywhere to ask the network; click a point to choose its sample.")
            self.words.put(self.readout.setText, hint)
            return
        subject, digits = result.subject, self.state.digits
        names = subject.training.dataset.feature_names
        x, y = (boundary_words.written(v, digits) for v in (place.x(), place.y()))
        if result.surface is None:
            outputs = forward(subject).outputs(np.array([[place.x()]]))[0]
            said = boundary_words.said(subject, outputs, digits)
            self.words.put(self.readout.setText, boundary_words.on_line(names[0], x, said))
            return
        plane = result.surface.plane
        outputs = said_at(subject, plane, place.x(), place.y())
        said = boundary_words.said(subject, outputs, digits)
        where = (names[plane.x], x, names[plane.y], y)
        self.words.put(self.readout.setText, boundary_words.at_place(where, said))


def picture(
    subject: Subject, axes: tuple[int, int], output: int, sample: HostArray | None,
    with_folds: bool, cells: int,
) -> BoundaryPicture:  # fmt: skip
    """Return what is to be drawn of a subject; choices that its data has not are left aside."""
    n_in, vmax = subject.spec.n_in, _deepest(subject.training, output)
    output = min(output, subject.spec.n_out - 1)
    if n_in == 1:
        return BoundaryPicture(subject, None, curve(subject), (), vmax)
    x, y = axes if max(axes) < n_in else (0, 1)
    plane = plane_of(subject, x, y, sample)
    lines = folds(subject, plane) if with_folds else ()
    return BoundaryPicture(subject, surface(subject, plane, cells, output), None, lines, vmax)


def points_of(subject: Subject, axes: tuple[int, int], vmax: float) -> tuple[Points, ...]:
    """Return all samples at two of their features; those held out lie above."""
    parts = (subject.training, subject.validation)
    made = []
    for held_out, part in enumerate(parts):
        if part is not None:
            made.append(
                Points(
                    np.arange(part.count), part.X[:, axes], subject.reading.labels(part.Y),
                    _targets(part, 0), bool(held_out), subject.reading.has_classes, vmax,
                )
            )  # fmt: skip
    return tuple(made)


def _points_over_line(subject: Subject, column: int, vmax: float) -> tuple[Points, ...]:
    """Return the samples of one input, each at its target's height."""
    parts = points_of(subject, (0, 0), vmax)
    tables = (subject.training, subject.validation)
    return tuple(
        replace(points, places=np.column_stack([part.X[:, 0], _targets(part, column)]))
        for points, part in zip(parts, [t for t in tables if t is not None], strict=True)
    )


def _targets(part: Part, column: int) -> HostArray:
    Y = np.asarray(part.Y, np.float64)
    return Y if Y.ndim == 1 else Y[:, min(column, Y.shape[1] - 1)]


def _deepest(part: Part, column: int) -> float:
    return float(np.abs(_targets(part, column)).max(initial=0.0)) or 1.0


def _columns(
    places: dict[str, HostArray], outputs: HostArray, names: tuple[str, ...]
) -> list[Column]:
    said = [
        (names[k] if len(names) == outputs.shape[1] else f"output{k + 1}", outputs[:, k])
        for k in range(outputs.shape[1])
    ]
    return [(name, np.asarray(v, np.float64)) for name, v in (*places.items(), *said)]
