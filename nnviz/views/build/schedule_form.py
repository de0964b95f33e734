"""How the learning rate changes: the schedule, its options, and its curve."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.app.edits import SetSchedule, SetScheduleOption
from nnviz.engine import schedules
from nnviz.engine.message import message
from nnviz.engine.spec import ScheduleSpec
from nnviz.scene.narration.names import schedule_name
from nnviz.views.build.option_fields import Field, OptionFields
from nnviz.views.build.rate_curve import RateCurve
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.fields import ChoiceField

_RANGES = {
    "gamma": (0.0, 1.0), "min_factor": (0.0, 1.0), "start_factor": (0.0, 1.0),
    "end_factor": (0.0, 1.0), "step_size": (1, 10**9), "T_max": (1, 10**9),
    "total_iters": (1, 10**9),
}  # fmt: skip


class ScheduleForm(QWidget):
    """Built from the schedule's own options.

    Signals:
        edited: what the person wants changed, an ``nnviz.app.edits.Edit``.
    """

    edited = Signal(object)

    def __init__(self, tr: Translate) -> None:
        super().__init__()
        self._words = Words(tr)
        self.name = ChoiceField()
        self.name.set_choices([(n, schedule_name(n)) for n in schedules.names()], tr)
        self.name.chosen.connect(lambda name: self.edited.emit(SetSchedule(name)))
        self._words.put(self.name.setAccessibleName, message("Learning-rate schedule"))
        self._words.put(self.name.setToolTip, message("Learning-rate schedule"))
        self._options = OptionFields(tr, _RANGES)
        self._options.chosen.connect(
            lambda option, value: self.edited.emit(SetScheduleOption(option, value))
        )
        self.curve = RateCurve(tr)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        for part in (self.name, self._options, self.curve):
            column.addWidget(part)

    def field(self, option: str) -> Field:
        """Return the field of an option."""
        return self._options.field(option)

    def show_schedule(self, spec: ScheduleSpec, rate: float) -> None:
        """Show a schedule with all its options."""
        usual = schedules.get(spec.name).options
        self.name.show_value(spec.name)
        self._options.show_options(spec.name, {**usual, **spec.options}, usual)
        self.curve.show_schedule(spec, rate)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.curve.set_theme(theme)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        for part in (self.name, self._options, self.curve):
            part.retranslate(tr)
