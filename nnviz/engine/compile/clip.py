"""Gradient clipping: by the norm of all gradients together, or of each number by itself.

Both are PyTorch's: ``clip_grad_norm_`` multiplies every gradient by min(1, c / (‖g‖ + 1e-6)),
``clip_grad_value_`` keeps every number between −c and c. The raw gradients stay as they are.
"""

from dataclasses import replace

from nnviz.engine.calls import Array, Call, bind, scalar
from nnviz.engine.compile.op import Context
from nnviz.engine.ops.clip import GUARD
from nnviz.engine.options import Options
from nnviz.engine.spec import NetworkSpec
from nnviz.engine.step import Phase, StepKind
from nnviz.engine.store import Store
from nnviz.engine.template import Template


def clip_calls(context: Context, store: Store, squares: Array) -> list[Call]:
    """Return the calls from the raw gradients to those that the optimizer takes.

    ``squares`` (0-d) will hold the sum of the squares of all gradients. One rule serves every
    step: where nothing has to be clipped the factor is 1.
    """
    spec, xp = context.spec, context.xp
    if spec.clip_value is not None:
        raw, g = store.row("raw"), store.row("g")
        low, high = (scalar(xp, limit, raw) for limit in (-spec.clip_value, spec.clip_value))
        return [bind(xp.maximum, raw, low, out=g), bind(xp.minimum, g, high, out=g)]
    if spec.clip_norm is None:
        return []
    raw, g, norm = store.row("raw"), store.row("g"), context["gnorm"]
    limit, guard, one = (scalar(xp, number, raw) for number in (spec.clip_norm, GUARD, 1.0))
    factor = xp.zeros((), dtype=raw.dtype)
    return [
        bind(xp.sqrt, squares, out=norm),
        bind(xp.add, norm, guard, out=factor),
        bind(xp.divide, limit, factor, out=factor),
        bind(xp.minimum, factor, one, out=factor),
        bind(xp.multiply, raw, factor, out=g),
    ]


def norm_templates(spec: NetworkSpec) -> tuple[Template, ...]:
    """Return the step of the gradient norm; none if it is not needed."""
    if spec.clip_norm is None:
        return ()
    names = tuple(f"d{name}" for name in spec.parameter_shapes)
    kind, last = StepKind.GRADIENT_NORM, len(spec.layers)
    return (Template(kind, Phase.UPDATE, last, names, "gnorm"),)


def clipped_updates(
    spec: NetworkSpec, parameter: str, updates: tuple[Template, ...]
) -> tuple[Template, ...]:
    """Return the optimizer's steps for one parameter, with the clipping before them."""
    if not spec.clips:
        return updates
    raw, clipped, layer = f"d{parameter}", f"d{parameter}_clipped", int(parameter[1:])
    by_norm = spec.clip_norm is not None
    inputs = ("gnorm", raw) if by_norm else (raw,)
    options = {"clip_norm": spec.clip_norm} if by_norm else {"clip_value": spec.clip_value}
    clip = Template(StepKind.CLIP, Phase.UPDATE, layer, inputs, clipped, options=Options(options))
    renamed = (
        replace(t, inputs=tuple(clipped if name == raw else name for name in t.inputs))
        for t in updates
    )
    return (clip, *renamed)
