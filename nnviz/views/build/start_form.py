"""The starting point: initial values, seed, number type, and what computes."""

import random

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from nnviz.app.advice.remark import Remark
from nnviz.app.edits import (
    SetBackend,
    SetDtype,
    SetInitializer,
    SetInitializerOption,
    SetSeed,
)
from nnviz.app.experiment import Experiment
from nnviz.engine import backends, initializers
from nnviz.engine.errors import BackendError
from nnviz.engine.message import Message, message
from nnviz.engine.spec import BACKENDS
from nnviz.scene.primitives import Role
from nnviz.views.build.option_fields import OptionFields
from nnviz.views.build.remark_lines import RemarkLines
from nnviz.views.look import fonts, icons
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.fields import ChoiceField, IntField
from nnviz.views.panels.names import INITIALIZERS, name_of

GIVEN, _ASK = "explicit", "…given"  # no initializer has a name like the latter
_MOST_SEED = 2**31 - 1
_DICE = 10_000
_DTYPES = (("float64", message("64 bits (float64)")), ("float32", message("32 bits (float32)")))
_BACKENDS = {
    "auto": message("chosen by size"),
    "numpy": message("NumPy (processor)"),
    "cupy": message("CuPy (graphics card)"),
}
_WIDE = (-1e6, 1e6)
_RANGES = {"value": _WIDE, "low": _WIDE, "high": _WIDE, "mean": _WIDE, "std": (0.0, 1e6)}


class StartForm(QWidget):
    """Shows where the network starts and how it is computed.

    Signals:
        edited: what the person wants changed, an ``nnviz.app.edits.Edit``.
        values_wanted: the person wants to give the initial values.
        sight_chosen: where a remark is to be seen.
    """

    edited = Signal(object)
    values_wanted = Signal()
    sight_chosen = Signal(object)

    def __init__(self, tr: Translate) -> None:
        super().__init__()
        self._words = Words(tr)
        self._now = ""
        self.initializer, self.dtype, self.backend = ChoiceField(), ChoiceField(), ChoiceField()
        self.seed, self.die = IntField(0, _MOST_SEED), QToolButton()
        self.reason = QLabel()
        self.options = OptionFields(tr, _RANGES)
        self.remarks = RemarkLines(tr)
        self.dtype.set_choices(_DTYPES, tr)
        self.backend.set_choices([(name, _BACKENDS[name]) for name in BACKENDS], tr)
        self._lay_out()
        self._connect()

    def show_start(self, experiment: Experiment) -> None:
        """Show the starting point of an experiment."""
        spec = experiment.spec
        self._now = spec.initializer
        names = [name for name in initializers.names() if name != GIVEN or self._now == GIVEN]
        choices = [(name, name_of(INITIALIZERS, name)) for name in names]
        self.initializer.set_choices([*choices, (_ASK, message("give values…"))], self._words.tr)
        self.initializer.show_value(self._now)
        usual = {} if self._now == GIVEN else initializers.checked_options(self._now, {})
        given = {} if self._now == GIVEN else dict(spec.initializer_options)
        self.options.show_options(self._now, {**usual, **given}, usual)
        self.seed.show_value(spec.seed)
        self.dtype.show_value(spec.dtype)
        self.backend.show_value(spec.backend)
        self._words.put(self.reason.setText, _why(experiment))

    def show_remarks(self, remarks: tuple[Remark, ...]) -> None:
        """Show what is to be said about the starting point."""
        self.remarks.show_remarks(remarks)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.die.setIcon(icons.icon("die", theme.color(Role.TEXT)))
        self.reason.setStyleSheet(f"color: {theme.color(Role.MUTED).name()};")
        self.remarks.set_theme(theme)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        for part in (self.initializer, self.dtype, self.backend, self.options, self.remarks):
            part.retranslate(tr)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._row(form, message("Initial values"), self.initializer)
        form.addRow(self.options)
        seed = QHBoxLayout()
        seed.setSpacing(4)
        seed.addWidget(self.seed, 1)
        seed.addWidget(self.die)
        self._row(form, message("Seed"), self.seed, seed)
        self._row(form, message("Number type"), self.dtype)
        self._row(form, message("Computed by"), self.backend)
        self.die.setIconSize(QSize(18, 18))
        self.die.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for put in (self.die.setToolTip, self.die.setAccessibleName):
            self._words.put(put, message("Throw the die: another seed"))
        self.reason.setWordWrap(True)
        self.reason.setFont(fonts.text_font(12))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(form)
        column.addWidget(self.reason)
        column.addWidget(self.remarks)

    def _row(
        self, form: QFormLayout, text: Message, field: QWidget, line: QHBoxLayout | None = None
    ) -> None:
        label = QLabel()
        self._words.put(label.setText, text)
        self._words.put(field.setAccessibleName, text)
        if line is None:
            form.addRow(label, field)
        else:
            form.addRow(label, line)

    def _connect(self) -> None:
        self.initializer.chosen.connect(self._on_initializer)
        self.options.chosen.connect(
            lambda option, value: self.edited.emit(SetInitializerOption(option, value))
        )
        self.seed.chosen.connect(lambda seed: self.edited.emit(SetSeed(seed)))
        self.die.clicked.connect(self._throw)
        self.dtype.chosen.connect(lambda name: self.edited.emit(SetDtype(name)))
        self.backend.chosen.connect(lambda name: self.edited.emit(SetBackend(name)))
        self.remarks.remedy_chosen.connect(self.edited)
        self.remarks.sight_chosen.connect(self.sight_chosen)

    def _on_initializer(self, name: str) -> None:
        if name == _ASK:
            self.initializer.show_value(self._now)
            self.values_wanted.emit()
        elif name != GIVEN:
            self.edited.emit(SetInitializer(name))

    def _throw(self) -> None:
        now = self.seed.value()
        thrown = random.randrange(_DICE - 1)  # a seed, not a secret
        self.edited.emit(SetSeed(thrown + (thrown >= now)))


def _why(experiment: Experiment) -> Message:
    """Return the sentence that says what computes, and why."""
    try:
        chosen = backends.choose(experiment.spec.backend, experiment.spec)
    except BackendError as error:
        return error.message
    name = message("NumPy") if chosen.backend.name == "numpy" else message("CuPy")
    if experiment.spec.backend != "auto":
        return message("{backend} computes.", backend=name)
    return message("{backend} computes. {reason}", backend=name, reason=chosen.reason)
