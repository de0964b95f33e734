"""GELU: z times the share of a standard normal distribution that lies below z."""

import math
from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.activations.base import Activation
from nnviz.engine.activations.normal import phi_calls
from nnviz.engine.calls import Array, Call, Namespace, bind, scalar
from nnviz.engine.expression import Call as Function
from nnviz.engine.expression import Expr, Product, Sum


@dataclass(frozen=True, slots=True)
class GELU(Activation):
    """z·Φ(z), exact. Smooth everywhere; its derivative at 0 is 1/2.

    At ∞ it is ∞ (NaN in PyTorch's float32), at −∞ NaN (−∞·0); the derivative is NaN at both.
    """

    name: ClassVar[str] = "gelu"

    def forward_calls(self, xp: Namespace, Z: Array, A: Array) -> list[Call]:
        """Bind A = Z·Φ(Z)."""
        gate, work = xp.empty(Z.shape, dtype=Z.dtype), xp.empty(Z.shape, dtype=Z.dtype)
        return [*phi_calls(xp, Z, A, gate, work), bind(xp.multiply, A, Z, out=A)]

    def derivative_calls(self, xp: Namespace, Z: Array, A: Array, D: Array) -> list[Call]:
        """Bind D = Φ(Z) + Z·φ(Z), where φ(Z) = exp(−Z²/2)/√(2π)."""
        gate, work = xp.empty(Z.shape, dtype=Z.dtype), xp.empty(Z.shape, dtype=Z.dtype)
        return [
            *phi_calls(xp, Z, D, gate, work),
            bind(xp.multiply, Z, Z, out=work),
            bind(xp.multiply, work, scalar(xp, -0.5, Z), out=work),
            bind(xp.exp, work, out=work),
            bind(xp.multiply, work, scalar(xp, 1.0 / math.sqrt(math.tau), Z), out=work),
            bind(xp.multiply, work, Z, out=work),
            bind(xp.add, D, work, out=D),
        ]

    def expression(self, z: Expr) -> Expr:
        """Return z·Φ(z)."""
        return Product((z, Function("normal_below", (z,))))

    def derivative_expression(self, z: Expr) -> Expr:
        """Return Φ(z) + z·φ(z)."""
        below, density = (Function(name, (z,)) for name in ("normal_below", "normal_density"))
        return Sum((below, Product((z, density))))
