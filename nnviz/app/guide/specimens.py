"""For every kind of op an experiment in which it happens: an example, some with one change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from nnviz.app.document import opened
from nnviz.app.examples import EXAMPLES, TEXTS
from nnviz.app.experiment import Experiment
from nnviz.engine.message import Message, message
from nnviz.engine.spec import OptimizerSpec, ScheduleSpec
from nnviz.engine.step import Step, StepKind
from nnviz.engine.trace import Trace


@dataclass(frozen=True, slots=True)
class _Source:
    """An example, what is changed in it and in words, and the iteration that shows it best."""

    example: str
    said: Message | None = None
    changed: Mapping[str, Any] | None = None
    iteration: int = 0


@dataclass(frozen=True, eq=False)
class Specimen:
    """An experiment and the iteration in which a kind of op is seen well.

    ``name`` says which example it is and what is changed in it.
    """

    kind: StepKind
    name: Message
    experiment: Experiment
    iteration: int
    trace: Trace

    @property
    def step(self) -> Step:
        """The step that pages show: of its kind the one with the most numbers."""
        found = [step for step in self.trace.steps if step.kind == self.kind]
        return max(found, key=lambda step: step.value.size)


def _with(name: str, **options: float | bool) -> dict[str, Any]:
    return {"optimizer": OptimizerSpec(name, options)}


_BY_HAND, _XOR, _SOFTMAX = _Source("two-layers"), _Source("xor"), _Source("softmax")
_SQUARED = _Source(
    "softmax", message("a squared error in place of cross-entropy"), {"loss": "half_mse"}
)
_L2 = _Source("two-layers", message("an L2 penalty"), {"l2": 0.1})
_CLIPPED = _Source("two-layers", message("the gradient clipped to length 1"), {"clip_norm": 1.0})
_FALLING = _Source(
    "two-layers",
    message("a learning rate that falls"),
    {"schedule": ScheduleSpec("exponential", {"gamma": 0.5})},
    1,
)
_DECAYED = _Source("two-layers", message("weight decay"), _with("sgd", lr=0.05, weight_decay=0.1))
_MOMENTUM = _Source("two-layers", message("momentum"), _with("sgd", lr=0.02, momentum=0.9), 1)
_NESTEROV = _Source(
    "two-layers",
    message("Nesterov momentum"),
    _with("sgd", lr=0.02, momentum=0.9, nesterov=True),
    1,
)
_ADAGRAD = _Source("two-layers", message("Adagrad"), _with("adagrad", lr=0.1), 1)
_ADAM = _Source("two-layers", message("Adam"), _with("adam", lr=0.1), 1)
_ADAMW = _Source("two-layers", message("AdamW"), _with("adamw", lr=0.1, weight_decay=0.1), 1)
_ADAFACTOR = _Source("two-layers", message("Adafactor"), _with("adafactor", lr=0.1), 1)

_K = StepKind
_SOURCES: Final[Mapping[StepKind, _Source]] = {
    **dict.fromkeys((_K.MATMUL, _K.ADD_BIAS, _K.ERROR, _K.JACOBIAN, _K.UPDATE), _BY_HAND),
    **dict.fromkeys((_K.ACTIVATION, _K.DERIVATIVE, _K.HADAMARD), _XOR),
    **dict.fromkeys((_K.SAMPLE_LOSS, _K.LOSS, _K.LOSS_GRADIENT), _XOR),
    **dict.fromkeys((_K.OUTER_PRODUCT, _K.INPUT_GRADIENT), _BY_HAND),
    **dict.fromkeys((_K.WEIGHT_GRADIENT, _K.BIAS_GRADIENT), _XOR),
    **dict.fromkeys(
        (_K.SOFTMAX_SHIFT, _K.SOFTMAX_EXP, _K.SOFTMAX_SUM, _K.SOFTMAX_DIVIDE), _SOFTMAX
    ),
    _K.FUSED_GRADIENT: _SOFTMAX,
    _K.SOFTMAX_BACKWARD: _SQUARED,
    **dict.fromkeys((_K.PENALTY, _K.TOTAL_LOSS, _K.PENALTY_GRADIENT), _L2),
    **dict.fromkeys((_K.GRADIENT_NORM, _K.CLIP), _CLIPPED),
    _K.LEARNING_RATE: _FALLING,
    _K.WEIGHT_DECAY: _DECAYED,
    _K.DECOUPLED_DECAY: _ADAMW,
    _K.VELOCITY: _MOMENTUM,
    _K.NESTEROV: _NESTEROV,
    **dict.fromkeys((_K.SQUARE_SUM, _K.SCALED_GRADIENT), _ADAGRAD),
    **dict.fromkeys(
        (_K.FIRST_MOMENT, _K.SECOND_MOMENT, _K.FIRST_CORRECTED, _K.SECOND_CORRECTED), _ADAM
    ),
    **dict.fromkeys(
        (
            _K.ROW_MEAN, _K.ROW_AVERAGE, _K.COLUMN_MEAN, _K.COLUMN_AVERAGE, _K.FACTORED_ESTIMATE,
            _K.UNIT_UPDATE, _K.UPDATE_RMS, _K.CLIPPED_UPDATE, _K.RELATIVE_STEP,
        ),
        _ADAFACTOR,
    ),
}  # fmt: skip


def specimen(kind: StepKind) -> Specimen:
    """Return the experiment that shows a kind of op, computed up to that step."""
    source = _SOURCES[kind]
    experiment, trace = _computed(kind)
    title = TEXTS[source.example].title
    name = (
        message("“{example}”", example=title)
        if source.said is None
        else message("“{example}” with {change}", example=title, change=source.said)
    )
    return Specimen(kind, name, experiment, source.iteration, trace)


def _computed(kind: StepKind) -> tuple[Experiment, Trace]:
    source = _SOURCES[kind]
    first = next(other for other, same in _SOURCES.items() if same is source)
    return _run(first)


@cache
def _run(kind: StepKind) -> tuple[Experiment, Trace]:
    source = _SOURCES[kind]
    experiment = EXAMPLES[source.example]
    if source.changed:
        experiment = replace(experiment, spec=replace(experiment.spec, **source.changed))
    run = opened(experiment).run
    if source.iteration:
        run.advance(source.iteration)
    return experiment, run.trace(source.iteration)
