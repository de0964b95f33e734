"""One layer in the build panel: units, activation, bias, and the shapes that follow."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from nnviz.app.edits import Edit, RemoveLayer, SetActivation, SetBias, SetUnits
from nnviz.app.option_names import option_name
from nnviz.engine import activations
from nnviz.engine.message import message
from nnviz.engine.notation import plain
from nnviz.engine.spec import LayerSpec
from nnviz.scene.narration import activation_name
from nnviz.views.look import fonts
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words
from nnviz.views.panels.check_field import CheckField
from nnviz.views.panels.dock_title import CloseButton
from nnviz.views.panels.fields import ChoiceField, FloatField, IntField

MOST_UNITS = 4096


class LayerCard(QFrame):
    """Shows one layer; ``number`` counts from 1.

    Signals:
        edited: what the person wants changed, an ``nnviz.app.edits.Edit``.
    """

    edited = Signal(object)

    def __init__(self, number: int, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layerCard")
        self._number = number
        self._words = Words(tr)
        self._title = QLabel()
        self._title.setFont(fonts.text_font(13, bold=True))
        self._shapes = QLabel()
        self._shapes.setFont(fonts.number_font(12))
        self.units = IntField(1, MOST_UNITS)
        self.activation = ChoiceField()
        self.activation.set_choices(
            [(name, activation_name(name)) for name in activations.names()], tr
        )
        self.bias = CheckField()
        self.remove = CloseButton()
        self.option = FloatField(0.0, 100.0)
        self._option_name = ""
        self._option_label = QLabel()
        self._say()
        self._lay_out()
        self._connect()

    def show_layer(self, layer: LayerSpec, n_in: int, *, output: bool) -> None:
        """Show a layer that takes ``n_in`` numbers; the output layer cannot be removed."""
        title = message("Output layer {layer}", layer=self._number) if output else (
            message("Layer {layer}", layer=self._number)
        )  # fmt: skip
        self._words.put(self._title.setText, title)
        self._shapes.setText(shapes_text(self._number, layer, n_in))
        self.units.show_value(layer.units)
        self.activation.show_value(layer.activation)
        self.bias.setChecked(layer.bias)
        self.remove.setVisible(not output)
        self._show_option(layer)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.remove.set_theme(theme)

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        self.activation.retranslate(tr)

    def _say(self) -> None:
        put, number = self._words.put, self._number
        put(self.bias.setText, message("bias"))
        put(self.units.setAccessibleName, message("Units of layer {layer}", layer=number))
        put(self.units.setToolTip, message("Units of layer {layer}", layer=number))
        put(self.activation.setAccessibleName, message("Activation of layer {layer}", layer=number))
        put(self.activation.setToolTip, message("Activation of layer {layer}", layer=number))
        put(self.remove.setAccessibleName, message("Remove layer {layer}", layer=number))
        put(self.remove.setToolTip, message("Remove layer {layer}", layer=number))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 6, 6, 8)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._title, 0, 0, 1, 2)
        grid.addWidget(self.remove, 0, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.units, 1, 0)
        grid.addWidget(self.activation, 1, 1)
        grid.addWidget(self.bias, 1, 2)
        grid.addWidget(self._option_label, 2, 0, 1, 2)
        grid.addWidget(self.option, 2, 2)
        grid.addWidget(self._shapes, 3, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        for first, second in (
            (self.units, self.activation),
            (self.activation, self.bias),
            (self.bias, self.remove),
        ):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        self.units.chosen.connect(lambda units: self._want(SetUnits(self._number, units)))
        self.activation.chosen.connect(lambda name: self._want(SetActivation(self._number, name)))
        self.bias.clicked.connect(lambda bias: self._want(SetBias(self._number, bias)))
        self.remove.clicked.connect(lambda: self._want(RemoveLayer(self._number)))
        self.option.chosen.connect(self._on_option)

    def _want(self, edit: Edit) -> None:
        self.edited.emit(edit)

    def _on_option(self, value: float) -> None:
        options = {self._option_name: value}
        self._want(SetActivation(self._number, self.activation.value, options))

    def _show_option(self, layer: LayerSpec) -> None:
        options = {**defaults(layer.activation), **layer.activation_options}
        self._option_label.setVisible(bool(options))
        self.option.setVisible(bool(options))
        for name, value in list(options.items())[:1]:
            self._option_name = name
            words = option_name(layer.activation, name)
            self._words.put(self._option_label.setText, words)
            self._words.put(self.option.setAccessibleName, words)
            self.option.show_value(float(value))


def defaults(activation: str) -> Mapping[str, Any]:
    """Return the options of an activation function with their defaults."""
    made = activations.get(activation)
    return asdict(made)  # type: ignore[call-overload, no-any-return]  # every one is a dataclass


def shapes_text(number: int, layer: LayerSpec, n_in: int) -> str:
    """Return the shapes of a layer's parameters as mathematics: ``W¹ 4 × 2   b¹ 4 × 1``."""
    text = f"{plain(f'W{number}')} {layer.units} × {n_in}"
    return text + (f"   {plain(f'b{number}')} {layer.units} × 1" if layer.bias else "")
