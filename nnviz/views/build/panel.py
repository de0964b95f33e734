"""The panel in which a network and its data are put together."""

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from nnviz.app.advice.remark import Remark
from nnviz.app.edits import SetLoss
from nnviz.app.experiment import Experiment
from nnviz.engine import losses
from nnviz.engine.message import Message, message
from nnviz.scene.narration import loss_name
from nnviz.scene.narration.names import schedule_name
from nnviz.scene.numbers import decimals_for, format_value
from nnviz.scene.primitives import Role
from nnviz.views.build.data_form import DataForm
from nnviz.views.build.group import Group
from nnviz.views.build.layer_card import LayerCard
from nnviz.views.build.layer_list import LayerList
from nnviz.views.build.limits_form import LimitsForm
from nnviz.views.build.optimizer_form import OptimizerForm
from nnviz.views.build.remark_lines import RemarkLines
from nnviz.views.build.schedule_form import ScheduleForm
from nnviz.views.build.start_form import StartForm
from nnviz.views.look import fonts
from nnviz.views.look.text_size import keep_least_width
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.fields import ChoiceField
from nnviz.views.panels.names import INITIALIZERS, OPTIMIZERS, data_name, name_of

# The group in which each field of a remark's place is.
_GROUP_OF = {
    "data": "data", "batch": "data", "standardise": "data", "units": "layers",
    "activation": "layers", "loss": "loss", "optimizer": "learning", "penalty": "schedule",
    "start": "start", "dtype": "start", "backend": "start",
}  # fmt: skip


class _Dressed(Protocol):
    def set_theme(self, theme: Theme) -> None: ...


class _Spoken(Protocol):
    def retranslate(self, tr: Translate) -> None: ...


