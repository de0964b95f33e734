"""One sample's share of ∂L/∂W: the outer product δ aᵀ, which training never forms."""

from dataclasses import replace

import numpy as np

from nnviz.engine import notation
from nnviz.engine.expression import Expr, Product
from nnviz.engine.ops.per_sample import read_only, sample_rows
from nnviz.engine.ops.rule import OpRule, Region, cell, input_names, whole_column, whole_row
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind


class OuterProductRule(OpRule):
    """Inputs: δ (O,) and what fed the layer (I,), of one sample; output (O, I)."""

    kind = StepKind.OUTER_PRODUCT

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return δ aᵀ, or δᵀ a where a sample is a row."""
        return notation.latex(step.output, orientation)

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return δ_row · a_col."""
        delta, feed = input_names(step)
        return Product((cell(step, delta, 0, row), cell(step, feed, 0, col)))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """δ of a unit makes its row, an input of the layer its column."""
        delta, _ = input_names(step)
        return whole_row(step, col) if name == delta else whole_column(step, col)

    def for_sample(self, step: Step, sample: int) -> Step:
        """Return the outer product of another sample."""
        rows = sample_rows(step.whole, sample)
        return replace(step, sample=sample, inputs=rows, value=read_only(np.outer(*rows.values())))
