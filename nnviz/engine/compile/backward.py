"""The ops of the backward pass: from the loss to δ of each layer, and to all gradients."""

from nnviz.engine.activations import Softmax
from nnviz.engine.calls import bind
from nnviz.engine.compile.op import Context, Op, activation_options, feed
from nnviz.engine.compile.penalty import data_gradient, penalty_gradient
from nnviz.engine.losses import FusedLoss, SquaredLoss
from nnviz.engine.options import Options
from nnviz.engine.step import Phase, StepKind
from nnviz.engine.template import Template

# A Jacobian of a wider layer would only be memory: it is left out of the trace.
MAX_JACOBIAN_UNITS = 2048
_BACKWARD = Phase.BACKWARD


def backward_ops(context: Context) -> list[Op]:
    """Return the ops from the loss to the gradients of all parameters."""
    ops = _output_ops(context)
    for layer in range(context.last, 0, -1):
        ops += _parameter_gradients(context, layer)
        if layer > 1:
            ops.append(_input_gradient(context, layer))
            ops += _through_activation(context, layer - 1)
    return ops


def _output_ops(context: Context) -> list[Op]:
    """Return the ops from the loss to δ of the last layer."""
    if isinstance(context.loss, FusedLoss):
        return [*_opened_fusion(context), _fused_gradient(context, context.loss)]
    # The two families are all there are.
    assert isinstance(context.loss, SquaredLoss)
    return [_loss_gradient(context, context.loss), *_through_activation(context, context.last)]


def _loss_options(context: Context) -> Options:
    scale = context.loss.gradient_scale(*context["Y"].shape)
    return Options({"loss": context.loss.name, "scale": scale})


def _loss_gradient(context: Context, loss: SquaredLoss) -> Op:
    last = context.last
    linear = context.spec.layers[-1].activation == "linear"
    output = f"dZ{last}" if linear else f"dA{last}"
    calls = loss.gradient_calls(context.xp, context["E"], context[output])
    options = _loss_options(context)
    template = Template(StepKind.LOSS_GRADIENT, _BACKWARD, last, ("E",), output, options=options)
    return Op(template, tuple(calls))


def _fused_gradient(context: Context, loss: FusedLoss) -> Op:
    last = context.last
    A, dZ = f"A{last}", f"dZ{last}"
    calls = loss.fused_calls(context.xp, context[A], context["Y"], context[dZ])
    options = _loss_options(context)
    template = Template(StepKind.FUSED_GRADIENT, _BACKWARD, last, (A, "Y"), dZ, options=options)
    return Op(template, tuple(calls))


def _opened_fusion(context: Context) -> list[Op]:
    """Return the derived steps that a fused gradient leaves out."""
    last = context.last
    ops = [
        Op(
            Template(
                StepKind.LOSS_GRADIENT,
                _BACKWARD,
                last,
                (f"A{last}", "Y"),
                f"dA{last}",
                options=_loss_options(context),
                derived=True,
            )
        )
    ]
    if context.spec.layers[-1].make_activation().elementwise:
        ops.append(Op(_derivative(context, last, derived=True)))
    return [*ops, *_jacobian(context, last)]


def _derivative(context: Context, layer: int, *, derived: bool = False) -> Template:
    options = activation_options(context.spec.layers[layer - 1])
    kind, inputs = StepKind.DERIVATIVE, (f"Z{layer}",)
    return Template(kind, _BACKWARD, layer, inputs, f"D{layer}", options=options, derived=derived)


def _jacobian(context: Context, layer: int) -> list[Op]:
    spec = context.spec.layers[layer - 1]
    if spec.units > MAX_JACOBIAN_UNITS:
        return []
    source = f"D{layer}" if spec.make_activation().elementwise else f"A{layer}"
    template = Template(
        StepKind.JACOBIAN,
        _BACKWARD,
        layer,
        (source, f"dA{layer}"),
        f"J{layer}",
        also=(f"dZ{layer}",),
        options=activation_options(spec),
        derived=True,
        per_sample=True,
    )
    return [Op(template)]


def _through_activation(context: Context, layer: int) -> list[Op]:
    """Return the ops from ∂L/∂A to δ of one layer; none if it is linear."""
    function = context.spec.layers[layer - 1].make_activation()
    if function.name == "linear":
        return []
    Z, A, D, dA, dZ = (f"{name}{layer}" for name in ("Z", "A", "D", "dA", "dZ"))
    if isinstance(function, Softmax):
        kind = StepKind.SOFTMAX_BACKWARD
        options = activation_options(context.spec.layers[layer - 1])
        template = Template(kind, _BACKWARD, layer, (A, dA), dZ, options=options)
        calls = function.backward_calls(context.xp, context[A], context[dA], context[dZ])
        return [*_jacobian(context, layer), Op(template, tuple(calls))]
    derivative = function.derivative_calls(context.xp, context[Z], context[A], context[D])
    product = bind(context.xp.multiply, context[dA], context[D], out=context[dZ])
    return [
        Op(_derivative(context, layer), tuple(derivative)),
        *_jacobian(context, layer),
        Op(Template(StepKind.HADAMARD, _BACKWARD, layer, (dA, D), dZ), (product,)),
    ]


def _parameter_gradients(context: Context, layer: int) -> list[Op]:
    xp, dZ, source = context.xp, f"dZ{layer}", feed(layer)
    dW, db = data_gradient(context, layer), f"db{layer}"
    outer = Template(
        StepKind.OUTER_PRODUCT,
        _BACKWARD,
        layer,
        (dZ, source),
        f"dW{layer}_sample",
        options=Options({"total": dW} if context.spec.l2 else {}),
        derived=True,
        per_sample=True,
    )
    weights = Template(StepKind.WEIGHT_GRADIENT, _BACKWARD, layer, (dZ, source), dW)
    ops = [
        Op(outer),
        Op(weights, (bind(xp.dot, context[dZ].T, context[source], out=context[dW]),)),
        *penalty_gradient(context, layer),
    ]
    if context.spec.layers[layer - 1].bias:
        # A product with ones is the fastest way to add up columns.
        ones = xp.ones(context[dZ].shape[:1], dtype=context[dZ].dtype)
        bias = Template(StepKind.BIAS_GRADIENT, _BACKWARD, layer, (dZ,), db)
        ops.append(Op(bias, (bind(xp.dot, ones, context[dZ], out=context[db]),)))
    return ops


def _input_gradient(context: Context, layer: int) -> Op:
    dZ, W, dA = f"dZ{layer}", f"W{layer}", f"dA{layer - 1}"
    template = Template(StepKind.INPUT_GRADIENT, _BACKWARD, layer, (dZ, W), dA)
    return Op(template, (bind(context.xp.dot, context[dZ], context[W], out=context[dA]),))
