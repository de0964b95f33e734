"""The ops of the forward pass: matmul, add bias, activation."""

from nnviz.engine.activations import Softmax
from nnviz.engine.calls import bind
from nnviz.engine.compile.op import Context, Op, activation_options, feed
from nnviz.engine.step import Phase, StepKind
from nnviz.engine.template import Template


def forward_ops(context: Context) -> list[Op]:
    """Return the ops from X to the output of the last layer."""
    ops: list[Op] = []
    for number, layer in enumerate(context.spec.layers, start=1):
        ops += _weighted_sum(context, number, bias=layer.bias)
        if layer.activation == "softmax":
            ops += _softmax(context, number)
        elif layer.activation != "linear":
            ops.append(_activation(context, number))
    return ops


def _weighted_sum(context: Context, layer: int, *, bias: bool) -> list[Op]:
    xp, forward = context.xp, Phase.FORWARD
    source, W, P, Z = feed(layer), f"W{layer}", f"P{layer}", f"Z{layer}"
    product = P if bias else Z
    ops = [
        Op(
            Template(StepKind.MATMUL, forward, layer, (source, W), product),
            (bind(xp.dot, context[source], context[W].T, out=context[product]),),
        )
    ]
    if bias:
        b = f"b{layer}"
        template = Template(StepKind.ADD_BIAS, forward, layer, (P, b), Z)
        ops.append(Op(template, (bind(xp.add, context[P], context[b], out=context[Z]),)))
    return ops


def _activation(context: Context, layer: int) -> Op:
    spec = context.spec.layers[layer - 1]
    function = spec.make_activation()
    Z, A = f"Z{layer}", f"A{layer}"
    template = Template(
        StepKind.ACTIVATION,
        Phase.FORWARD,
        layer,
        (Z,),
        A,
        also=(f"M{layer}",) if function.has_mask else (),
        options=activation_options(spec),
    )
    return Op(template, tuple(function.forward_calls(context.xp, context[Z], context[A])))


def _softmax(context: Context, layer: int) -> list[Op]:
    Z, Zmax, Zshift, expZ, sumexp, A = names = tuple(
        f"{name}{layer}" for name in ("Z", "Zmax", "Zshift", "expZ", "sumexp", "A")
    )
    beats = Softmax().beats(context.xp, *(context[name] for name in names))
    options = activation_options(context.spec.layers[layer - 1])

    def template(
        kind: StepKind, inputs: tuple[str, ...], output: str, also: tuple[str, ...] = ()
    ) -> Template:
        return Template(kind, Phase.FORWARD, layer, inputs, output, also=also, options=options)

    return [
        Op(template(StepKind.SOFTMAX_SHIFT, (Z,), Zshift, (Zmax,)), tuple(beats.shift)),
        Op(template(StepKind.SOFTMAX_EXP, (Zshift,), expZ), tuple(beats.exp)),
        Op(template(StepKind.SOFTMAX_SUM, (expZ,), sumexp), tuple(beats.sum)),
        Op(template(StepKind.SOFTMAX_DIVIDE, (expZ, sumexp), A), tuple(beats.divide)),
    ]
