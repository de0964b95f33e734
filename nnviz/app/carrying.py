"""Values of parameters that stay when the network around them changes."""

import math
from collections.abc import Mapping, Sequence

from nnviz.app.experiment import Experiment
from nnviz.engine import Network
from nnviz.engine.errors import DataError, SpecError
from nnviz.engine.message import Message
from nnviz.engine.orientation import HostArray


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
