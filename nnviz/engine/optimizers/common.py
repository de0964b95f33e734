"""What the steps of several optimizers share: weight decay added to the gradient."""

from collections.abc import Mapping

from nnviz.engine.options import Options
from nnviz.engine.step import Phase, StepKind
from nnviz.engine.template import Template


def decay_templates(parameter: str, layer: int, weight_decay: float) -> tuple[Template, ...]:
    """Return the weight decay step of one parameter; none if λ is 0."""
    if not weight_decay:
        return ()
    return (
        Template(
            StepKind.WEIGHT_DECAY,
            Phase.UPDATE,
            layer,
            (f"d{parameter}", parameter),
            decayed(parameter),
            options=Options({"weight_decay": weight_decay}),
        ),
    )


def update_step(
    kind: StepKind,
    layer: int,
    inputs: tuple[str, ...],
    output: str,
    options: Mapping[str, float | None],
) -> Template:
    """Return a recorded step of the update with its hyper-parameters."""
    return Template(kind, Phase.UPDATE, layer, inputs, output, options=Options(options))


def gradient_name(parameter: str, weight_decay: float) -> str:
    """Return the trace name of the gradient that the optimizer goes on with."""
    return decayed(parameter) if weight_decay else f"d{parameter}"


def decayed(parameter: str) -> str:
    """Return the trace name of the gradient with the weight decay added."""
    return f"d{parameter}_decayed"
