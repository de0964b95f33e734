"""All commands about one layer, as a menu: for its card, for the map, and for the menu key."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from nnviz.app.edits import (
    AddLayer,
    DuplicateLayer,
    Edit,
    MoveLayer,
    RemoveLayer,
    SetActivation,
    SetBias,
    SetUnits,
)
from nnviz.engine import activations
from nnviz.engine.message import Message, message
from nnviz.engine.spec import NetworkSpec
from nnviz.scene.narration import activation_name
from nnviz.views.look.words import Translate


class LayerMenu(QMenu):
    """What can be done to layer ``layer`` of a network; it goes when it is closed."""

    def __init__(
        self,
        spec: NetworkSpec,
        layer: int,
        tr: Translate,
        want: Callable[[Edit], object],
        values: Callable[[int], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._tr, self._want = tr, want
        self.by_name: dict[str, QAction] = {}
        of, last = spec.layers[layer - 1], layer == len(spec.layers)
        name = message("Output layer {layer}", layer=layer) if last else (
            message("Layer {layer}", layer=layer)
        )  # fmt: skip
        self.setTitle(tr(name))
        self._add("more", message("One &unit more"), SetUnits(layer, of.units + 1), on=not last)
        self._add(
            "fewer", message("One unit &fewer"), SetUnits(layer, of.units - 1),
            on=not last and of.units > 1,
        )  # fmt: skip
        self._add_activations(layer, of.activation)
        self._add("bias", message("With a &bias"), SetBias(layer, not of.bias), ticked=of.bias)
        self.addSeparator()
        self._add("before", message("Add a layer be&fore"), AddLayer(layer))
        self._add("after", message("Add a layer &after"), AddLayer(layer + 1), on=not last)
        self._add("duplicate", message("&Duplicate"), DuplicateLayer(layer), on=not last)
        forward = layer + 1 < len(spec.layers)
        self._add("up", message("Move to&wards the input"), MoveLayer(layer, layer - 1),
                  on=not last and layer > 1)  # fmt: skip
        self._add("down", message("Move towards the &output"), MoveLayer(layer, layer + 1),
                  on=not last and forward)  # fmt: skip
        self.addSeparator()
        self.by_name["values"] = self.addAction(tr(message("Initial &values…")))
        self.by_name["values"].triggered.connect(lambda: values(layer))
        self._add("remove", message("&Remove"), RemoveLayer(layer), on=not last)

    def _add(
        self, name: str, text: Message, edit: Edit, *, on: bool = True, ticked: bool | None = None
    ) -> None:
        action = self.addAction(self._tr(text))
        action.setEnabled(on)
        if ticked is not None:
            action.setCheckable(True)
            action.setChecked(ticked)
        action.triggered.connect(lambda: self._want(edit))
        self.by_name[name] = action

    def _add_activations(self, layer: int, now: str) -> None:
        menu = self.addMenu(self._tr(message("A&ctivation")))
        for name in activations.names():
            action = menu.addAction(self._tr(activation_name(name)))
            action.setCheckable(True)
            action.setChecked(name == now)
            action.triggered.connect(lambda _=False, n=name: self._want(SetActivation(layer, n)))
            self.by_name[f"activation.{name}"] = action
