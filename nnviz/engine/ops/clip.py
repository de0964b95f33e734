"""The norm of all gradients, and the gradients after clipping."""

from nnviz.engine import notation
from nnviz.engine.expression import Call, Const, Expr, Neg, Product, Quotient, Sum
from nnviz.engine.message import Message, message
from nnviz.engine.ops.elementwise import number
from nnviz.engine.ops.rule import OpRule, Region, cell, input_names, one, shape_as_table
from nnviz.engine.ops.squares import sum_of_squares
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind

# PyTorch adds this to the norm, so that nothing is divided by zero.
GUARD = 1e-6


class GradientNormRule(OpRule):
    """‖g‖ = √Σ g² over the gradients of all parameters."""

    kind = StepKind.GRADIENT_NORM

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the norm, whose sum runs over all parameters p."""
        square = r"\left(\frac{\partial L}{\partial p}\right)^{2}"
        return rf"{notation.latex(step.output)} = \sqrt{{\sum_{{p}} {square}}}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the root of the sum of all squares."""
        return Call("sqrt", (sum_of_squares(step),))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """Every gradient takes part."""
        return one(0, 0)


class ClipRule(OpRule):
    """ḡ = min(1, c/(‖g‖ + ε))·g with a limit for the norm, min(max(g, −c), c) with one for g."""

    kind = StepKind.CLIP

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the clipped gradient."""
        clipped, names = notation.latex(step.output), input_names(step)
        g = notation.latex(names[-1])
        if len(names) == 1:
            return rf"{clipped} = \min(\max({g}, -c), c)"
        below = rf"{notation.latex(names[0])} + 10^{{-6}}"
        return rf"{clipped} = \min\left(1, \frac{{c}}{{{below}}}\right) \, {g}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the clipped gradient of one cell."""
        *norm, gradient = input_names(step)
        g = cell(step, gradient, row, col)
        if not norm:
            limit = number(step, "clip_value", "c")
            return Call("min", (Call("max", (g, Neg(limit))), limit))
        below = Sum((cell(step, norm[0], 0, 0), Const(GUARD)))
        share = Quotient(number(step, "clip_norm", "c"), below)
        return Product((Call("min", (Const(1.0), share)), g))

    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """A gradient makes its own cell, the norm all of them."""
        if name == "gnorm":
            rows, columns = shape_as_table(step.value)
            return ((slice(0, rows), slice(0, columns)),)
        return one(row, col)

    def note(self, step: Step, name: str, row: int, col: int) -> Message | None:
        """Say so where the limit is not reached."""
        if clipping_factor(step) == 1.0:
            return message("The norm is within the limit, so the gradient stays as it is.")
        return None


def clipping_factor(step: Step) -> float | None:
    """Return by what a clip step multiplies its gradient, or None if it limits each number."""
    if "clip_norm" not in step.options:
        return None
    share = float(step.options["clip_norm"]) / (float(step.inputs["gnorm"]) + GUARD)
    return min(1.0, share)
