"""A control for each kind of setting."""

from collections.abc import Callable
from typing import Any, TypeAlias

from PySide6.QtWidgets import QLabel, QWidget

from nnviz.app.settings import Setting, Settings
from nnviz.views.look.text_size import keep_width
from nnviz.views.look.words import Translate
from nnviz.views.panels.check_field import CheckField
from nnviz.views.panels.fields import ChoiceField, FloatField, IntField

Chosen: TypeAlias = Callable[[str, Any], None]
_WIDE_PX, _BOX_PX = 370, 24


class Row:
    """A setting's words and its control; it speaks only when the person has changed something."""

    def __init__(self, setting: Setting, chosen: Chosen, tr: Translate) -> None:
        self.setting = setting
        self.label = QLabel()
        self.control, self._show = _made(setting, lambda value: chosen(setting.name, value), tr)
        self.label.setBuddy(self.control)
        self.label.setWordWrap(False)
        self.retranslate(tr)

    def show_value(self, value: Any) -> None:
        """Show a value without reporting it."""
        self._show(value)

    def set_visible(self, visible: bool) -> None:
        """Show the row or hide it."""
        self.label.setVisible(visible)
        self.control.setVisible(visible)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        said = tr(self.setting.text)
        self.label.setText(said)
        self.control.setAccessibleName(said)
        if isinstance(self.control, ChoiceField):
            self.control.retranslate(tr)


def _made(
    setting: Setting, chosen: Callable[[Any], None], tr: Translate
) -> tuple[QWidget, Callable[[Any], None]]:
    """Return the control for a setting, and what shows a value in it."""
    if setting.choices:
        return _choice(setting, chosen, tr)
    default = getattr(Settings(), setting.name)
    if isinstance(default, bool):
        return _check(chosen)
    if isinstance(default, int):
        whole = IntField(int(setting.least or 0), int(setting.most or 10**6))
        whole.chosen.connect(chosen)
        return whole, whole.show_value
    number = FloatField(setting.least or 0.0, setting.most or 1e6)
    number.chosen.connect(chosen)
    return number, number.show_value


def _choice(
    setting: Setting, chosen: Callable[[Any], None], tr: Translate
) -> tuple[QWidget, Callable[[Any], None]]:
    field = ChoiceField()
    field.set_choices([(str(key), text) for key, text in setting.choices.items()], tr)
    kind = type(getattr(Settings(), setting.name))
    field.chosen.connect(lambda key: chosen(kind(key)))
    keep_width(field, _WIDE_PX)
    return field, lambda value: field.show_value(str(value))


def _check(chosen: Callable[[Any], None]) -> tuple[QWidget, Callable[[Any], None]]:
    box = CheckField()
    box.setMinimumSize(_BOX_PX, _BOX_PX)  # without words its hint leaves no room for the frame
    box.clicked.connect(lambda: chosen(box.isChecked()))
    return box, box.setChecked
