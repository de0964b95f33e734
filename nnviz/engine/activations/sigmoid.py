"""Sigmoid: 1 / (1 + exp(-z))."""

from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.activations.base import Activation
from nnviz.engine.calls import Array, Call, Namespace, bind, scalar
from nnviz.engine.expression import Call as Function
from nnviz.engine.expression import Const, Expr, Neg, Product, Sum


@dataclass(frozen=True, slots=True)
class Sigmoid(Activation):
    """1 / (1 + exp(−z)); where exp overflows the value is 0, as it should be."""

    name: ClassVar[str] = "sigmoid"

    def forward_calls(self, xp: Namespace, Z: Array, A: Array) -> list[Call]:
        """Bind A = 1 / (1 + exp(−Z))."""
        one = scalar(xp, 1.0, Z)
        return [
            bind(xp.negative, Z, out=A),
            bind(xp.exp, A, out=A),
            bind(xp.add, A, one, out=A),
            bind(xp.divide, one, A, out=A),
        ]

    def derivative_calls(self, xp: Namespace, Z: Array, A: Array, D: Array) -> list[Call]:
        """Bind D = A·(1 − A), where A is the sigmoid of Z."""
        return [
            bind(xp.subtract, scalar(xp, 1.0, Z), A, out=D),
            bind(xp.multiply, D, A, out=D),
        ]

    def expression(self, z: Expr) -> Expr:
        """Return σ(z)."""
        return Function("sigmoid", (z,))

    def derivative_expression(self, z: Expr) -> Expr:
        """Return σ(z)·(1 − σ(z))."""
        value = Function("sigmoid", (z,))
        return Product((value, Sum((Const(1.0), Neg(value)))))
