"""The very short labels of steps on the timeline: W·x, + b, ReLU, ∂W²."""

from collections.abc import Callable

from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind
from nnviz.scene.narration.names import parameter_of
from nnviz.scene.primitives import Run
from nnviz.scene.symbols import runs

_RAISED_T = Run("T", script=1, style="math")


def _word(text: str) -> tuple[Run, ...]:
    return (Run(text),)


def _letters(text: str) -> tuple[Run, ...]:
    return (Run(text, style="math"),)


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
    StepKind.ADD_BIAS: _letters("+ b"),
    StepKind.SOFTMAX_SHIFT: _word("−max"),
    StepKind.SOFTMAX_EXP: _word("exp"),
    StepKind.SOFTMAX_SUM: _letters("Σ"),
    StepKind.SOFTMAX_DIVIDE: _letters("÷ Σ"),
    StepKind.SAMPLE_LOSS: _letters("ℓ"),
    StepKind.DERIVATIVE: _letters("f ′"),
    # In full, ∂a/∂z, it would be too small to read in its box.
    StepKind.JACOBIAN: _word("Jac"),
    StepKind.PENALTY_GRADIENT: _letters("+ λW"),
    StepKind.CLIP: _letters("g\u0304"),
    StepKind.LEARNING_RATE: _letters("η"),
    StepKind.WEIGHT_DECAY: _letters("+ λ"),
    StepKind.NESTEROV: _letters("g\u0303"),
    StepKind.DECOUPLED_DECAY: _letters("− λ"),
    StepKind.SQUARE_SUM: _letters("s"),
    StepKind.SCALED_GRADIENT: _letters("g\u0302"),
    StepKind.FIRST_MOMENT: _letters("m"),
    StepKind.SECOND_MOMENT: _letters("v"),
    StepKind.FIRST_CORRECTED: _letters("m\u0302"),
    StepKind.SECOND_CORRECTED: _letters("v\u0302"),
    StepKind.ROW_MEAN: _letters("R\u0304"),
    StepKind.ROW_AVERAGE: _letters("R"),
    StepKind.COLUMN_MEAN: _letters("C\u0304"),
    StepKind.COLUMN_AVERAGE: _letters("C"),
    StepKind.FACTORED_ESTIMATE: _letters("v\u0302"),
    StepKind.UNIT_UPDATE: _letters("U"),
    StepKind.UPDATE_RMS: _word("RMS"),
    StepKind.CLIPPED_UPDATE: _letters("U\u0302"),
    StepKind.RELATIVE_STEP: _letters("α"),
}


def _matmul(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    feed = "x" if step.layer == 1 else "a"
    if orientation == "textbook":
        return _letters(f"W·{feed}")
    return (*_letters(f"{feed}·W"), _RAISED_T)


def _activation(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    name = str(step.options.get("activation", ""))
    return (Run(_ACTIVATIONS.get(name, name)),)


def _outer_product(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    feed = "x" if step.layer == 1 else "a"
    if orientation == "textbook":
        return (*_letters(f"δ{feed}"), _RAISED_T)
    return (*_letters("δ"), _RAISED_T, *_letters(feed))


def _update(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    return runs(parameter_of(step), orientation)


def _velocity(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    return _letters(step.output[0])


_SPECIAL: dict[StepKind, Callable[[Step, Orientation], tuple[Run, ...]]] = {
    StepKind.MATMUL: _matmul,
    StepKind.ACTIVATION: _activation,
    StepKind.OUTER_PRODUCT: _outer_product,
    StepKind.UPDATE: _update,
    StepKind.VELOCITY: _velocity,
}


def _output(step: Step, orientation: Orientation) -> tuple[Run, ...]:
    label = runs(step.output, orientation)
    # Every gradient is one of the loss: on the timeline ∂W² is enough for ∂L/∂W².
    texts = [run.text for run in label]
    return label[texts.index("/") + 1 :] if texts[0] == "∂L" and "/" in texts else label


def tick(step: Step, orientation: Orientation = "textbook") -> tuple[Run, ...]:
    """Return the label of a step on the timeline, a handful of characters."""
    if step.kind in _PLAIN:
        return _PLAIN[step.kind]
    return _SPECIAL.get(step.kind, _output)(step, orientation)
