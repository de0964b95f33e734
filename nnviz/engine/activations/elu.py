"""ELU: z where positive, else an exponential that levels off at −alpha."""

from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.activations.base import Activation
from nnviz.engine.calls import Array, Call, Namespace, bind, scalar
from nnviz.engine.checks import number_option
from nnviz.engine.expression import Call as Function
from nnviz.engine.expression import Const, Expr, Neg, Product, Sum


@dataclass(frozen=True, slots=True)
class ELU(Activation):
    """z where z > 0, else alpha·(exp(z) − 1); −alpha at −∞.

    It is smooth only with alpha = 1; its derivative at exactly 0 is alpha.
    """

    name: ClassVar[str] = "elu"
    alpha: float = 1.0

    def __post_init__(self) -> None:
        alpha = number_option("elu", "alpha", self.alpha, above=0.0, at_most=1e6)
        object.__setattr__(self, "alpha", alpha)

    @property
    def has_kink(self) -> bool:
        """Whether the slopes on both sides of 0 differ: they are 1 and alpha."""
        return self.alpha != 1.0

    def forward_calls(self, xp: Namespace, Z: Array, A: Array) -> list[Call]:
        """Bind A = max(Z, 0) + alpha·(exp(min(Z, 0)) − 1), of which one part is always 0."""
        zero, positive = scalar(xp, 0.0, Z), xp.empty(Z.shape, dtype=Z.dtype)
        return [
            bind(xp.minimum, Z, zero, out=A),
            bind(xp.expm1, A, out=A),
            bind(xp.multiply, A, scalar(xp, self.alpha, Z), out=A),
            bind(xp.maximum, Z, zero, out=positive),
            bind(xp.add, A, positive, out=A),
        ]

    def derivative_calls(self, xp: Namespace, Z: Array, A: Array, D: Array) -> list[Call]:
        """Bind D = 1 where Z > 0, else alpha·exp(Z)."""
        zero, one, gate = scalar(xp, 0.0, Z), scalar(xp, 1.0, Z), xp.empty(Z.shape, dtype=Z.dtype)
        return [
            bind(xp.minimum, Z, zero, out=D),
            bind(xp.exp, D, out=D),
            bind(xp.multiply, D, scalar(xp, self.alpha, Z), out=D),
            # Where Z > 0 the product is taken away and 1 put in its place, so that it is exact.
            bind(xp.maximum, Z, zero, out=gate),
            bind(xp.sign, gate, out=gate),
            bind(xp.subtract, one, gate, out=gate),
            bind(xp.multiply, D, gate, out=D),
            bind(xp.subtract, one, gate, out=gate),
            bind(xp.add, D, gate, out=D),
        ]

    def expression(self, z: Expr) -> Expr:
        """Return max(0, z) + alpha·(exp(min(0, z)) − 1)."""
        positive, negative = (Function(name, (Const(0.0), z)) for name in ("max", "min"))
        return Sum((positive, Product((Const(self.alpha, "α"), Function("expm1", (negative,))))))

    def derivative_expression(self, z: Expr) -> Expr:
        """Return gate + (1 − gate)·alpha·exp(min(0, z)), where the gate is 1 if z > 0, else 0."""
        below = Function("exp", (Function("min", (Const(0.0), z)),))
        if self.alpha == 1.0:
            return below
        gate = Function("positive", (z,))
        closed = Sum((Const(1.0), Neg(gate)))
        return Sum((gate, Product((closed, Const(self.alpha, "α"), below))))
