"""Leaky ReLU: z where positive, else alpha times z."""

from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.activations.base import Activation
from nnviz.engine.calls import Array, Call, Namespace, bind, scalar
from nnviz.engine.checks import number_option
from nnviz.engine.expression import Call as Function
from nnviz.engine.expression import Const, Expr, Neg, Product, Sum


@dataclass(frozen=True, slots=True)
class LeakyReLU(Activation):
    """max(alpha·z, z) with 0 < alpha <= 1. Its derivative at exactly 0 is alpha."""

    name: ClassVar[str] = "leaky_relu"
    has_mask: ClassVar[bool] = True
    alpha: float = 0.01

    def __post_init__(self) -> None:
        # At 0 it is ReLU (and 0·inf would be NaN); above 1 the larger of the two is the wrong one.
        alpha = number_option("leaky_relu", "alpha", self.alpha, above=0.0, at_most=1.0)
        object.__setattr__(self, "alpha", alpha)

    def forward_calls(self, xp: Namespace, Z: Array, A: Array) -> list[Call]:
        """Bind A = max(alpha·Z, Z)."""
        return [
            bind(xp.multiply, Z, scalar(xp, self.alpha, Z), out=A),
            bind(xp.maximum, A, Z, out=A),
        ]

    def derivative_calls(self, xp: Namespace, Z: Array, A: Array, D: Array) -> list[Call]:
        """Bind D = max(sign(Z), alpha), which is 1 where Z > 0 and else alpha."""
        return [
            bind(xp.sign, Z, out=D),
            bind(xp.maximum, D, scalar(xp, self.alpha, Z), out=D),
        ]

    def expression(self, z: Expr) -> Expr:
        """Return max(alpha·z, z)."""
        return Function("max", (Product((Const(self.alpha, "α"), z)), z))

    def derivative_expression(self, z: Expr) -> Expr:
        """Return gate + alpha·(1 − gate), where the gate is 1 if z > 0, else 0."""
        gate = Function("positive", (z,))
        return Sum((gate, Product((Const(self.alpha, "α"), Sum((Const(1.0), Neg(gate)))))))
