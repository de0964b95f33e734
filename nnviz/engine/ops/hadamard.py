"""δ = ∂L/∂A ⊙ f′(Z): each gate lets its gradient through or swallows it."""

from nnviz.engine import notation
from nnviz.engine.expression import Expr, Product
from nnviz.engine.ops.rule import OpRule, Region, cell, input_names, one
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind


class HadamardRule(OpRule):
    """Inputs: the gradient that arrives and f′(Z), both (N, O); output δ (N, O)."""

    kind = StepKind.HADAMARD

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return δ = ∂L/∂A ⊙ f′(Z)."""
        arriving, gate = (notation.latex(name) for name in input_names(step))
        return rf"{notation.latex(step.output)} = {arriving} \odot {gate}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the product of the two cells."""
        return Product(tuple(cell(step, name, row, col) for name in input_names(step)))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A cell makes its own cell."""
        return one(row, col)
