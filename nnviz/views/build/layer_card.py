"""One layer in the build panel: units, activation, bias, and the shapes that follow."""

from collections.abc import Mapping
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from nnviz.app.advice.remark import Remark
from nnviz.app.edits import (
    Edit,
    RemoveLayer,
    SetActivation,
    SetActivationOption,
    SetBias,
    SetUnits,
)
from nnviz.engine import activations
from nnviz.engine.message import Message, message
from nnviz.engine.notation import plain
from nnviz.engine.spec import LayerSpec
from nnviz.scene.narration import activation_name
from nnviz.scene.numbers import grouped
from nnviz.scene.primitives import Role
from nnviz.views.build.grip import Grip
from nnviz.views.build.option_fields import Field, OptionFields
from nnviz.views.build.remark_lines import RemarkLines
from nnviz.views.look import fonts, icons
from nnviz.views.look.text_size import keep_height, keep_width
from nnviz.views.look.theme import Theme
from nnviz.views.look.words import Translate, Words, spoken
from nnviz.views.panels.check_field import CheckField
from nnviz.views.panels.dock_title import CloseButton
from nnviz.views.panels.fields import ChoiceField, IntField

MOST_UNITS = 4096


class LayerCard(QFrame):
    """Shows one layer; ``number`` counts from 1.

    Signals:
        edited: what the person wants changed, an ``nnviz.app.edits.Edit``.
        menu_wanted: the point of the screen where the layer's commands are wanted.
        moved: by how many places the layer is to move, by the keyboard.
    """

    edited = Signal(object)
    menu_wanted = Signal(QPoint)
    moved = Signal(int)

    def __init__(self, number: int, tr: Translate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layerCard")
        self.number = number
        self._words = Words(tr)
        self.grip = Grip()
        self._title, self._shapes, self._count = QLabel(), QLabel(), QLabel()
        self._title.setFont(fonts.text_font(13, bold=True))
        self._shapes.setFont(fonts.number_font(12))
        self._count.setFont(fonts.text_font(12))
        self.units = IntField(1, MOST_UNITS)
        self.activation = ChoiceField()
        self.activation.set_choices(
            [(name, activation_name(name)) for name in activations.names()], tr
        )
        self.bias, self.more, self.remove = CheckField(), QToolButton(), CloseButton()
        self.more.setAutoRaise(True)
        keep_height(self.more, 24)
        keep_width(self.more, 24)
        self.more.setIconSize(QSize(16, 16))
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.options = OptionFields(tr, {"alpha": (0.0, 100.0)})
        self.remarks = RemarkLines(tr)
        self._say()
        self._lay_out()
        self._connect()

    def option(self, name: str) -> Field:
        """Return the field of an option of the activation."""
        return self.options.field(name)

    def show_layer(self, layer: LayerSpec, n_in: int, *, output: bool) -> None:
        """Show a layer that takes ``n_in`` numbers; the output layer cannot be removed."""
        title = message("Output layer {layer}", layer=self.number) if output else (
            message("Layer {layer}", layer=self.number)
        )  # fmt: skip
        self._words.put(self._title.setText, title)
        self._shapes.setText(shapes_text(self.number, layer, n_in, self._words.tr))
        self._words.put(self._count.setText, counted(parameters(layer, n_in)))
        self.units.show_value(layer.units)
        self.activation.show_value(layer.activation)
        self.bias.setChecked(layer.bias)
        self.remove.setVisible(not output)
        self.grip.setEnabled(not output)
        usual = defaults(layer.activation)
        options = {**usual, **layer.activation_options}
        self.options.show_options(layer.activation, options, usual)

    def show_remarks(self, remarks: tuple[Remark, ...]) -> None:
        """Show what is to be said about this layer."""
        self.remarks.show_remarks(remarks)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.remove.set_theme(theme)
        self.grip.set_theme(theme)
        self.remarks.set_theme(theme)
        self.more.setIcon(icons.icon("more", theme.color(Role.MUTED)))
        self._count.setStyleSheet(f"color: {theme.color(Role.MUTED).name()};")

    def retranslate(self, tr: Translate) -> None:
        """Say it in another language."""
        self._words.retranslate(tr)
        for part in (self.activation, self.options, self.remarks):
            part.retranslate(tr)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the layer's commands, by the right button or the menu key."""
        self.menu_wanted.emit(event.globalPos())

    def _say(self) -> None:
        put, number = self._words.put, self.number
        put(self.bias.setText, message("bias"))
        for field, text in (
            (self.units, message("Units of layer {layer}", layer=number)),
            (self.activation, message("Activation of layer {layer}", layer=number)),
            (self.remove, message("Remove layer {layer}", layer=number)),
            (self.more, message("All commands for layer {layer}", layer=number)),
        ):
            put(field.setAccessibleName, text)
            put(field.setToolTip, text)
        put(self.bias.setAccessibleName, message("Bias of layer {layer}", layer=number))
        put(self.grip.setToolTip, message("Drag to another place (or Alt and an arrow)"))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(6, 4, 6, 6)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(2)
        for part in (self.grip, self._title):
            head.addWidget(part)
        head.addStretch(1)
        for button in (self.more, self.remove):
            head.addWidget(button)
        self._count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        grid.addLayout(head, 0, 0, 1, 3)
        grid.addWidget(self.units, 1, 0)
        grid.addWidget(self.activation, 1, 1)
        grid.addWidget(self.bias, 1, 2)
        grid.addWidget(self.options, 2, 0, 1, 3)
        shapes = QHBoxLayout()
        shapes.setContentsMargins(4, 0, 0, 0)
        shapes.setSpacing(10)
        shapes.addWidget(self._shapes)
        shapes.addWidget(self._count, 1)
        grid.addLayout(shapes, 3, 0, 1, 3)
        grid.addWidget(self.remarks, 4, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        order = (self.units, self.activation, self.bias, self.more, self.remove)
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        self.units.chosen.connect(lambda units: self._want(SetUnits(self.number, units)))
        self.activation.chosen.connect(lambda name: self._want(SetActivation(self.number, name)))
        self.bias.clicked.connect(lambda bias: self._want(SetBias(self.number, bias)))
        self.remove.clicked.connect(lambda: self._want(RemoveLayer(self.number)))
        self.more.clicked.connect(
            lambda: self.menu_wanted.emit(self.more.mapToGlobal(self.more.rect().bottomLeft()))
        )
        self.options.chosen.connect(
            lambda option, value: self._want(SetActivationOption(self.number, option, value))
        )
        self.remarks.remedy_chosen.connect(self._want)
        for key, step in (("Ctrl+Shift+Up", -1), ("Ctrl+Shift+Down", 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=step: self.moved.emit(by))

    def _want(self, edit: Edit) -> None:
        self.edited.emit(edit)


def defaults(activation: str) -> Mapping[str, Any]:
    """Return the options of an activation function with their defaults."""
    made = activations.get(activation)
    return asdict(made)  # type: ignore[call-overload, no-any-return]  # every one is a dataclass


def parameters(layer: LayerSpec, n_in: int) -> int:
    """Return how many weights and biases a layer has."""
    return layer.units * (n_in + int(layer.bias))


def counted(count: int) -> Message:
    """Return how many parameters there are, in words."""
    return Message(
        "{number} parameter", {"number": grouped(count)}, plural="{number} parameters", count=count
    )


def shapes_text(number: int, layer: LayerSpec, n_in: int, tr: Translate = Message.english) -> str:
    """Return the shapes of a layer's parameters as mathematics: ``W¹ 4 × 2   b¹ 4 × 1``."""
    weights, bias = (spoken(tr, plain(f"{letter}{number}")) for letter in "Wb")
    text = f"{weights} {layer.units} × {n_in}"
    return text + (f"   {bias} {layer.units} × 1" if layer.bias else "")
