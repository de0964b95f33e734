"""The very short labels of steps on the timeline: W·x, +b, ReLU, ∂W²."""

from collections.abc import Callable

from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind
from nnviz.scene.narration.names import parameter_of
from nnviz.scene.primitives import Run

_ACTIVATIONS = {
    "linear": "id",
    "relu": "ReLU",
    "leaky_relu": "LReLU",
    "elu": "ELU",
    "selu": "SELU",
    "sigmoid": "σ",
    "softplus": "s⁺",
    "gelu": "GELU",
    "gelu_tanh": "GELU",
}

# Labels that are the same in every layer and orientation.
_PLAIN = {
    StepKind.ADD_BIAS: "+b",
    StepKind.SOFTMAX_SHIFT: "−max",
    StepKind.SOFTMAX_EXP: "exp",
    StepKind.SOFTMAX_SUM: "Σ",
    StepKind.SOFTMAX_DIVIDE: "÷Σ",
    StepKind.ERROR: "ŷ−y",
    StepKind.SAMPLE_LOSS: "ℓ",
    StepKind.LOSS: "L",
    StepKind.LOSS_GRADIENT: "∂L",
    StepKind.DERIVATIVE: "f′",
    StepKind.JACOBIAN: "J",
    StepKind.WEIGHT_DECAY: "+λ",
    StepKind.VELOCITY: "v",
    StepKind.NESTEROV: "g̃",
    StepKind.FIRST_MOMENT: "m",
    StepKind.SECOND_MOMENT: "v",
    StepKind.FIRST_CORRECTED: "m̂",
    StepKind.SECOND_CORRECTED: "v̂",
}

# Letters that carry the number of a layer, and how far below the step's own layer it lies.
_LAYERED = {
    StepKind.FUSED_GRADIENT: ("δ", 0),
    StepKind.HADAMARD: ("δ", 0),
    StepKind.SOFTMAX_BACKWARD: ("δ", 0),
    StepKind.WEIGHT_GRADIENT: ("∂W", 0),
    StepKind.BIAS_GRADIENT: ("∂b", 0),
    StepKind.INPUT_GRADIENT: ("∂a", 1),
}


def _matmul(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    feed = "x" if step.layer == 1 else "a"
    if orientation == "textbook":
        return (Run(f"W·{feed}"),)
    return (Run(f"{feed}·W"), Run("T", script=1))


def _activation(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    name = str(step.options.get("activation", ""))
    return (Run(_ACTIVATIONS.get(name, name)),)


def _outer_product(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    feed = "x" if step.layer == 1 else "a"
    if orientation == "textbook":
        return (Run(f"δ{feed}"), Run("T", script=1))
    return (Run("δ"), Run("T", script=1), Run(feed))


def _update(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    name = parameter_of(step)
    return (Run(name[0]), Run(name[1:], script=1))


_SPECIAL: dict[StepKind, Callable[[Step, Orientation], tuple[Run, ...]]] = {
    StepKind.MATMUL: _matmul,
    StepKind.ACTIVATION: _activation,
    StepKind.OUTER_PRODUCT: _outer_product,
    StepKind.UPDATE: _update,
}


def tick(step: Step, orientation: Orientation = "textbook") -> tuple[Run, ...]:
    """Return the label of a step on the timeline, a handful of characters."""
    if step.kind in _PLAIN:
        return (Run(_PLAIN[step.kind]),)
    if step.kind in _LAYERED:
        letter, below = _LAYERED[step.kind]
        return (Run(letter), Run(str(step.layer - below), script=1))
    return _SPECIAL[step.kind](step, orientation)
