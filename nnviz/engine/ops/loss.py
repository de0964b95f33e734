"""The loss: the error, the loss of each sample, the mean, and the gradient at the prediction."""

from collections.abc import Callable

from nnviz.engine import notation
from nnviz.engine.expression import Call, Const, Expr, Neg, Power, Product, Quotient, Sum
from nnviz.engine.ops.rule import (
    OpRule,
    Region,
    at,
    cell,
    input_names,
    one,
    shape_as_table,
)
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind


def divided(expr: Expr, counts: tuple[Const, ...]) -> Expr:
    """Return the expression over the product of the counts; a count of 1 is left out.

    The number of samples always stays, because a batch of one is still a mean.
    """
    kept = tuple(count for count in counts if count.value != 1 or count.symbol == "n")
    if not kept:
        return expr
    return Quotient(expr, kept[0] if len(kept) == 1 else Product(kept))


def samples_count(step: Step) -> Const:
    """Return the number of samples, from the first input (N, O)."""
    return Const(float(next(iter(step.inputs.values())).shape[0]), "n")


def outputs_count(step: Step) -> Const:
    """Return the number of output units, from the first input (N, O)."""
    return Const(float(next(iter(step.inputs.values())).shape[1]), "m")


class ErrorRule(OpRule):
    """E = prediction − target."""

    kind = StepKind.ERROR

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return E = A − Y."""
        prediction, target = (notation.latex(name) for name in input_names(step))
        return f"E = {prediction} - {target}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return a − y."""
        prediction, target = input_names(step)
        return Sum((cell(step, prediction, row, col), Neg(cell(step, target, row, col))))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A cell makes its own cell."""
        return one(row, col)


class SampleLossRule(OpRule):
    """The loss of each sample (N,)."""

    kind = StepKind.SAMPLE_LOSS

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the loss of the sample i."""
        index = "j,i" if orientation == "textbook" else "i,j"
        return r"\ell_{i} = " + _SAMPLE_FORMULAS[step.options["loss"]](index, step.layer)

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the loss of the sample ``col`` (the losses are one row)."""
        return _SAMPLE_LOSSES[step.options["loss"]](step, col)

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A cell makes the loss of its sample; beside a target of 0 nothing is left of it."""
        if name.startswith("sumexp"):
            return one(0, col)
        one_hot = step.options["loss"] == "cross_entropy"
        if one_hot and at(step.inputs["Y"], row, col) == 0:
            return ()
        return one(0, row)


class LossRule(OpRule):
    """The loss of the batch: the mean over the samples, or their sum."""

    kind = StepKind.LOSS

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the mean or the sum."""
        factor = "" if _is_sum(step) else r"\frac{1}{n} \, "
        return rf"{notation.latex(step.output)} = {factor}\sum_{{i}} \ell_{{i}}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the sum of the samples' losses, over their number where it is a mean."""
        (losses,) = input_names(step)
        count = step.inputs[losses].shape[0]
        total = Sum(tuple(cell(step, losses, 0, sample) for sample in range(count)))
        return total if _is_sum(step) else Quotient(total, samples_count(step))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """Every sample takes part."""
        return one(0, 0)


class LossGradientRule(OpRule):
    """∂L/∂prediction: a multiple of the error, or (derived) the slope at the probabilities."""

    kind = StepKind.LOSS_GRADIENT

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the gradient; in a fused pair it is the one that training skips."""
        gradient = notation.latex(step.output, expanded=True)
        loss = step.options["loss"]
        if loss in _FUSED_GRADIENT_FORMULAS:
            A, Y = (notation.latex(name) for name in input_names(step))
            return f"{gradient} = {_FUSED_GRADIENT_FORMULAS[loss](A, Y)}"
        return rf"{gradient} = {_ERROR_FACTORS[loss]}E"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the gradient of one cell."""
        loss = step.options["loss"]
        cells = [cell(step, name, row, col) for name in input_names(step)]
        if loss == "bce":
            a, y = cells
            slope = Product((a, Sum((Const(1.0), Neg(a))), samples_count(step)))
            if outputs_count(step).value != 1:
                slope = Product((*slope.factors, outputs_count(step)))
            return Quotient(Sum((a, Neg(y))), slope)
        if loss == "cross_entropy":
            a, y = cells
            return Neg(Quotient(y, Product((samples_count(step), a))))
        return _error_gradient(loss, cells[0], step)

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A cell makes its own cell."""
        return one(row, col)


class FusedGradientRule(OpRule):
    """δ = (A − Y)/n: sigmoid and bce, or softmax and cross-entropy, taken together."""

    kind = StepKind.FUSED_GRADIENT

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return δ = (A − Y)/n."""
        A, Y = (notation.latex(name) for name in input_names(step))
        below = "n m" if _averages_outputs(step) else "n"
        return rf"{notation.latex(step.output)} = \frac{{1}}{{{below}}} \left({A} - {Y}\right)"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return (a − y)/n."""
        prediction, target = input_names(step)
        error = Sum((cell(step, prediction, row, col), Neg(cell(step, target, row, col))))
        counts = [samples_count(step)]
        if _averages_outputs(step):
            counts.append(outputs_count(step))
        return divided(error, tuple(counts))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A cell makes its own cell."""
        return one(row, col)


