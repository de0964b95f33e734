"""Weight decay, velocity and Nesterov's look-ahead, before plain gradient descent."""

from nnviz.engine import notation
from nnviz.engine.expression import Expr, Product, Sum
from nnviz.engine.ops.elementwise import (
    ParameterRule,
    gradient,
    gradient_name,
    number,
    other,
    other_name,
)
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step, StepKind


class WeightDecayRule(ParameterRule):
    """g = ∂L/∂p + λ·p."""

    kind = StepKind.WEIGHT_DECAY

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the decayed gradient."""
        names = (step.output, gradient_name(step), other_name(step))
        out, g, p = (notation.latex(name) for name in names)
        return rf"{out} = {g} + \lambda {p}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return g + λ·p."""
        decay = number(step, "weight_decay", "λ")
        return Sum((gradient(step, row, col), Product((decay, other(step, row, col)))))


class VelocityRule(ParameterRule):
    """v′ = μ·v + g."""

    kind = StepKind.VELOCITY

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the new velocity."""
        names = (step.output, other_name(step), gradient_name(step))
        out, v, g = (notation.latex(name) for name in names)
        return rf"{out} = \mu {v} + {g}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return μ·v + g."""
        kept = Product((number(step, "momentum", "μ"), other(step, row, col)))
        return Sum((kept, gradient(step, row, col)))


class NesterovRule(ParameterRule):
    """g̃ = g + μ·v′."""

    kind = StepKind.NESTEROV

    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the gradient with the look-ahead."""
        names = (step.output, gradient_name(step), other_name(step))
        out, g, v = (notation.latex(name) for name in names)
        return rf"{out} = {g} + \mu {v}"

    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return g + μ·v′."""
        ahead = Product((number(step, "momentum", "μ"), other(step, row, col)))
        return Sum((gradient(step, row, col), ahead))
