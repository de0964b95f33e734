"""The loss of each sample, from its error or from its prediction beside its target."""

from dataclasses import replace

from nnviz.engine.expression import Call, Const, Expr, Neg, Power, Quotient, evaluate
from nnviz.engine.message import message
from nnviz.scene.blocks import Block
from nnviz.scene.content import Content, Moment, Plot, Sign
from nnviz.scene.primitives import Run
from nnviz.scene.steps.equation import equation, inputs, made, sign, word_sign
from nnviz.scene.steps.graph import drawn, reach_of
from nnviz.scene.steps.lighting import term_light
from nnviz.scene.steps.view import StepView

_BY_ERROR = message("the loss for each error")
_BY_SCORE = (
    message("the loss for each score, target 0"),
    message("the loss for each score, target 1"),
)
_BY_SHARE = message("the loss for each share of the right class")
_LEAST_SHARE = 0.01


def _content(moment: Moment) -> Content:
    given, result = inputs(moment), made(moment)
    if len(given) == 1:
        return _squared(moment, given[0], result)
    if len(given) == 2:
        plot = _by_score(moment, given[0], given[1], result)
        return equation(moment, *given, word_sign("ℓ"), result, plot=plot)
    shifted, sums, target = given
    items = (sign("log"), sums, sign("− Σ"), target, sign("⊙"), shifted, sign("="), result)
    return equation(moment, *items, plot=_by_share(moment, result))


def _squared(moment: Moment, error: Block, result: Block) -> Content:
    loss, outputs = moment.step.options["loss"], moment.step.inputs[error.name].shape[1]
    halved = loss in {"half_mse", "half_sse"}
    below = 2 if halved else outputs if loss == "mse" else 1
    close = sign(")", Run("2", script=1), Run(" =" if below == 1 else f" ÷ {below} ="))
    opening = sign("(" if outputs == 1 else "Σ(")
    plot = _by_error(moment, error, result, halved=halved) if outputs == 1 else None
    items: tuple[Block | Sign, ...] = (opening, error, close, result)
    return equation(moment, *items, plot=plot, lights=term_light(moment, error))


def _by_error(moment: Moment, error: Block, result: Block, *, halved: bool) -> Plot:
    reach = max(1.0, reach_of(error, 0.0))

    def loss(e: Expr) -> Expr:
        return Quotient(Power(e, 2), Const(2.0)) if halved else Power(e, 2)

    name = "half square" if halved else "square"
    return drawn(moment, name, loss, (-reach, reach), error, result, _BY_ERROR)


def _by_score(moment: Moment, score: Block, target: Block, result: Block) -> Plot | None:
    """Return log(1 + exp(∓z)): what a score costs beside this target."""
    if score.shape != result.shape:
        return None
    wanted = float(target.values[moment.cell or (0, 0)])
    if wanted not in (0.0, 1.0):
        return None
    reach = reach_of(score)

    def loss(z: Expr) -> Expr:
        return Call("softplus", (Neg(z) if wanted else z,))

    caption = _BY_SCORE[int(wanted)]
    return drawn(moment, f"score {wanted}", loss, (-reach, reach), score, result, caption)


def _by_share(moment: Moment, result: Block) -> Plot:
    """Return −log p with the point of this sample; its share is read off its own loss."""

    def curve(p: Expr) -> Expr:
        return Neg(Call("log", (p,)))

    plot = drawn(moment, "share", curve, (_LEAST_SHARE, 1.0), None, None, _BY_SHARE)
    if moment.cell is None:
        return plot
    loss = float(result.values[moment.cell])
    share = evaluate(Call("exp", (Neg(Const(loss)),)))
    return replace(plot, point=(max(share, _LEAST_SHARE), loss))


VIEW = StepView(_content)