def _averages_outputs(step: Step) -> bool:
    return bool(step.options["loss"] == "bce") and shape_as_table(step.value)[1] > 1


def _is_sum(step: Step) -> bool:
    return bool(step.options["loss"] in {"sse", "half_sse"})


def _error_gradient(loss: str, error: Expr, step: Step) -> Expr:
    if loss == "half_sse":
        return error
    if loss == "sse":
        return Product((Const(2.0), error))
    if loss == "half_mse":
        return Quotient(error, samples_count(step))
    doubled = Product((Const(2.0), error))
    return divided(doubled, (samples_count(step), outputs_count(step)))


def _units(step: Step, name: str, sample: int) -> list[Expr]:
    return [cell(step, name, sample, unit) for unit in range(step.inputs[name].shape[1])]


def _squares(step: Step, sample: int) -> Expr:
    (error,) = input_names(step)
    return Sum(tuple(Power(e, 2) for e in _units(step, error, sample)))


def _mse(step: Step, sample: int) -> Expr:
    return divided(_squares(step, sample), (outputs_count(step),))


def _half(step: Step, sample: int) -> Expr:
    return Quotient(_squares(step, sample), Const(2.0))


def _bce(step: Step, sample: int) -> Expr:
    logits, target = input_names(step)
    pairs = zip(_units(step, logits, sample), _units(step, target, sample), strict=True)
    terms = tuple(
        term
        for z, y in pairs
        for term in (
            Call("max", (z, Const(0.0))),
            Neg(Product((z, y))),
            Call("log1p", (Call("exp", (Neg(Call("abs", (z,))),)),)),
        )
    )
    return divided(Sum(terms), (outputs_count(step),))


def _cross_entropy(step: Step, sample: int) -> Expr:
    shifted, sums, target = input_names(step)
    pairs = zip(_units(step, target, sample), _units(step, shifted, sample), strict=True)
    # A class that is not the target has the factor 0: nothing of it is left to be written.
    products = tuple(
        Neg(Product((y, z)))
        for unit, (y, z) in enumerate(pairs)
        if at(step.inputs[target], sample, unit) != 0
    )
    return Sum((Call("log", (cell(step, sums, 0, sample),)), *products))


_SAMPLE_LOSSES: dict[str, Callable[[Step, int], Expr]] = {
    "mse": _mse,
    "half_mse": _half,
    "sse": _squares,
    "half_sse": _half,
    "bce": _bce,
    "cross_entropy": _cross_entropy,
}


def _half_formula(index: str, layer: int) -> str:
    return rf"\frac{{1}}{{2}} \, \sum_{{j}} e_{{{index}}}^{{2}}"


_SAMPLE_FORMULAS: dict[str, Callable[[str, int], str]] = {
    "mse": lambda index, layer: rf"\frac{{1}}{{m}} \, \sum_{{j}} e_{{{index}}}^{{2}}",
    "half_mse": _half_formula,
    "sse": lambda index, layer: rf"\sum_{{j}} e_{{{index}}}^{{2}}",
    "half_sse": _half_formula,
    "bce": lambda index, layer: (
        rf"\frac{{1}}{{m}} \, \sum_{{j}} \left(\max(z^{{{layer}}}_{{{index}}}, 0)"
        rf" - z^{{{layer}}}_{{{index}}} \, y_{{{index}}}"
        rf" + \log(1 + \exp(-|z^{{{layer}}}_{{{index}}}|))\right)"
    ),
    "cross_entropy": lambda index, layer: (
        rf"\log(s^{{{layer}}}_{{i}}) - \sum_{{j}} y_{{{index}}} \,"
        rf" \tilde{{z}}^{{{layer}}}_{{{index}}}"
    ),
}

_ERROR_FACTORS = {"mse": r"\frac{2}{n m} \, ", "half_mse": r"\frac{1}{n} \, ", "sse": r"2 \, ",
                  "half_sse": ""}  # fmt: skip

_FUSED_GRADIENT_FORMULAS: dict[str, Callable[[str, str], str]] = {
    "bce": lambda A, Y: rf"\frac{{1}}{{n m}} \, \frac{{{A} - {Y}}}{{{A} \odot (1 - {A})}}",
    "cross_entropy": lambda A, Y: rf"-\frac{{1}}{{n}} \, \frac{{{Y}}}{{{A}}}",
}
