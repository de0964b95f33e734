"""What training never computes but a trace shows, worked out from recorded values."""

from collections.abc import Callable

import numpy as np

from nnviz.engine import losses
from nnviz.engine.losses import FusedLoss
from nnviz.engine.orientation import HostArray
from nnviz.engine.spec import NetworkSpec
from nnviz.engine.step import Phase, StepKind
from nnviz.engine.template import Template


def derived_array(
    template: Template, spec: NetworkSpec, get: Callable[[str], HostArray]
) -> HostArray:
    """Return ∂L/∂A or f'(Z) of a fused output, from recorded arrays got by name."""
    if template.kind is StepKind.DERIVATIVE:
        function = spec.layers[template.layer - 1].make_activation()
        return function.derivative(get(template.inputs[0]))
    loss = losses.get(spec.loss)
    # Only a fused gradient is ever opened.
    assert isinstance(loss, FusedLoss)
    with np.errstate(all="ignore"):
        return loss.output_gradient(*(get(name) for name in template.inputs))


def leaves_out(
    templates: tuple[Template, ...], value: Callable[[Template], HostArray]
) -> frozenset[Template]:
    """Return the opened steps of a fused gradient if ∂L/∂A is not finite, else nothing.

    That is so where a probability has underflowed to 0, and is why the gradient is fused.
    """
    opened = [t for t in templates if t.derived and t.phase is Phase.BACKWARD and not t.per_sample]
    if not opened or all(bool(np.isfinite(value(t)).all()) for t in opened):
        return frozenset()
    layer = opened[0].layer
    return frozenset(
        t for t in templates if t in opened or (t.kind is StepKind.JACOBIAN and t.layer == layer)
    )
