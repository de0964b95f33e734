"""What an edit is: frozen data with a name that makes one experiment out of another."""

from abc import ABC, abstractmethod
from collections.abc import Hashable
from dataclasses import replace
from typing import Any, ClassVar

from nnviz.app import carrying
from nnviz.app.experiment import Experiment
from nnviz.engine.errors import SpecError
from nnviz.engine.message import Message
from nnviz.engine.spec import LayerSpec, NetworkSpec


class Edit(ABC):
    """A change of an experiment.

    Layers are counted from 1, as on the screen; the last one is the output layer. Values of
    parameters travel with their layer. ``adapts`` says that the edit may also change the output
    layer, so that it stays possible.
    """

    __slots__ = ()
    adapts: ClassVar[bool] = False

    @property
    def name(self) -> Message:
        """What the edit does, for the undo menu."""
        return self._name()

    @property
    def merge_key(self) -> Hashable | None:
        """What the edit nudges, or None; edits in a row with equal keys are undone together."""
        return None

    def apply(self, experiment: Experiment) -> Experiment:
        """Return the experiment changed.

        Whether the result fits its data is checked when it is compiled.

        Raises:
            NnvizError: the edit is impossible in itself.
        """
        return self._apply(experiment)

    @abstractmethod
    def _name(self) -> Message: ...

    @abstractmethod
    def _apply(self, experiment: Experiment) -> Experiment: ...


class Nudge(Edit):
    """An edit of one number, which spinners and sliders send many times in a row."""

    __slots__ = ()

    @property
    def merge_key(self) -> Hashable | None:
        """What is nudged."""
        return type(self).__name__, self._target()

    def _target(self) -> Hashable:
        return None


def with_spec(experiment: Experiment, **changes: Any) -> Experiment:
    """Return the experiment with fields of its network changed.

    Given initial values that no longer fit the shapes give way to drawn ones.
    """
    return carrying.respecified(experiment, **changes)


def with_layers(experiment: Experiment, layers: list[LayerSpec]) -> Experiment:
    """Return the experiment with other layers."""
    return with_spec(experiment, layers=tuple(layers))


def with_layer(experiment: Experiment, layer: int, **changes: Any) -> Experiment:
    """Return the experiment with fields of one layer changed.

    Raises:
        SpecError: there is no such layer.
    """
    layers = list(experiment.spec.layers)
    if not 1 <= layer <= len(layers):
        raise SpecError("There is no layer {layer}.", layer=layer)
    layers[layer - 1] = replace(layers[layer - 1], **changes)
    return with_layers(experiment, layers)


def check_hidden(spec: NetworkSpec, layer: int) -> None:
    """Refuse a layer that is not one of the hidden ones.

    Raises:
        SpecError: it is the output layer, or there is no such layer.
    """
    if layer == len(spec.layers):
        raise SpecError("The output layer stays where it is: the loss is computed from it.")
    if not 1 <= layer < len(spec.layers):
        raise SpecError("There is no layer {layer}.", layer=layer)
