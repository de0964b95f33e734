"""Edits of the layers."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nnviz.app import carrying
from nnviz.app.edits.base import Edit, Nudge, check_hidden, with_layer, with_layers
from nnviz.app.experiment import Experiment
from nnviz.engine.errors import SpecError
from nnviz.engine.message import Message, message
from nnviz.engine.options import Options
from nnviz.engine.spec import LayerSpec


@dataclass(frozen=True, slots=True)
class AddLayer(Edit):
    """Put a hidden layer in place ``layer``; those from there on move back by one."""

    layer: int
    units: int = 4
    activation: str = "relu"
    bias: bool = True

    def _name(self) -> Message:
        return message("Add a layer")

    def _apply(self, experiment: Experiment) -> Experiment:
        layers = list(experiment.spec.layers)
        if not 1 <= self.layer <= len(layers):
            raise SpecError(
                "A layer can be added in the places 1 to {last}, before the output layer.",
                last=len(layers),
            )
        layers.insert(self.layer - 1, LayerSpec(self.units, self.activation, bias=self.bias))
        old = [*range(1, self.layer), None, *range(self.layer, len(layers))]
        return carrying.rearranged(with_layers(experiment, layers), old)


@dataclass(frozen=True, slots=True)
class RemoveLayer(Edit):
    """Take a hidden layer away."""

    layer: int

    def _name(self) -> Message:
        return message("Remove layer {layer}", layer=self.layer)

    def _apply(self, experiment: Experiment) -> Experiment:
        check_hidden(experiment.spec, self.layer)
        old = [k for k in range(1, len(experiment.spec.layers) + 1) if k != self.layer]
        layers = [experiment.spec.layers[k - 1] for k in old]
        return carrying.rearranged(with_layers(experiment, layers), old)


@dataclass(frozen=True, slots=True)
class DuplicateLayer(Edit):
    """Put a layer like ``layer`` behind it; the values stay with the one that was there."""

    layer: int

    def _name(self) -> Message:
        return message("Duplicate layer {layer}", layer=self.layer)

    def _apply(self, experiment: Experiment) -> Experiment:
        check_hidden(experiment.spec, self.layer)
        layers = list(experiment.spec.layers)
        layers.insert(self.layer, layers[self.layer - 1])
        old = [*range(1, self.layer + 1), None, *range(self.layer + 1, len(layers))]
        return carrying.rearranged(with_layers(experiment, layers), old)


@dataclass(frozen=True, slots=True)
class MoveLayer(Edit):
    """Move a hidden layer to another place among the hidden layers."""

    layer: int
    to: int

    def _name(self) -> Message:
        return message("Move layer {layer} to place {to}", layer=self.layer, to=self.to)

    def _apply(self, experiment: Experiment) -> Experiment:
        check_hidden(experiment.spec, self.layer)
        check_hidden(experiment.spec, self.to)
        old = list(range(1, len(experiment.spec.layers) + 1))
        old.insert(self.to - 1, old.pop(self.layer - 1))
        layers = [experiment.spec.layers[k - 1] for k in old]
        return carrying.rearranged(with_layers(experiment, layers), old)


@dataclass(frozen=True, slots=True)
class SetUnits(Nudge):
    """Set the number of units of a layer."""

    layer: int
    units: int

    def _target(self) -> Hashable:
        return self.layer

    def _name(self) -> Message:
        return message("Units of layer {layer}", layer=self.layer)

    def _apply(self, experiment: Experiment) -> Experiment:
        return with_layer(experiment, self.layer, units=self.units)


@dataclass(frozen=True, slots=True)
class SetActivation(Edit):
    """Set the activation function of a layer, with its options."""

    layer: int
    activation: str
    options: Mapping[str, Any] = field(default_factory=Options)

    def _name(self) -> Message:
        return message("Activation of layer {layer}", layer=self.layer)

    def _apply(self, experiment: Experiment) -> Experiment:
        return with_layer(
            experiment,
            self.layer,
            activation=self.activation,
            activation_options=Options(self.options),
        )


@dataclass(frozen=True, slots=True)
class SetActivationOption(Nudge):
    """Set one number of a layer's activation, for example ``alpha``."""

    layer: int
    option: str
    value: float

    def _target(self) -> Hashable:
        return self.layer, self.option

    def _name(self) -> Message:
        return message("Activation of layer {layer}", layer=self.layer)

    def _apply(self, experiment: Experiment) -> Experiment:
        if not 1 <= self.layer <= len(experiment.spec.layers):
            raise SpecError("There is no layer {layer}.", layer=self.layer)
        old = experiment.spec.layers[self.layer - 1].activation_options
        options = Options({**old, self.option: self.value})
        return with_layer(experiment, self.layer, activation_options=options)


@dataclass(frozen=True, slots=True)
class SetBias(Edit):
    """Give a layer a bias or take it away."""

    layer: int
    bias: bool

    def _name(self) -> Message:
        return message("Bias of layer {layer}", layer=self.layer)

    def _apply(self, experiment: Experiment) -> Experiment:
        return with_layer(experiment, self.layer, bias=self.bias)
