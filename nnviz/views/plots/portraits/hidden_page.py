"""Hidden space: the samples as a layer sees them, layer after layer."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEasingCurve, QPointF, QVariantAnimation
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from nnviz.app.portraits.components import Components
from nnviz.app.portraits.hidden import Space, place_of, space
from nnviz.app.portraits.rotation import Turn3
from nnviz.app.portraits.subject import Subject
from nnviz.app.view_state import ViewState
from nnviz.engine.math_text import parse, to_unicode
from nnviz.engine.message import Message, message
from nnviz.engine.notation import plain
from nnviz.engine.orientation import HostArray
from nnviz.scene.numbers import format_value
from nnviz.scene.primitives import Role
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate
from nnviz.views.panels.fields import ChoiceField
from nnviz.views.plots.page import Column, PageTools
from nnviz.views.plots.portraits.boundary_words import drawn, samples
from nnviz.views.plots.portraits.class_legend import ClassLegend
from nnviz.views.plots.portraits.class_points import ClassPoints, Points
from nnviz.views.plots.portraits.hidden_view import Laid, between, laid, spot
from nnviz.views.plots.portraits.key_plot import KeyPlot
from nnviz.views.plots.portraits.portrait_page import Ask, PortraitPage
from nnviz.views.plots.portraits.surface_item import SurfaceItem

_WAY_MS = 700
_CELLS = 96
_TURN_DEGREES = 10.0
_PER_PIXEL = 0.6  # degrees
_ON_THE_WAY = message(
    "The points are on their way from one layer to the next: only a transition, no layer computes "
    "these places."
)


@dataclass(frozen=True, slots=True, eq=False)
class HiddenPicture:
    """A layer's space, of which subject, and where the sample on the stage is in it."""

    subject: Subject
    space: Space
    sample: HostArray


