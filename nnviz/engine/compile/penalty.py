"""The ops of the L2 penalty: its value, the loss with it, and its part of the gradients."""

from nnviz.engine.calls import bind, scalar
from nnviz.engine.compile.op import Context, Op
from nnviz.engine.options import Options
from nnviz.engine.step import Phase, StepKind
from nnviz.engine.template import Template


def penalty_ops(context: Context) -> list[Op]:
    """Return the ops R = λ/2 · ΣW² and L = L_data + R; none if λ is 0."""
    if not context.spec.l2:
        return []
    xp, last = context.xp, context.last
    names = tuple(f"W{layer}" for layer in range(1, last + 1))
    squares = xp.zeros(last, dtype=context["R"].dtype)
    halves = xp.full(last, context.spec.l2 / 2.0, dtype=squares.dtype)
    calls = []
    for place, name in enumerate(names):
        flat = context[name].reshape(-1)
        calls.append(bind(xp.dot, flat, flat, out=squares[place : place + 1].reshape(())))
    calls.append(bind(xp.dot, squares, halves, out=context["R"]))
    add = bind(xp.add, context["L_data"], context["R"], out=context["L"])
    options, phase = _options(context), Phase.LOSS
    return [
        Op(Template(StepKind.PENALTY, phase, last, names, "R", options=options), tuple(calls)),
        Op(Template(StepKind.TOTAL_LOSS, phase, last, ("L_data", "R"), "L"), (add,)),
    ]


def data_gradient(context: Context, layer: int) -> str:
    """Return the trace name of the weight gradient of the data alone."""
    return f"dW{layer}_data" if context.spec.l2 else f"dW{layer}"


def penalty_gradient(context: Context, layer: int) -> list[Op]:
    """Return the op ∂L/∂W = ∂L_data/∂W + λW of one layer; none if λ is 0."""
    if not context.spec.l2:
        return []
    xp, W, dW, data = context.xp, f"W{layer}", f"dW{layer}", f"dW{layer}_data"
    total = context[dW]
    template = Template(
        StepKind.PENALTY_GRADIENT, Phase.BACKWARD, layer, (data, W), dW, options=_options(context)
    )
    calls = (
        bind(xp.multiply, context[W], scalar(xp, context.spec.l2, total), out=total),
        bind(xp.add, context[data], total, out=total),
    )
    return [Op(template, calls)]


def _options(context: Context) -> Options:
    return Options({"l2": context.spec.l2})
