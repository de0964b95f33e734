"""Swish, also called SiLU: z times its own sigmoid."""

from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.activations.base import Activation
from nnviz.engine.calls import Array, Call, Namespace, bind, scalar
from nnviz.engine.expression import Call as Function
from nnviz.engine.expression import Const, Expr, Neg, Product, Sum


@dataclass(frozen=True, slots=True)
class Swish(Activation):
    """z·σ(z), ``torch.nn.SiLU``. Smooth everywhere; its derivative at 0 is 1/2.

    At ∞ it is ∞, at −∞ NaN (−∞·0); the derivative is NaN at both, as in PyTorch.
    """

    name: ClassVar[str] = "swish"

    def forward_calls(self, xp: Namespace, Z: Array, A: Array) -> list[Call]:
        """Bind A = Z / (1 + exp(−Z))."""
        return [
            bind(xp.negative, Z, out=A),
            bind(xp.exp, A, out=A),
            bind(xp.add, A, scalar(xp, 1.0, Z), out=A),
            bind(xp.divide, Z, A, out=A),
        ]

    def derivative_calls(self, xp: Namespace, Z: Array, A: Array, D: Array) -> list[Call]:
        """Bind D = σ + A·(1 − σ), where A = Z·σ."""
        one, rest = scalar(xp, 1.0, Z), xp.empty(Z.shape, dtype=Z.dtype)
        return [
            bind(xp.negative, Z, out=D),
            bind(xp.exp, D, out=D),
            bind(xp.add, D, one, out=D),
            bind(xp.divide, one, D, out=D),
            bind(xp.subtract, one, D, out=rest),
            bind(xp.multiply, rest, A, out=rest),
            bind(xp.add, D, rest, out=D),
        ]

    def expression(self, z: Expr) -> Expr:
        """Return z·σ(z)."""
        return Product((z, Function("sigmoid", (z,))))

    def derivative_expression(self, z: Expr) -> Expr:
        """Return σ(z) + z·σ(z)·(1 − σ(z))."""
        value = Function("sigmoid", (z,))
        return Sum((value, Product((z, value, Sum((Const(1.0), Neg(value)))))))