class HiddenPage(PortraitPage):
    """Two or three units are axes, more are seen along two principal components."""

    topic: ClassVar = "hidden"
    title: ClassVar = message("Hidden space")

    def __init__(self, tools: PageTools) -> None:
        super().__init__(tools)
        self.layer = ChoiceField()
        self.layer.setMinimumContentsLength(19)
        self.before, self.after = QPushButton("◀"), QPushButton("▶")
        self.plot = KeyPlot(tools.tr)
        self.surface = SurfaceItem(self.plot)
        self.grid, self.frame = pg.PlotCurveItem(), pg.PlotCurveItem(connect="pairs")
        self.tips = [pg.TextItem(anchor=(0.5, 0.5)) for _ in range(3)]
        for item in (self.grid, self.frame, *self.tips):
            item.setZValue(10)
            self.plot.addItem(item, ignoreBounds=True)
        self.points = ClassPoints(self.plot)
        self.legend = ClassLegend(self.theme)
        self.turn = Turn3()
        self._sizes: tuple[int, ...] = ()
        self._laid: Laid | None = None
        self._likes: dict[int, Components] = {}
        self._shown_layer: int | None = None
        self._start: Laid | None = None
        self.way = QVariantAnimation(self.plot)  # it ends with what it moves
        self._lay_out_page()
        self.set_theme(self.theme)

    def _lay_out_page(self) -> None:
        for button in (self.before, self.after):
            button.setFixedWidth(34)
        for part in (self.before, self.layer, self.after):
            self.head.addWidget(part)
        self.head.addStretch(1)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.legend)
        column.addWidget(self.plot, 1)
        put = self.words.put
        put(self.layer.setAccessibleName, message("Layer"))
        put(self.before.setAccessibleName, message("Layer before"))
        put(self.after.setAccessibleName, message("Next layer"))
        put(
            self.plot.setAccessibleName,
            message("Hidden space; up and down go through the layers, left and right turn it"),
        )
        self.way.setDuration(_WAY_MS)
        self.way.setStartValue(0.0)
        self.way.setEndValue(1.0)
        self.way.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self.way.valueChanged.connect(self._on_way)
        self.way.finished.connect(self._arrive)
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.layer.chosen.connect(lambda _key: self.renew())
        self.plot.clicked.connect(self._on_clicked)
        self.plot.turned.connect(lambda x, y: self.turn_by(-_PER_PIXEL * x, _PER_PIXEL * y))
        self.plot.stepped.connect(self._on_stepped)

    @property
    def chosen_layer(self) -> int:
        """The layer that is asked for; 0 are the inputs."""
        return max(self.layer.currentIndex(), 0)

    def step(self, by: int) -> None:
        """Go so many layers on, or back."""
        wanted = self.chosen_layer + by
        if 0 <= wanted < self.layer.count():
            self.layer.setCurrentIndex(wanted)
            self.renew()

    def turn_by(self, azimuth: float, elevation: float) -> None:
        """Look at three axes from elsewhere; nothing is asked of the network."""
        result: HiddenPicture | None = self.result
        if result is not None and result.space.n_axes == 3:
            self.turn = self.turn.by(azimuth, elevation)
            self._place(result)

    def set_active(self, active: bool) -> None:
        """Say whether it is seen; nothing travels unseen."""
        if not active and self._start is not None:
            self._arrive()
        super().set_active(active)

    def show(self, state: ViewState) -> None:
        """Offer the layers of this network, and show its state."""
        self._offer(state)
        super().show(state)

    def depends(self, state: ViewState) -> tuple[Hashable, ...]:
        """Return the layer and the sample."""
        return (self.chosen_layer, state.sample)

    def ask(self, state: ViewState, stage: int) -> Ask:
        """Return the way to the layer's space."""
        del stage
        layer = self.chosen_layer
        like = self._likes.get(layer)
        x = np.asarray(state.trace["X"])[state.sample]
        return lambda moment: _picture(moment.subject, layer, like, x)

    def draw(self, result: HiddenPicture) -> None:
        """Show the space; from another layer the points travel, as a transition."""
        old, found = self._laid, result.space
        travels = self._travels(found)
        if found.components is not None:
            self._likes[found.layer] = found.components
        self._shown_layer = found.layer
        reading = result.subject.reading
        self.legend.set_entries(tuple(enumerate(reading.names)) if reading.has_classes else ())
        self.before.setEnabled(found.layer > 0)
        self.after.setEnabled(found.layer < len(self._sizes) - 1)
        self.surface.show(found.surface, reading, 1.0, self.theme)
        self._dress_lines()
        self._show_points(result)
        self._place(result)
        self._say_caption(result)
        if travels and old is not None and self._laid is not None and between(old, self._laid, 0):
            self._start = old
            self.way.start()
            self._on_way(0.0)
        else:
            self._arrive()

    def mark(self, state: ViewState) -> None:
        """Nothing changes without a new picture: the ring is part of it."""
        del state

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.plot.set_theme(theme)
        self.legend.set_theme(theme)
        super().set_theme(theme)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self.layer.retranslate(tr)
        self.plot.retranslate(tr)
        super().retranslate(tr)

    def columns(self) -> Sequence[Column]:
        """Return the places of the training samples."""
        result: HiddenPicture | None = self.result
        if result is None:
            return ()
        cloud = result.space.training
        names = axis_names(result.space)
        table = [(name, cloud.points[:, k]) for k, name in enumerate(names)]
        both = [("sample", cloud.rows + 1), ("class", cloud.labels), *table]
        return [(name, np.asarray(values, np.float64)) for name, values in both]

    # The parts of the picture.

    def _travels(self, found: Space) -> bool:
        state = self.state
        moved = self._shown_layer is not None and self._shown_layer != found.layer
        return moved and state is not None and not state.reduced_motion

    def _offer(self, state: ViewState) -> None:
        sizes = state.experiment.spec.sizes
        if sizes == self._sizes:
            return
        kept = min(self.chosen_layer, len(sizes) - 1) if self._sizes else min(1, len(sizes) - 1)
        self._sizes, self._likes, self._laid = sizes, {}, None
        self._shown_layer = None
        choices = [(str(k), layer_name(k, units)) for k, units in enumerate(sizes)]
        self.layer.set_choices(choices, self.words.tr)
        self.layer.setCurrentIndex(kept)

    def _dress_lines(self) -> None:
        faint = self.theme.color(Role.FAINT)
        self.grid.setPen(pg.mkPen(faint, width=0.8))
        self.frame.setPen(pg.mkPen(self.theme.color(Role.OUTLINE), width=1))
        for tip in self.tips:
            tip.setColor(self.theme.color(Role.MUTED))
            tip.setFont(fonts.text_font(12))

    def _show_points(self, result: HiddenPicture) -> None:
        found, reading = result.space, result.subject.reading
        clouds = [(found.training, False), (found.validation, True)]
        targets = np.abs(found.training.targets).max(initial=0.0)
        vmax = float(targets) or 1.0
        shown = laid(found, self.turn, reading.has_classes)
        made = [
            Points(cloud.rows, places, cloud.labels, cloud.targets, held_out,
                   reading.has_classes, vmax)
            for (cloud, held_out), places in zip(
                [(c, h) for c, h in clouds if c is not None], shown.clouds, strict=True
            )
        ]  # fmt: skip
        self.points.show(tuple(made), self.theme)

    def _place(self, result: HiddenPicture) -> None:
        """Put everything where it stands, seen from where one looks."""
        found, has_classes = result.space, result.subject.reading.has_classes
        new = laid(found, self.turn, has_classes)
        self._laid = new
        self.plot.set_equal(found.n_axes > 1)
        self.plot.set_window(*new.window)
        self.plot.set_axes_visible(found.n_axes < 3)
        names = [*(self.words.tr(words) for words in axis_words(found)), ""]
        self.plot.set_axis_texts(names[0], names[1] if found.n_axes == 2 else "")
        self.plot.getAxis("left").setStyle(showValues=found.n_axes == 2 or not has_classes)
        self.points.place(new.clouds)
        height = _height(result, self.state)
        self.points.ring(spot(found, result.sample, self.turn, height))
        _set_lines(self.grid, new.lines)
        flat = new.frame.reshape(-1, 2)
        self.frame.setData(x=flat[:, 0], y=flat[:, 1])
        for k, tip in enumerate(self.tips):
            tip.setVisible(found.n_axes == 3)
            if found.n_axes == 3:
                tip.setText(names[k])
                tip.setPos(*new.tips[k])

    def _say_caption(self, result: HiddenPicture) -> None:
        said = about(result.space)
        for more in (samples(result.subject), drawn(result.space, result.subject)):
            if more is not None:
                said = message("{first} {second}", first=said, second=more)
        self.words.put(self.caption.setText, said)

    # The way from one layer to another, and pointing.

    def _on_way(self, share: float) -> None:
        start, end = self._start, self._laid
        moved = None if start is None or end is None else between(start, end, float(share))
        if moved is None:
            return
        self.points.place(moved)
        for item in (self.grid, self.frame):
            item.hide()
        self.surface.set_visible(False)
        self.points.ring(None)
        self.words.put(self.caption.setText, _ON_THE_WAY)

    def _arrive(self) -> None:
        self.way.stop()
        self._start = None
        result: HiddenPicture | None = self.result
        for item in (self.grid, self.frame):
            item.show()
        if result is not None:
            self.surface.set_visible(result.space.surface is not None)
            self._place(result)
            self._say_caption(result)

    def _on_clicked(self, place: QPointF) -> None:
        picked = self.points.nearest(place)
        if picked is None:
            self.note.clear()
        else:
            self.note.choose(picked.row, picked.held_out)

    def _on_stepped(self, right: int, up: int, far: bool) -> None:
        if far:
            self.turn_by(0.0, _TURN_DEGREES * up)
        elif up:
            self.step(up)
        self.turn_by(_TURN_DEGREES * right, 0.0)


