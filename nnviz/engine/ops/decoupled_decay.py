"""AdamW's weight decay: the parameter shrinks by itself, before the step."""

from nnviz.engine import notation
from nnviz.engine.expression import Const, Expr, Neg, Product, Sum
from nnviz.engine.ops.elementwise import ParameterRule, learning_rate, number
from nnviz.engine.ops.rule import cell, input_names
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind


class DecoupledDecayRule(ParameterRule):
    """p̄ = (1 − η·λ)·p."""

    kind = StepKind.DECOUPLED_DECAY

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the shrunken parameter."""
        (old,) = input_names(step)
        return rf"{notation.latex(step.output)} = (1 - \eta \lambda) {notation.latex(old)}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return (1 − η·λ)·p."""
        (old,) = input_names(step)
        pull = Product((learning_rate(step), number(step, "weight_decay", "λ")))
        return Product((Sum((Const(1.0), Neg(pull))), cell(step, old, row, col)))
