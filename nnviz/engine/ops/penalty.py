"""The L2 penalty: its value, the loss with it, and what it adds to a gradient."""

from nnviz.engine import notation
from nnviz.engine.expression import Const, Expr, Product, Quotient, Sum
from nnviz.engine.ops.elementwise import ParameterRule, gradient, number, other
from nnviz.engine.ops.rule import OpRule, Region, cell, input_names, one
from nnviz.engine.ops.squares import sum_of_squares
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind


class PenaltyRule(OpRule):
    """R = λ/2 · ΣW² over the weights of all layers."""

    kind = StepKind.PENALTY

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the penalty, whose sum runs over layers, rows and columns."""
        return r"R = \frac{\lambda}{2} \, \sum_{l,i,j} (w^{l}_{i,j})^{2}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return λ/2 times the sum of all squared weights."""
        half = Quotient(number(step, "l2", "λ"), Const(2.0))
        return Product((half, sum_of_squares(step)))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """Every weight takes part."""
        return one(0, 0)


class TotalLossRule(OpRule):
    """L = L_data + R."""

    kind = StepKind.TOTAL_LOSS

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the loss with its penalty."""
        data, penalty = (notation.latex(name) for name in input_names(step))
        return f"L = {data} + {penalty}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the sum of the two."""
        return Sum(tuple(cell(step, name, 0, 0) for name in input_names(step)))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """Both are part of the loss."""
        return one(0, 0)


class PenaltyGradientRule(ParameterRule):
    """∂L/∂W = ∂L_data/∂W + λ·W."""

    kind = StepKind.PENALTY_GRADIENT

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the gradient with its penalty."""
        data, weights = (notation.latex(name) for name in input_names(step))
        return rf"{notation.latex(step.output)} = {data} + \lambda {weights}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return g + λ·w."""
        pull = Product((number(step, "l2", "λ"), other(step, row, col)))
        return Sum((gradient(step, row, col), pull))
