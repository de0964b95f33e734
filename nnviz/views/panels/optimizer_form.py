"""The optimizer in the build panel: its name and one field for each of its options."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from nnviz.app.edits import SetOptimizer, SetOptimizerOption
from nnviz.app.option_names import option_name
from nnviz.engine import optimizers
from nnviz.engine.message import message
from nnviz.engine.spec import OptimizerSpec
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.check_field import CheckField
from nnviz.views.panels.fields import ChoiceField, FloatField
from nnviz.views.panels.names import OPTIMIZERS, name_of

_MOST = 1e6


class OptimizerForm(QWidget):
    """Built from the optimizer's own options, so that a new optimizer needs nothing here.

    Signals:
        edited: what the person wants changed, an ``nnviz.app.edits.Edit``.
    """

    edited = Signal(object)

    def __init__(self, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(tr)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(6)
        self._name = ChoiceField()
        self._name.set_choices([(n, name_of(OPTIMIZERS, n)) for n in optimizers.names()], tr)
        self._name.chosen.connect(lambda name: self.edited.emit(SetOptimizer(name)))
        self._words.put(self._name.setAccessibleName, message("Optimizer"))
        self._form.addRow(self._name)
        self._rows: dict[str, list[FloatField | CheckField]] = {}
        self._owner = self._shown = ""

    @property
    def name(self) -> ChoiceField:
        """The field with the optimizer's name."""
        return self._name

    def field(self, option: str, place: int = 0) -> FloatField | CheckField:
        """Return the field of an option; a pair has two, ``place`` 0 and 1."""
        return self._rows[option][place]

    def show_optimizer(self, spec: OptimizerSpec) -> None:
        """Show an optimizer with all its options."""
        options = {**optimizers.get(spec.name).options, **spec.options}
        self._name.show_value(spec.name)
        if self._shown != spec.name:
            self._owner = spec.name
            self._build(options)
            self._shown = spec.name
        for option, value in options.items():
            for field, part in zip(self._rows[option], _parts(value), strict=True):
                _show(field, part)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self._name.retranslate(tr)

    def _build(self, options: Mapping[str, Any]) -> None:
        while self._form.rowCount() > 1:
            self._form.removeRow(1)
        self._words = Words(self._words.tr)
        self._words.put(self._name.setAccessibleName, message("Optimizer"))
        self._rows = {option: self._make(option, value) for option, value in options.items()}

    def _make(self, option: str, value: Any) -> list[FloatField | CheckField]:
        if isinstance(value, bool):
            return [self._make_switch(option)]
        count = len(_parts(value))
        return [self._make_number(option, place, count) for place in range(count)]

    def _make_switch(self, option: str) -> CheckField:
        box = CheckField()
        self._words.put(box.setText, option_name(self._owner, option))
        box.clicked.connect(lambda on: self.edited.emit(SetOptimizerOption(option, on)))
        self._form.addRow(box)
        return box

    def _make_number(self, option: str, place: int, count: int) -> FloatField:
        field, label = FloatField(*self._range(option, place)), QLabel()
        if self._may_be_open(option, place):
            self._words.put(field.call_least, message("automatic"))
        key = option if count == 1 else f"{option}{place + 1}"
        text = option_name(self._owner, key)
        self._words.put(label.setText, text)
        self._words.put(field.setAccessibleName, text)
        field.chosen.connect(lambda value: self._on_number(option, place, value))
        self._form.addRow(label, field)
        return field

    def _on_number(self, option: str, place: int, value: float) -> None:
        fields = self._rows[option]
        numbers = [f.value() for f in fields if isinstance(f, FloatField)]
        numbers[place] = value
        # A number left open is none: what stands for it in the field is its least value.
        values = tuple(
            None if number == 0.0 and self._may_be_open(option, k) else number
            for k, number in enumerate(numbers)
        )
        self.edited.emit(SetOptimizerOption(option, values if len(fields) > 1 else values[0]))

    def _range(self, option: str, place: int) -> tuple[float, float]:
        """Return the least and the most of a field: on the side of 0 where the default is."""
        usual = self._usual(option, place)
        return (-_MOST, 0.0) if usual is not None and usual < 0 else (0.0, _MOST)

    def _may_be_open(self, option: str, place: int) -> bool:
        return self._usual(option, place) is None

    def _usual(self, option: str, place: int) -> float | None:
        """Return the default of a number, None if the optimizer finds it by itself."""
        number: float | None = _parts(optimizers.get(self._owner).options[option])[place]
        return number


def _parts(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _show(field: FloatField | CheckField, value: Any) -> None:
    if isinstance(field, CheckField):
        field.setChecked(bool(value))
    else:
        field.show_value(0.0 if value is None else float(value))
