"""One field for each option of whatever has options: an optimizer, a schedule, an activation."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from nnviz.app.option_names import option_name
from nnviz.engine.message import Message, message
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.check_field import CheckField
from nnviz.views.panels.fields import FloatField, IntField

Field: TypeAlias = "FloatField | IntField | CheckField"
Range: TypeAlias = tuple[float, float]
_MOST, _MOST_WHOLE = 1e6, 10**9
_LEAST_PX = 76


class OptionFields(QWidget):
    """Made from the options and their defaults, so that a new option needs nothing here.

    A pair has two fields; a number that may be left open (its default is None) says so at its
    least value.

    Signals:
        chosen: the option and its new value.
    """

    chosen = Signal(str, object)

    def __init__(self, tr: Translate, ranges: Mapping[str, Range] | None = None) -> None:
        super().__init__()
        self._words = Words(tr)
        self._ranges = dict(ranges or {})
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(4)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._rows: dict[str, list[Field]] = {}
        self._usual: Mapping[str, Any] = {}
        self._owner: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The options that are shown."""
        return tuple(self._rows)

    def field(self, option: str, place: int = 0) -> Field:
        """Return the field of an option; a pair has two, ``place`` 0 and 1."""
        return self._rows[option][place]

    def show_options(
        self, owner: str, options: Mapping[str, Any], usual: Mapping[str, Any]
    ) -> None:
        """Show the options of ``owner``, whose defaults are ``usual``."""
        if owner != self._owner or tuple(options) != self.names:
            self._owner, self._usual = owner, usual
            self._build(options)
        for option, value in options.items():
            for field, part in zip(self._rows[option], _parts(value), strict=True):
                _show(field, part)
        self.setVisible(bool(options))

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)

    def _build(self, options: Mapping[str, Any]) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self._words = Words(self._words.tr)
        self._rows = {option: self._make(option, value) for option, value in options.items()}

    def _make(self, option: str, value: Any) -> list[Field]:
        if isinstance(value, bool):
            return [self._make_switch(option)]
        count = len(_parts(value))
        return [self._make_number(option, place, count) for place in range(count)]

    def _make_switch(self, option: str) -> CheckField:
        box = CheckField()
        self._words.put(box.setText, self._name(option))
        box.clicked.connect(lambda on: self.chosen.emit(option, on))
        self._form.addRow(box)
        return box

    def _make_number(self, option: str, place: int, count: int) -> FloatField | IntField:
        label, usual = QLabel(), _parts(self._usual[option])[place]
        field: FloatField | IntField
        if isinstance(usual, int):
            low, high = self._ranges.get(option, (0, _MOST_WHOLE))
            field = IntField(int(low), int(high))
            field.chosen.connect(lambda value: self.chosen.emit(option, value))
        else:
            field = FloatField(*self._range(option, usual))
            field.chosen.connect(lambda value: self._on_number(option, place, value))
            if usual is None:
                self._words.put(field.call_least, message("automatic"))
        text = self._name(option if count == 1 else f"{option}{place + 1}")
        self._words.put(label.setText, text)
        self._words.put(field.setAccessibleName, text)
        label.setBuddy(field)
        field.setMinimumWidth(_LEAST_PX)  # its range would ask for more than the panel has
        self._form.addRow(label, field)
        return field

    def _name(self, option: str) -> Message:
        return option_name(self._owner or "", option)

    def _range(self, option: str, usual: float | None) -> Range:
        """Return the least and the most of a field: on the side of 0 where the default is."""
        if option in self._ranges:
            return self._ranges[option]
        return (-_MOST, 0.0) if usual is not None and usual < 0 else (0.0, _MOST)

    def _on_number(self, option: str, place: int, value: float) -> None:
        fields, usual = self._rows[option], _parts(self._usual[option])
        numbers = [field.value() for field in fields if isinstance(field, FloatField)]
        numbers[place] = value
        # A number left open is none: what stands for it in the field is its least value.
        values = tuple(
            None if number == 0.0 and usual[k] is None else number
            for k, number in enumerate(numbers)
        )
        self.chosen.emit(option, values if len(fields) > 1 else values[0])


def _parts(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _show(field: Field, value: Any) -> None:
    if isinstance(field, CheckField):
        field.setChecked(bool(value))
    elif isinstance(field, IntField):
        field.show_value(int(value))
    else:
        field.show_value(0.0 if value is None else float(value))
