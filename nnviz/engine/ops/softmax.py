"""The softmax in four beats: shift by the maximum, exp, sum, divide."""

from nnviz.engine.expression import Call, Expr, Neg, Product, Quotient, Ref, Sum
from nnviz.engine.ops.rule import OpRule, Region, cell, input_names, one, whole_row
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind


def _units(step: Step, row: int) -> tuple[Ref, ...]:
    """Return the cells of all units of one sample, of the step's first input."""
    name = input_names(step)[0]
    return tuple(cell(step, name, row, unit) for unit in range(step.inputs[name].shape[1]))


class ShiftRule(OpRule):
    """Z (N, O) minus the maximum of each sample; beside it the maxima (N,)."""

    kind = StepKind.SOFTMAX_SHIFT

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the shift of one cell."""
        here, other = ("j,i", "k,i") if orientation == "textbook" else ("i,j", "i,k")
        z = f"z^{{{step.layer}}}"
        shifted = rf"\tilde{{z}}^{{{step.layer}}}"
        return rf"{shifted}_{{{here}}} = {z}_{{{here}}} - \max_{{k}} {z}_{{{other}}}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return z − max of all units of the sample."""
        units = _units(step, row)
        return Sum((units[col], Neg(Call("max", units))))

    def beside(self, step: Step, name: str, row: int, col: int) -> Expr:
        """Return the maximum over the units of the sample ``col`` (the maxima are one row)."""
        return Call("max", _units(step, col))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A cell may be the maximum, so it makes its sample's whole row."""
        return whole_row(step, row)

    def targets_beside(
        self, step: Step, made: str, name: str, row: int, col: int
    ) -> tuple[Region, ...]:
        """A cell makes the maximum of its sample."""
        return one(0, row)


class ExpRule(OpRule):
    """e to the power of each shifted cell."""

    kind = StepKind.SOFTMAX_EXP

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the exponential of one cell."""
        index = "j,i" if orientation == "textbook" else "i,j"
        return rf"\exp(\tilde{{z}}^{{{step.layer}}}_{{{index}}})"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return exp of the shifted cell."""
        return Call("exp", (cell(step, input_names(step)[0], row, col),))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A cell makes its own cell."""
        return one(row, col)


class SumRule(OpRule):
    """The sum over the units of each sample (N,)."""

    kind = StepKind.SOFTMAX_SUM

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the sum of one sample."""
        layer = step.layer
        index = "j,i" if orientation == "textbook" else "i,j"
        return rf"s^{{{layer}}}_{{i}} = \sum_{{j}} \exp(\tilde{{z}}^{{{layer}}}_{{{index}}})"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the sum over the units of the sample ``col`` (the sums are one row)."""
        return Sum(_units(step, col))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A cell makes the sum of its sample."""
        return one(0, row)


class DivideRule(OpRule):
    """Each exponential divided by its sample's sum."""

    kind = StepKind.SOFTMAX_DIVIDE

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the quotient of one cell."""
        layer = step.layer
        index = "j,i" if orientation == "textbook" else "i,j"
        above = rf"\exp(\tilde{{z}}^{{{layer}}}_{{{index}}})"
        return rf"a^{{{layer}}}_{{{index}}} = \frac{{{above}}}{{s^{{{layer}}}_{{i}}}}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the exponential over the sum."""
        powers, sums = input_names(step)
        return Quotient(cell(step, powers, row, col), cell(step, sums, 0, row))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """An exponential makes its own cell, a sum its sample's row."""
        powers, _ = input_names(step)
        return one(row, col) if name == powers else whole_row(step, col)


class SoftmaxBackwardRule(OpRule):
    """δ = A ⊙ (∂L/∂A − Σ ∂L/∂A ⊙ A): the product with the Jacobian, which is never formed."""

    kind = StepKind.SOFTMAX_BACKWARD

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return δ of one cell."""
        layer = step.layer
        here, other = ("j,i", "k,i") if orientation == "textbook" else ("i,j", "i,k")

        def gradient(index: str) -> str:
            return rf"\frac{{\partial L}}{{\partial a^{{{layer}}}_{{{index}}}}}"

        a = f"a^{{{layer}}}"
        inner = rf"\sum_{{k}} {gradient(other)} \cdot {a}_{{{other}}}"
        # Brackets that grow about a sum grow without end in some typesetters.
        return rf"\delta^{{{layer}}}_{{{here}}} = {a}_{{{here}}} ({gradient(here)} - {inner})"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return a·(g − Σ g·a) over the units of the sample."""
        _, gradient = input_names(step)
        outputs = _units(step, row)
        arriving = [cell(step, gradient, row, unit) for unit in range(len(outputs))]
        products = tuple(Product(pair) for pair in zip(arriving, outputs, strict=True))
        return Product((outputs[col], Sum((arriving[col], Neg(Sum(products))))))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """Every unit of a sample takes part in every other."""
        return whole_row(step, row)
