"""The ops of the loss: error (squared losses), loss of each sample, mean or sum, penalty."""

from nnviz.engine.compile.op import Context, Op
from nnviz.engine.compile.penalty import penalty_ops
from nnviz.engine.losses import SquaredLoss
from nnviz.engine.options import Options
from nnviz.engine.step import Phase, StepKind
from nnviz.engine.template import Template


def loss_ops(context: Context) -> list[Op]:
    """Return the ops from the output of the last layer to the loss of the batch."""
    loss, last = context.loss, context.last
    n_samples, n_out = context["Y"].shape
    ops = [_error(context, loss)] if isinstance(loss, SquaredLoss) else []
    inputs = loss.sample_inputs(last)
    each = loss.sample_calls(context.xp, tuple(context[name] for name in inputs), context["Ls"])
    total = "L_data" if context.spec.l2 else "L"
    mean = loss.mean_calls(context.xp, context["Ls"], context[total])
    sample_options = _options(context, loss.sample_scale(n_out))
    mean_options = _options(context, loss.mean_scale(n_samples))
    phase = Phase.LOSS
    return [
        *ops,
        Op(
            Template(StepKind.SAMPLE_LOSS, phase, last, inputs, "Ls", options=sample_options),
            tuple(each),
        ),
        Op(
            Template(StepKind.LOSS, phase, last, ("Ls",), total, options=mean_options),
            tuple(mean),
        ),
        *penalty_ops(context),
    ]


def _error(context: Context, loss: SquaredLoss) -> Op:
    prediction = f"A{context.last}"
    calls = loss.error_calls(context.xp, context[prediction], context["Y"], context["E"])
    options = Options({"loss": loss.name})
    template = Template(
        StepKind.ERROR, Phase.LOSS, context.last, (prediction, "Y"), "E", options=options
    )
    return Op(template, tuple(calls))


def _options(context: Context, scale: float) -> Options:
    return Options({"loss": context.loss.name, "scale": scale})