def layer_name(layer: int, units: int) -> Message:
    """Return what a layer is called where layers are chosen."""
    if layer == 0:
        return Message("Inputs X, {count} number", plural="Inputs X, {count} numbers", count=units)
    return Message(
        "Layer {layer}: {name}, {count} unit",
        {"layer": layer, "name": plain(f"A{layer}")},
        plural="Layer {layer}: {name}, {count} units",
        count=units,
    )


def axis_names(space: Space) -> list[str]:
    """Return what the axes are, as symbols: x₁, a²₁, PC1."""
    if space.components is not None:
        return [f"PC{rank}" for rank in space.components.ranks]
    letter = "x" if space.layer == 0 else f"a^{{{space.layer}}}"
    return [to_unicode(parse(f"{letter}_{{{k + 1}}}")) for k in range(space.units)]


def axis_words(space: Space) -> list[Message]:
    """Return what is written at the axes; at components also their share of the variance."""
    if space.components is None:
        return [message("{name}", name=name) for name in axis_names(space)]
    return [
        message("{name} ({share} %)", name=name, share=format_value(100 * share, 1))
        for name, share in zip(axis_names(space), space.components.shares, strict=True)
    ]


def about(space: Space) -> Message:
    """Return what the axes are, in words."""
    name = "X" if space.layer == 0 else plain(f"A{space.layer}")
    if space.components is not None:
        first, second = space.components.shares
        return message(
            "{name} has {count} numbers per sample: seen along their first two principal "
            "components, which have {share} % of the variance.",
            name=name,
            count=space.units,
            share=format_value(100 * (first + second), 1),
        )
    if space.units == 1:
        return message("{name} has one number per sample; the height only tells them apart.",
                       name=name)  # fmt: skip
    if space.units == 3:
        return message("The three numbers of {name} are the axes; drag to turn them.", name=name)
    if space.surface is not None:
        return message(
            "The two numbers of {name} are the axes; the ground is what the layers after it say "
            "there.",
            name=name,
        )
    return message("The two numbers of {name} are the axes.", name=name)


def _picture(subject: Subject, layer: int, like: Components | None, x: HostArray) -> HiddenPicture:
    found = space(subject, min(layer, len(subject.spec.layers)), like, _CELLS)
    return HiddenPicture(subject, found, place_of(subject, found, x))


def _height(result: HiddenPicture, state: ViewState | None) -> float:
    """Return the height of the ring in a space with one axis: that of the sample's class."""
    if state is None or result.space.n_axes > 1:
        return 0.0
    Y = np.asarray(state.trace["Y"])[state.sample][None, :]
    reading = result.subject.reading
    return float(reading.labels(Y)[0]) if reading.has_classes else float(Y[0, 0])


def _set_lines(item: pg.PlotCurveItem, lines: HostArray) -> None:
    """Draw curves (lines, places, 2), each by itself."""
    flat = lines.reshape(-1, 2)
    joined = np.ones(len(flat), dtype=np.int32)
    if len(lines):
        joined[lines.shape[1] - 1 :: lines.shape[1]] = 0
    item.setData(x=flat[:, 0], y=flat[:, 1], connect=joined)
