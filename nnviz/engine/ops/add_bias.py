"""The bias, added to every sample alike."""

from nnviz.engine import notation
from nnviz.engine.expression import Expr, Sum
from nnviz.engine.ops.rule import OpRule, Region, cell, input_names, one, whole_column
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind


class AddBiasRule(OpRule):
    """Inputs: the product (N, O) and the bias (O,); output Z (N, O)."""

    kind = StepKind.ADD_BIAS

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return Z = W X + b."""
        product, bias, Z = (
            notation.latex(name, orientation) for name in (*input_names(step), step.output)
        )
        return f"{Z} = {product} + {bias}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return (W X) + b at the cell."""
        product, bias = input_names(step)
        return Sum((cell(step, product, row, col), cell(step, bias, 0, col)))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A product cell makes its own cell, a bias the column of its unit."""
        product, _ = input_names(step)
        return one(row, col) if name == product else whole_column(step, col)
