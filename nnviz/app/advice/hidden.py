"""What is unwise about the hidden layers."""

from collections.abc import Iterator, Sequence

from nnviz.app.advice.facts import Facts
from nnviz.app.advice.remark import Place, Remark, Remedy, Sight
from nnviz.app.edits import Edit, RemoveLayer, SetActivation, SetInitializer, Together
from nnviz.app.experiment import Experiment
from nnviz.engine.message import message
from nnviz.engine.notation import plain
from nnviz.engine.spec import LayerSpec, NetworkSpec

# From so many hidden sigmoid layers on, each with a slope of at most ¼, hardly any gradient comes
# through.
_DEEP = 3


def collapsing(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield each hidden layer without a bend: with the next one it is a single matrix."""
    del facts
    for layer in _hidden(experiment.spec):
        if not is_linear(experiment.spec.layers[layer - 1]):
            continue
        yield Remark(
            "collapse",
            "unwise",
            Place("activation", layer),
            message(
                "Layer {layer} is linear: together with layer {next} it computes nothing that "
                "layer {next} could not compute alone.",
                layer=layer,
                next=layer + 1,
            ),
            message(
                "The two products are one: {later}·{earlier} is a single matrix, whatever the "
                "data (linear collapse).",
                later=plain(f"W{layer + 1}"),
                earlier=plain(f"W{layer}"),
            ),
            (
                Remedy(message("Use ReLU"), SetActivation(layer, "relu")),
                Remedy(message("Remove layer {layer}", layer=layer), RemoveLayer(layer)),
            ),
            Sight(f"A{layer}"),
        )


def vanishing(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield that a deep stack of sigmoids lets hardly any gradient through."""
    del facts
    layers = [
        layer
        for layer in _hidden(experiment.spec)
        if experiment.spec.layers[layer - 1].activation == "sigmoid"
    ]
    if len(layers) < _DEEP:
        return
    yield Remark(
        "vanishing",
        "unwise",
        Place("activation", layers[0]),
        message(
            "{count} hidden layers are sigmoids, whose slope is at most ¼: on its way back the "
            "gradient is multiplied by it each time.",
            count=len(layers),
        ),
        message(
            "∂L/∂W will be many times shorter in layer 1 than in the last layer: the first layers "
            "hardly learn (vanishing gradient)."
        ),
        (
            Remedy(message("Use ReLU in all of them"), _as(layers, "relu", "he")),
            Remedy(message("Use tanh in all of them"), _as(layers, "tanh", "xavier")),
        ),
        Sight("dW1", "symptoms"),
    )


def competing(experiment: Experiment, facts: Facts) -> Iterator[Remark]:
    """Yield each hidden softmax: its outputs have to share a sum of 1."""
    del facts
    for layer in _hidden(experiment.spec):
        if experiment.spec.layers[layer - 1].activation != "softmax":
            continue
        yield Remark(
            "competing",
            "unwise",
            Place("activation", layer),
            message("Softmax makes the units of hidden layer {layer} share a sum of 1.",
                    layer=layer),
            message(
                "Where one unit of {name} grows, the others shrink: each column adds up to 1.",
                name=plain(f"A{layer}"),
            ),
            (Remedy(message("Use ReLU"), SetActivation(layer, "relu")),),
            Sight(f"A{layer}"),
        )  # fmt: skip


def is_linear(layer: LayerSpec) -> bool:
    """Say whether a layer's activation is a straight line."""
    if layer.activation == "leaky_relu":
        return float(layer.activation_options["alpha"]) == 1.0
    return layer.activation == "linear"


def _hidden(spec: NetworkSpec) -> range:
    return range(1, len(spec.layers))


def _as(layers: Sequence[int], activation: str, initializer: str) -> Edit:
    edits = tuple(SetActivation(layer, activation) for layer in layers)
    name = message("Activation of the hidden layers")
    return Together(name, (*edits, SetInitializer(initializer)))
