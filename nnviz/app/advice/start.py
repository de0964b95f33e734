"""What is unwise about the values that the parameters start from."""

import math
from collections.abc import Iterator, Mapping

import numpy as np

from nnviz.app.advice.facts import Facts, written
from nnviz.app.advice.remark import Place, Remark, Remedy, Sight
from nnviz.app.carrying import starting_values
from nnviz.app.edits import SetInitializer
from nnviz.app.experiment import Experiment
from nnviz.engine.message import Message, message
from nnviz.engine.orientation import HostArray
from nnviz.engine.spec import NetworkSpec
from nnviz.scene.narration import activation_name

# Functions with f(0) = 0: behind weights of 0 every unit is 0.
_THROUGH_ZERO = {
    "linear",
    "relu",
    "leaky_relu",
    "elu",
    "selu",
    "tanh",
    "swish",
    "gelu",
    "gelu_tanh",
}
# So many standard deviations of Z from the steep middle most units are at a flat end.
_FLAT_FROM = {"tanh": 4.0, "sigmoid": 10.0}
_MOST_LOOKED_AT = 4_000_000


def identical(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield the first hidden layer whose units all start the same: they never part."""
    del facts
    spec = experiment.spec
    values = _values(experiment)
    for layer in range(1, len(spec.layers)):
        if spec.layers[layer - 1].units < 2 or not _are_alike(values, layer):
            continue
        yield Remark(
            "identical",
            "unwise",
            Place("start"),
            message(
                "All units of layer {layer} start with the same weights, and are used alike by "
                "the next layer.",
                layer=layer,
            ),
            _announced(spec, values, layer),
            _drawn(spec),
            Sight(f"W{layer}", "symptoms"),
        )
        return


def saturated(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield that wide initial weights put the units of the first layer at the flat ends."""
    spec = experiment.spec
    first = spec.layers[0]
    if len(spec.layers) < 2 or first.activation not in _FLAT_FROM or experiment.parameters:
        return
    spread = _spread(spec) * math.sqrt(facts.n_in) * facts.typical
    if spread < _FLAT_FROM[first.activation]:
        return
    yield Remark(
        "wide",
        "unwise",
        Place("start"),
        message(
            "With these initial values the sums Z¹ are about {spread} in size, far out on the flat "
            "ends of {activation}.",
            spread=written(spread),
            activation=activation_name(first.activation),
        ),
        message("Most numbers of A¹ stand close to an end, where the slope is nearly 0."),
        _drawn(spec),
        Sight("A1", "symptoms"),
    )


def _values(experiment: Experiment) -> Mapping[str, HostArray]:
    """Return the values the network starts from; {} where they are drawn at random anyway."""
    if experiment.parameters is not None:
        return experiment.parameters
    spec = experiment.spec
    count = sum(math.prod(shape) for shape in spec.parameter_shapes.values())
    if count > _MOST_LOOKED_AT or (spec.initializer != "explicit" and _spread(spec) > 0.0):
        return {}
    return starting_values(spec)


def _are_alike(values: Mapping[str, HostArray], layer: int) -> bool:
    W, after, b = values.get(f"W{layer}"), values.get(f"W{layer + 1}"), values.get(f"b{layer}")
    if W is None or after is None:
        return False
    into, out = bool((W[:1] == W).all()), bool((after == after[:, :1]).all())
    return into and out and (b is None or bool((b == b[0]).all()))


def _announced(spec: NetworkSpec, values: Mapping[str, HostArray], layer: int) -> Message:
    weights = [values[f"W{k}"] for k in range(1, len(spec.layers) + 1) if f"W{k}" in values]
    biases = [values[f"b{k}"] for k in range(1, len(spec.layers)) if f"b{k}" in values]
    through = all(unit.activation in _THROUGH_ZERO for unit in spec.layers[:-1])
    if through and not any(np.any(part) for part in (*weights, *biases)):
        return message(
            "Every hidden unit is 0, and so is the gradient of every weight: only the output's "
            "bias ever changes."
        )
    return message(
        "The units of layer {layer} get the same gradient in every update and stay identical: "
        "the layer is worth one unit.",
        layer=layer,
    )


def _drawn(spec: NetworkSpec) -> tuple[Remedy, ...]:
    squashing = {"sigmoid", "tanh", "softmax"}
    if any(layer.activation in squashing for layer in spec.layers[:-1]):
        return (Remedy(message("Draw them by Xavier"), SetInitializer("xavier")),)
    return (Remedy(message("Draw them by He"), SetInitializer("he")),)


def _spread(spec: NetworkSpec) -> float:
    """Return the standard deviation of the weights of the first layer, as they are drawn."""
    options, (n_in, n_out) = spec.initializer_options, spec.sizes[:2]
    if spec.initializer == "he":
        return math.sqrt(2.0 / n_in)
    if spec.initializer == "xavier":
        return math.sqrt(2.0 / (n_in + n_out))
    if spec.initializer == "normal":
        return float(options["std"])
    if spec.initializer == "uniform":
        return (float(options["high"]) - float(options["low"])) / math.sqrt(12.0)
    return 0.0
