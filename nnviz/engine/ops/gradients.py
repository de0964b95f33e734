"""The gradients of a layer: of its weights, of its bias, and of what fed it."""

from nnviz.engine import notation
from nnviz.engine.expression import Expr, Product, Sum
from nnviz.engine.ops.rule import (
    OpRule,
    Region,
    cell,
    input_names,
    n_samples,
    one,
    whole_column,
    whole_row,
)
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind


class WeightGradientRule(OpRule):
    """Inputs: δ (N, O) and what fed the layer (N, I); output ∂L/∂W (O, I), the shape of W."""

    kind = StepKind.WEIGHT_GRADIENT

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return ∂L/∂W = δ Aᵀ, or δᵀ A where samples are rows."""
        delta, feed = (notation.latex(name, orientation) for name in input_names(step))
        if orientation == "textbook":
            product = f"{delta} {notation.transposed(feed)}"
        else:
            product = f"{notation.transposed(delta)} {feed}"
        return f"{notation.latex(step.output)} = {product}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return Σ δ·a over the samples."""
        delta, feed = input_names(step)
        return Sum(
            tuple(
                Product((cell(step, delta, sample, row), cell(step, feed, sample, col)))
                for sample in range(n_samples(step.inputs[delta]))
            )
        )

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """δ of a unit makes its row of weights, an input of the layer its column."""
        delta, _ = input_names(step)
        return whole_row(step, col) if name == delta else whole_column(step, col)


class BiasGradientRule(OpRule):
    """Input: δ (N, O); output ∂L/∂b (O,), the sum over the samples."""

    kind = StepKind.BIAS_GRADIENT

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the sum over the samples i."""
        layer = step.layer
        index = "j,i" if orientation == "textbook" else "i,j"
        gradient = rf"\frac{{\partial L}}{{\partial b^{{{layer}}}_{{j}}}}"
        return rf"{gradient} = \sum_{{i}} \delta^{{{layer}}}_{{{index}}}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return Σ δ over the samples."""
        (delta,) = input_names(step)
        count = n_samples(step.inputs[delta])
        return Sum(tuple(cell(step, delta, sample, col) for sample in range(count)))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A cell makes the gradient of its unit's bias."""
        return one(0, col)


class InputGradientRule(OpRule):
    """Inputs: δ (N, O) and W (O, I); output the gradient of what fed the layer (N, I)."""

    kind = StepKind.INPUT_GRADIENT

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return ∂L/∂A = Wᵀ δ, or δ W where samples are rows."""
        delta, weights = (notation.latex(name, orientation) for name in input_names(step))
        if orientation == "textbook":
            product = f"{notation.transposed(weights)} {delta}"
        else:
            product = f"{delta} {weights}"
        return f"{notation.latex(step.output)} = {product}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return Σ w·δ over the units of the layer."""
        delta, weights = input_names(step)
        return Sum(
            tuple(
                Product((cell(step, weights, unit, col), cell(step, delta, row, unit)))
                for unit in range(step.inputs[weights].shape[0])
            )
        )

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A sample's δ makes its row, a column of weights the column of the unit it comes from."""
        delta, _ = input_names(step)
        return whole_row(step, row) if name == delta else whole_column(step, col)
