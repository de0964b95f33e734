"""The update itself: old minus a step down the slope is new."""

from nnviz.engine import notation
from nnviz.engine.expression import Call, Expr, Neg, Product, Quotient, Sum
from nnviz.engine.ops.elementwise import ParameterRule, number
from nnviz.engine.ops.rule import cell, input_names
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind


class UpdateRule(ParameterRule):
    """p′ = p − η·(the direction), or p − η·m̂/(√v̂ + ε) with Adam."""

    kind = StepKind.UPDATE

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the update of the whole parameter."""
        old, *direction = (notation.latex(name) for name in input_names(step))
        if len(direction) == 1:
            change = direction[0]
        else:
            change = rf"\frac{{{direction[0]}}}{{\sqrt{{{direction[1]}}} + \epsilon}}"
        return rf"{old} \leftarrow {old} - \eta \, {change}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the new value of one cell."""
        old, *direction = (cell(step, name, row, col) for name in input_names(step))
        rate = number(step, "lr", "η")
        if len(direction) == 1:
            return Sum((old, Neg(Product((rate, direction[0])))))
        first, second = direction
        below = Sum((Call("sqrt", (second,)), number(step, "eps", "ε")))
        return Sum((old, Neg(Quotient(Product((rate, first)), below))))
