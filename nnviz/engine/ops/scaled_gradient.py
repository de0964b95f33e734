"""The gradient divided by its usual size, and the sum of squares that Adagrad takes for it."""

from nnviz.engine import notation
from nnviz.engine.expression import Call, Const, Expr, Neg, Power, Quotient, Sum
from nnviz.engine.ops.elementwise import (
    ParameterRule,
    gradient,
    gradient_name,
    number,
    other,
    other_name,
)
from nnviz.engine.ops.rule import cell, input_names
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind


class SquareSumRule(ParameterRule):
    """s′ = s + g²."""

    kind = StepKind.SQUARE_SUM

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the new sum."""
        names = (step.output, other_name(step), gradient_name(step))
        out, s, g = (notation.latex(name) for name in names)
        return rf"{out} = {s} + \left({g}\right)^{{2}}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return s + g²."""
        return Sum((other(step, row, col), Power(gradient(step, row, col), 2)))


class ScaledGradientRule(ParameterRule):
    """ĝ = g/(√v + ε); g/(√(v − m²) + ε) if the mean is an input too."""

    kind = StepKind.SCALED_GRADIENT

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the scaled gradient."""
        g, v, *m = (notation.latex(name) for name in input_names(step))
        below = rf"{v} - ({m[0]})^{{2}}" if m else v
        return rf"{notation.latex(step.output)} = \frac{{{g}}}{{\sqrt{{{below}}} + \epsilon}}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return g/(√v + ε), with max(0, v − m²) in place of v where m is given."""
        g, v, *m = (cell(step, name, row, col) for name in input_names(step))
        spread: Expr = v
        if m:
            spread = Call("max", (Const(0.0), Sum((v, Neg(Power(m[0], 2))))))
        return Quotient(g, Sum((Call("sqrt", (spread,)), number(step, "eps", "ε"))))
