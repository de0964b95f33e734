"""How the loss changes with each prediction."""

from nnviz.engine.message import message
from nnviz.scene.content import Content, Moment
from nnviz.scene.primitives import Run
from nnviz.scene.steps.equation import equation, inputs, made, sign
from nnviz.scene.steps.view import StepView

ONCE = message("The mean over the batch is taken here, once; every later gradient carries it.")

SUMS = frozenset({"sse", "half_sse"})


def _content(moment: Moment) -> Content:
    notes = (ONCE,) if averages(moment) else ()
    first, *target = inputs(moment)
    result = made(moment)
    if not target:
        return equation(moment, first, sign(_factor(moment)), result, notes=notes)
    if moment.step.options["loss"] == "cross_entropy":
        opening, close = sign(f"÷ ({samples(moment)} ·"), sign(") =")
        return equation(moment, sign("−"), *target, opening, first, close, result, notes=notes)
    a = Run("a", style="math")
    close = sign(") ÷ (", a, Run("(1 − "), a, Run(f") · {divisor(moment)}) ="))
    return equation(moment, sign("("), first, sign("−"), *target, close, result, notes=notes)


def averages(moment: Moment) -> bool:
    """Say whether this loss divides by the number of samples (a sum does not)."""
    return moment.step.options.get("loss") not in SUMS


def samples(moment: Moment) -> int:
    """Return the number of samples of the batch."""
    return len(moment.step.value)


def divisor(moment: Moment) -> str:
    """Return what the mean divides by: the samples, and the outputs where they are averaged too."""
    outputs = moment.step.value.shape[1]
    averaged = moment.step.options["loss"] in ("mse", "bce") and outputs > 1
    return f"{samples(moment)} · {outputs}" if averaged else str(samples(moment))


def _factor(moment: Moment) -> str:
    match moment.step.options["loss"]:
        case "half_sse":
            return "="
        case "sse":
            return "· 2 ="
        case "half_mse":
            return f"÷ {samples(moment)} ="
        case _:
            counts = divisor(moment)
            return f"· 2 ÷ ({counts}) =" if "·" in counts else f"· 2 ÷ {counts} ="


VIEW = StepView(_content)
