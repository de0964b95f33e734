"""No activation: the value itself."""

from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.activations.base import Activation
from nnviz.engine.calls import Array, Call, Namespace, bind, scalar
from nnviz.engine.expression import Const, Expr


@dataclass(frozen=True, slots=True)
class Linear(Activation):
    """The identity. A network takes A for Z itself, so these calls run only outside of networks."""

    name: ClassVar[str] = "linear"

    def forward_calls(self, xp: Namespace, Z: Array, A: Array) -> list[Call]:
        """Bind A = Z."""
        return [bind(xp.multiply, Z, scalar(xp, 1.0, Z), out=A)]

    def derivative_calls(self, xp: Namespace, Z: Array, A: Array, D: Array) -> list[Call]:
        """Bind D = 1 everywhere."""
        # 1/1, broadcast: 1 at every Z, also where it is infinite.
        return [bind(xp.divide, scalar(xp, 1.0, Z), scalar(xp, 1.0, Z), out=D)]

    def expression(self, z: Expr) -> Expr:
        """Return z."""
        return z

    def derivative_expression(self, z: Expr) -> Expr:
        """Return 1."""
        return Const(1.0)
