"""An element-wise activation function, its mask, and its derivative."""

from nnviz.engine import activations, notation
from nnviz.engine.activations.base import Activation
from nnviz.engine.expression import Const, Expr
from nnviz.engine.expression_latex import expression_latex
from nnviz.engine.message import Message, message
from nnviz.engine.ops.rule import OpRule, Region, at, cell, input_names, one
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind


def activation_of(step: Step) -> Activation:
    """Return the activation function of the step, from its options."""
    options = {"alpha": step.options["alpha"]} if "alpha" in step.options else {}
    return activations.get(step.options["activation"], **options)


def _letter(formula: str) -> Const:
    return Const(0.0, formula)


class _ElementWise(OpRule):
    """One input Z (N, O), one output of the same shape, cell by cell."""

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A cell makes its own cell."""
        return one(row, col)

    def targets_beside(
        self, step: Step, made: str, name: str, row: int, col: int
    ) -> tuple[Region, ...]:
        """A cell makes its own cell of the mask."""
        return one(row, col)

    def beside(self, step: Step, name: str, row: int, col: int) -> Expr:
        """Return the mask's cell, which is the derivative there."""
        z = cell(step, input_names(step)[0], row, col)
        return activation_of(step).derivative_expression(z)


class ActivationRule(_ElementWise):
    """A = f(Z); beside it the mask M of a function that has one."""

    kind = StepKind.ACTIVATION

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return A = f(Z) with the function written out."""
        Z, A = (notation.latex(name) for name in (*input_names(step), step.output))
        applied = activation_of(step).expression(_letter(Z))
        return f"{A} = {expression_latex(applied, numeric=False)}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return f(z)."""
        return activation_of(step).expression(cell(step, input_names(step)[0], row, col))


class DerivativeRule(_ElementWise):
    """D = f′(Z)."""

    kind = StepKind.DERIVATIVE

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return f′(z) with the derivative written out, for one cell."""
        rate = activation_of(step).derivative_expression(_letter("z"))
        return rf"f^{{\prime}}(z) = {expression_latex(rate, numeric=False)}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return f′(z)."""
        return self.beside(step, step.output, row, col)

    def note(self, step: Step, name: str, row: int, col: int) -> Message | None:
        """Say which derivative is taken at the kink."""
        z = cell(step, input_names(step)[0], row, col)
        if z.value == 0.0 and activation_of(step).has_kink:
            return message(
                "z is exactly 0 here, where the function has a kink; its derivative is taken"
                " to be {value}.",
                value=f"{at(step.value, row, col):g}",
            )
        return None
