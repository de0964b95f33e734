"""Values of parameters that stay when the network around them changes."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from nnviz.app.experiment import Experiment
from nnviz.engine import Network, initializers
from nnviz.engine.errors import DataError, SpecError
from nnviz.engine.message import Message
from nnviz.engine.options import Options
from nnviz.engine.orientation import HostArray
from nnviz.engine.spec import LayerSpec, NetworkSpec

GIVEN, DRAWN = "explicit", "he"


def rearranged(experiment: Experiment, old: Sequence[int | None]) -> Experiment:
    """Return the experiment with each layer's parameters under its new number.

    ``old`` holds, for each layer, the number that it had before (None: it is new).
    """
    values = experiment.parameters
    if values is None:
        return experiment
    moved = {
        f"{letter}{new}": values[f"{letter}{was}"]
        for new, was in enumerate(old, start=1)
        for letter in "Wb"
        if f"{letter}{was}" in values
    }
    return experiment.with_parameters(moved)


def respecified(experiment: Experiment, **changes: Any) -> Experiment:
    """Return the experiment with fields of its network changed.

    Where given initial values would no longer fit, the network is one whose values are drawn; the
    values themselves travel on as parameters, as far as they fit.
    """
    spec, values = experiment.spec, experiment.parameters
    if spec.initializer == GIVEN and "initializer" not in changes:
        n_in = changes.get("n_in", spec.n_in)
        layers = changes.get("layers", spec.layers)
        if _shapes(n_in, layers) != _shapes(spec.n_in, spec.layers):
            if values is None:
                values = initializers.explicit_values(
                    spec.initializer_options, spec.parameter_shapes
                )
            changes |= {"initializer": DRAWN, "initializer_options": Options()}
    changed = replace(experiment, spec=replace(spec, **changes))
    return changed if values is experiment.parameters else changed.with_parameters(values)


def starting_values(spec: NetworkSpec) -> dict[str, HostArray]:
    """Return the values that a network's parameters are given before its first iteration."""
    return initializers.initial_values(
        spec.initializer, spec.initializer_options, spec.parameter_shapes, spec.seed
    )


def _shapes(n_in: int, layers: Sequence[LayerSpec]) -> list[tuple[int, int, bool]]:
    sizes = (n_in, *(layer.units for layer in layers))
    return [
        (before, after, layer.bias)
        for (before, after), layer in zip(pairwise(sizes), layers, strict=True)
    ]


def with_value(
    experiment: Experiment, parameter: str, row: int, col: int, value: float
) -> Experiment:
    """Return the experiment with one parameter cell set.

    Raises:
        SpecError: there is no such cell.
        DataError: the value is not finite.
    """
    values = dict(experiment.parameters or {})
    if parameter not in values:
        raise SpecError("There is no parameter {name}.", name=parameter)
    if not math.isfinite(value):
        raise DataError("A parameter has to be a finite number, not {value}.", value=value)
    array = values[parameter].copy()
    table = array.reshape(1, -1) if array.ndim == 1 else array
    if not (0 <= row < table.shape[0] and 0 <= col < table.shape[1]):
        raise SpecError("{name} has no cell at that place.", name=parameter)
    table[row, col] = value
    array.flags.writeable = False
    return experiment.with_parameters({**values, parameter: array})


def settle(network: Network, values: Mapping[str, HostArray] | None) -> tuple[int, ...]:
    """Give the network the values that fit it; return the layers that had to be drawn anew.

    A layer's values fit if its weights have the same shape. With None everything is as drawn,
    and that is what was asked for: no layer is named.
    """
    if values is None:
        return ()
    drawn = network.parameters
    kept: dict[str, HostArray] = {}
    redrawn = []
    for layer in range(1, len(network.spec.layers) + 1):
        W, b = f"W{layer}", f"b{layer}"
        if W not in values or values[W].shape != drawn[W].shape:
            redrawn.append(layer)
            continue
        kept[W] = values[W]
        if b in values and b in drawn:
            kept[b] = values[b]
    if kept:
        network.set_parameters(kept)
    return tuple(redrawn)


def redrawn_notice(layers: Sequence[int]) -> Message | None:
    """Return the sentence that names the layers drawn anew, or None."""
    if not layers:
        return None
    return Message(
        "The parameters of layer {layers} were drawn anew, because their shape changed.",
        {"layers": ", ".join(map(str, layers))},
        plural="The parameters of layers {layers} were drawn anew, because their shape changed.",
        count=len(layers),
    )
