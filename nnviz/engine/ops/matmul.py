"""The matrix product of a layer: W·X, stored as X Wᵀ."""

from nnviz.engine import notation
from nnviz.engine.expression import Expr, Product, Sum
from nnviz.engine.ops.rule import OpRule, Region, cell, input_names, whole_column, whole_row
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind


class MatmulRule(OpRule):
    """Inputs: the samples (N, I) and the weights (O, I); output (N, O)."""

    kind = StepKind.MATMUL

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return W X, as Z = W X where no bias follows."""
        product = notation.latex(f"P{step.layer}", orientation)
        if step.output.startswith("P"):
            return product
        return f"{notation.latex(step.output, orientation)} = {product}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return Σ w·x over the inputs of the unit ``col``."""
        feed, weights = input_names(step)
        return Sum(
            tuple(
                Product((cell(step, weights, col, k), cell(step, feed, row, k)))
                for k in range(step.inputs[feed].shape[1])
            )
        )

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A sample makes its row of the product, a unit's weights make its column."""
        feed, _ = input_names(step)
        return whole_row(step, row) if name == feed else whole_column(step, row)
