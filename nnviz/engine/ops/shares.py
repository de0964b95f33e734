"""Numbers of Adafactor that several of its ops share: β₂ of an update, and a least value."""

from nnviz.engine.expression import Call, Const, Expr, evaluate
from nnviz.engine.step import Step


def kept(step: Step) -> Const:
    """Return β₂ = 1 − t^τ: what is kept of an average in the update number t."""
    t, power = float(step.options["step"]), float(step.options["beta2_decay"])
    return Const(1.0 - t**power, "β₂", rounded=t > 1.0)


def floor(value: Expr, least: Const) -> Expr:
    """Return the larger of a value and its least; the least is only written where it counts."""
    return value if evaluate(value) >= least.value else Call("max", (least, value))