class BuildPanel(QScrollArea):
    """Shows an experiment and reports what the person wants changed; changes nothing itself.

    Signals:
        edited: an ``nnviz.app.edits.Edit``.
        csv_wanted: the person wants to choose a CSV file.
        data_wanted: the person wants to see and change what else there is to the data.
        layer_menu_wanted: the layer and the point of the screen where its commands are wanted.
        values_wanted: the layer whose initial values the person wants to give.
        sight_chosen: where a remark is to be seen.
        folded: a group has been folded or opened.
    """

    edited = Signal(object)
    csv_wanted = Signal()
    data_wanted = Signal()
    layer_menu_wanted = Signal(int, QPoint)
    values_wanted = Signal(int)
    sight_chosen = Signal(object)
    folded = Signal()

    def __init__(self, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(tr)
        self._experiment: Experiment | None = None
        self.remarks: tuple[Remark, ...] = ()
        self.data_form, self.layers, self.loss = DataForm(tr), LayerList(tr), ChoiceField()
        self.optimizer, self.schedule = OptimizerForm(tr), ScheduleForm(tr)
        self.limits, self.start = LimitsForm(tr), StartForm(tr)
        self._lines = {name: RemarkLines(tr) for name in ("loss", "learning", "schedule")}
        self.loss.set_choices([(n, loss_name(n)) for n in losses.names()], tr)
        self.groups = {group.name: group for group in self._make_groups(tr)}
        self._lay_out()
        self._connect()

    # The fields by the names that they have had from the first.

    @property
    def cards(self) -> list[LayerCard]:
        """The cards of the layers."""
        return self.layers.cards

    @property
    def add_layer(self) -> QPushButton:
        """The button that adds a hidden layer."""
        return self.layers.add_layer

    @property
    def folded_groups(self) -> tuple[str, ...]:
        """The names of the groups that are folded away."""
        return tuple(name for name, group in self.groups.items() if not group.is_open)

    def fold(self, folded: Iterable[str]) -> None:
        """Fold these groups away and open all others."""
        closed = set(folded)
        for name, group in self.groups.items():
            group.set_open(name not in closed)

    def show_experiment(self, experiment: Experiment, n_samples: int) -> None:
        """Show an experiment that trains with ``n_samples`` samples."""
        self._experiment = experiment
        spec = experiment.spec
        self.data_form.show_data(experiment.data, n_samples)
        self.layers.show_spec(spec)
        self.loss.show_value(spec.loss)
        self.optimizer.show_optimizer(spec.optimizer)
        self.schedule.show_schedule(spec.schedule, float(spec.optimizer.options["lr"]))
        self.limits.show_limits(spec)
        self.start.show_start(experiment)
        self._summarise(experiment)

    def show_remarks(self, remarks: tuple[Remark, ...]) -> None:
        """Show each remark at the field that it concerns."""
        self.remarks = remarks
        by_group = {
            name: tuple(r for r in remarks if _GROUP_OF[r.place.field] == name)
            for name in self.groups
        }
        self.data_form.show_remarks(by_group["data"])
        self.layers.show_remarks(by_group["layers"])
        self.start.show_remarks(by_group["start"])
        for name, lines in self._lines.items():
            lines.show_remarks(by_group[name])
        for name, group in self.groups.items():
            group.set_remarks(len(by_group[name]))

    def take_focus(self) -> None:
        """Let the keyboard begin at the first heading."""
        next(iter(self.groups.values())).head.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        dressed: tuple[_Dressed, ...] = (
            *self.groups.values(), self.layers, self.schedule, self.start, self.data_form.remarks,
            *self._lines.values(),
        )  # fmt: skip
        for part in dressed:
            part.set_theme(theme)
        outline, card = theme.color(Role.OUTLINE).name(), theme.color(Role.CARD).name()
        self.setStyleSheet(
            f"#layerCard {{ background: {card}; border: 1px solid {outline}; border-radius: 6px; }}"
        )

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        spoken: tuple[_Spoken, ...] = (
            *self.groups.values(), self.data_form, self.layers, self.loss, self.optimizer,
            self.schedule, self.limits, self.start, *self._lines.values(),
        )  # fmt: skip
        for part in spoken:
            part.retranslate(tr)

    def _make_groups(self, tr: Translate) -> Iterable[Group]:
        lines = self._lines
        yield Group("data", message("Data"), tr, self.data_form)
        yield Group("layers", message("Layers"), tr, self.layers)
        yield Group("loss", message("Loss"), tr, _stacked(self.loss, lines["loss"]))
        yield Group("learning", message("Learning"), tr, _stacked(self.optimizer,
                                                                  lines["learning"]))  # fmt: skip
        schedule = message("Schedule and limits")
        changing, title = QLabel(), message("The learning rate …")
        self._words.put(changing.setText, title)
        changing.setFont(fonts.text_font(12.5))
        body = _stacked(changing, self.schedule, self.limits, lines["schedule"])
        yield Group("schedule", schedule, tr, body)
        yield Group("start", message("Starting point"), tr, self.start)

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(8, 6, 12, 10)
        column.setSpacing(4)
        for group in self.groups.values():
            column.addWidget(group)
        column.addStretch(1)
        self._words.put(self.loss.setAccessibleName, message("Loss function"))
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        keep_least_width(self, 310)

    def _connect(self) -> None:
        self.data_form.csv_wanted.connect(self.csv_wanted)
        self.data_form.data_wanted.connect(self.data_wanted)
        self.loss.chosen.connect(lambda name: self.edited.emit(SetLoss(name)))
        edits = (self.data_form.edited, self.layers.edited, self.optimizer.edited,
                 self.schedule.edited, self.limits.edited, self.start.edited)  # fmt: skip
        for signal in edits:
            signal.connect(self.edited)
        lines = tuple(self._lines.values())
        sights = [each.sight_chosen for each in lines]
        sights += [part.sight_chosen for part in (self.data_form, self.layers)]
        for signal in (*sights, self.start.sight_chosen):
            signal.connect(self.sight_chosen)
        for each in lines:
            each.remedy_chosen.connect(self.edited)
        self.layers.menu_wanted.connect(self.layer_menu_wanted)
        self.start.values_wanted.connect(lambda: self.values_wanted.emit(1))
        for group in self.groups.values():
            group.toggled.connect(lambda _: self.folded.emit())

    def _summarise(self, experiment: Experiment) -> None:
        spec, groups = experiment.spec, self.groups
        groups["data"].say(data_name(experiment.data))
        groups["layers"].say(message("{sizes}", sizes="–".join(map(str, spec.sizes))))
        groups["loss"].say(loss_name(spec.loss))
        rate = float(spec.optimizer.options["lr"])
        groups["learning"].say(
            message(
                "{optimizer}, η = {rate}",
                optimizer=name_of(OPTIMIZERS, spec.optimizer.name),
                rate=format_value(rate, decimals_for([rate], 3)),
            )
        )
        groups["schedule"].say(schedule_name(spec.schedule.name))
        groups["start"].say(_start(spec.initializer, spec.seed))


def _start(initializer: str, seed: int) -> Message:
    values = name_of(INITIALIZERS, initializer)
    return message("{values}, seed {seed}", values=values, seed=seed)


def _stacked(*parts: QWidget) -> QWidget:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(5)
    for part in parts:
        column.addWidget(part)
    return body
