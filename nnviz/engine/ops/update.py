"""The update itself: old minus a step down the slope is new."""

from nnviz.engine import notation
from nnviz.engine.expression import Call, Const, Expr, Neg, Product, Quotient, Sum
from nnviz.engine.ops.elementwise import ParameterRule, learning_rate, number
from nnviz.engine.ops.rule import Region, cell, input_names, one, whole
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind


def _rate(step: Step) -> Expr:
    """Return η, divided by 1 + (t − 1)·γ where it falls from step to step."""
    rate = learning_rate(step)
    if "lr_decay" not in step.options:
        return rate
    passed = Const(float(step.options["step"]) - 1.0, "(t - 1)")
    fall = Product((passed, number(step, "lr_decay", "γ")))
    return Quotient(rate, Sum((Const(1.0), fall)))


def _own_step(step: Step) -> bool:
    """Say whether the parameter has a step of its own size (Adafactor) in place of η."""
    return any(name.startswith("alpha_") for name in step.inputs)


class UpdateRule(ParameterRule):
    """p′ = p − η·(the direction), p − η·m̂/(√v̂ + ε) with Adam, p − α·Û with Adafactor."""

    kind = StepKind.UPDATE

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the update of the whole parameter."""
        old, *direction = (notation.latex(name) for name in input_names(step))
        moved = notation.latex(step.output.removesuffix("_new"))
        if _own_step(step):
            return rf"{moved} \leftarrow {old} - {direction[0]} \, {direction[1]}"
        if len(direction) == 1:
            change = direction[0]
        else:
            change = rf"\frac{{{direction[0]}}}{{\sqrt{{{direction[1]}}} + \epsilon}}"
        rate = r"\frac{\eta}{1 + (t - 1) \gamma}" if "lr_decay" in step.options else r"\eta"
        return rf"{moved} \leftarrow {old} - {rate} \, {change}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the new value of one cell."""
        if _own_step(step):
            start, size, update = input_names(step)
            moved = Product((cell(step, size, 0, 0), cell(step, update, row, col)))
            return Sum((cell(step, start, row, col), Neg(moved)))
        old, *direction = (cell(step, name, row, col) for name in input_names(step))
        rate = _rate(step)
        if len(direction) == 1:
            return Sum((old, Neg(Product((rate, direction[0])))))
        first, second = direction
        below = Sum((Call("sqrt", (second,)), number(step, "eps", "ε")))
        return Sum((old, Neg(Quotient(Product((rate, first)), below))))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A cell makes its own cell, the one number of Adafactor's step all."""
        return whole(step) if name.startswith("alpha_") else one(row, col)
