"""Which function writes which kind of step, and what the step is part of in a usual program."""

import re
from dataclasses import replace
from types import MappingProxyType

from nnviz.engine.code.activations import ACTIVATIONS
from nnviz.engine.code.adafactor import ADAFACTOR
from nnviz.engine.code.backward import BACKWARD
from nnviz.engine.code.dialect import Dialect, Language, Writer
from nnviz.engine.code.forward import FORWARD
from nnviz.engine.code.losses import LOSSES
from nnviz.engine.code.schedules import SCHEDULES
from nnviz.engine.code.updates import UPDATES
from nnviz.engine.code.written import Code, Line
from nnviz.engine.errors import SpecError
from nnviz.engine.message import message
from nnviz.engine.ops.factored import least
from nnviz.engine.orientation import Orientation, has_sample_axis
from nnviz.engine.step import Phase, Step, StepKind

LANGUAGES: tuple[Language, ...] = ("numpy", "torch")

WRITERS: dict[StepKind, Writer] = {
    **FORWARD, **ACTIVATIONS, **LOSSES, **BACKWARD, **UPDATES, **ADAFACTOR, **SCHEDULES,
}  # fmt: skip

_TORCH_KINDS = {
    StepKind.MATMUL: "nn.Linear",
    StepKind.ADD_BIAS: "nn.Linear",
    StepKind.SOFTMAX_SHIFT: "torch.softmax",
    StepKind.SOFTMAX_EXP: "torch.softmax",
    StepKind.SOFTMAX_SUM: "torch.softmax",
    StepKind.SOFTMAX_DIVIDE: "torch.softmax",
    StepKind.GRADIENT_NORM: "clip_grad_norm_",
    StepKind.LEARNING_RATE: "scheduler.step()",
}
_TORCH_LOSSES = {
    "mse": "F.mse_loss",
    "bce": "F.binary_cross_entropy_with_logits",
    "cross_entropy": "F.cross_entropy",
}
_TORCH_PHASES = {Phase.BACKWARD: "L.backward()", Phase.UPDATE: "optimizer.step()"}


def code_of(step: Step, language: Language, orientation: Orientation = "rows") -> Code:
    """Return what a step is in a language: one line, or two.

    The arrays have their trace names and a sample in each row, whatever the ``orientation``; in
    a textbook a comment says so where the picture shows the transpose. ``np``, or ``torch`` and
    ``F`` (``torch.nn.functional``), are taken to be imported. Of a per-sample step the arrays are
    the whole ones, and the line takes a row of each.

    Raises:
        SpecError: there is no such language.
    """
    if language not in LANGUAGES:
        raise SpecError(
            "The language of code must be 'numpy' or 'torch', but it is {found}.",
            found=repr(language),
        )
    lines = tuple(WRITERS[step.kind](Dialect(step, language)))
    lines = tuple(_remarked(line, step, orientation) for line in lines)
    part_of = _part_of(step) if language == "torch" else None
    return Code(language, lines, MappingProxyType(_settings(step, lines)), part_of)


def _remarked(line: Line, step: Step, orientation: Orientation) -> Line:
    """Return the line that makes the output with what else there is to say about it."""
    if not line.code.startswith(f"{step.output} = "):
        return line
    remarks = [*line.remarks]
    if orientation == "textbook" and has_sample_axis(step.output) and step.value.ndim == 2:
        remarks.append(message("on screen {name}", name=f"{step.output}.T"))
    if step.derived:
        remarks.append(message("derived: not computed in training"))
    return replace(line, remarks=tuple(remarks))


def _settings(step: Step, lines: tuple[Line, ...]) -> dict[str, float | int]:
    """Return the options of the step that are named in the lines."""
    words = {word for line in lines for word in re.findall(r"[A-Za-z_]\w*", line.code)}
    assigned = {word for line in lines for word in _assigned(line)}
    options = dict(step.options)
    if "eps1" in options:
        options["eps1"] = least(step)
    return {name: value for name, value in options.items() if name in words - assigned}


def _assigned(line: Line) -> list[str]:
    """Return the names that a line gives a value itself."""
    left, equals, _ = line.code.partition(" = ")
    return left.split(", ") if equals else []


def _part_of(step: Step) -> str | None:
    """Return what does the step in a usual PyTorch program."""
    if step.derived:
        return None
    if step.kind in _TORCH_KINDS:
        return _TORCH_KINDS[step.kind]
    if step.kind is StepKind.CLIP:
        return "clip_grad_norm_" if "clip_norm" in step.options else "clip_grad_value_"
    if step.phase is Phase.LOSS:
        return _TORCH_LOSSES.get(str(step.options.get("loss")))
    return _TORCH_PHASES.get(step.phase)
