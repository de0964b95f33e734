"""Hyperbolic tangent."""

from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.activations.base import Activation
from nnviz.engine.calls import Array, Call, Namespace, bind, scalar
from nnviz.engine.expression import Call as Function
from nnviz.engine.expression import Const, Expr, Neg, Power, Sum


@dataclass(frozen=True, slots=True)
class Tanh(Activation):
    """tanh(z), between −1 and 1."""

    name: ClassVar[str] = "tanh"

    def forward_calls(self, xp: Namespace, Z: Array, A: Array) -> list[Call]:
        """Bind A = tanh(Z)."""
        return [bind(xp.tanh, Z, out=A)]

    def derivative_calls(self, xp: Namespace, Z: Array, A: Array, D: Array) -> list[Call]:
        """Bind D = 1 − A², where A is tanh(Z)."""
        return [
            bind(xp.multiply, A, A, out=D),
            bind(xp.subtract, scalar(xp, 1.0, Z), D, out=D),
        ]

    def expression(self, z: Expr) -> Expr:
        """Return tanh(z)."""
        return Function("tanh", (z,))

    def derivative_expression(self, z: Expr) -> Expr:
        """Return 1 − tanh(z)²."""
        return Sum((Const(1.0), Neg(Power(Function("tanh", (z,)), 2))))
