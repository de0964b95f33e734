"""SELU: an ELU whose two numbers keep the mean and spread of a signal from layer to layer."""

from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.activations.base import Activation
from nnviz.engine.activations.elu import ELU
from nnviz.engine.calls import Array, Call, Namespace, bind, scalar
from nnviz.engine.expression import Const, Expr, Product

# Klambauer, Unterthiner, Mayr and Hochreiter, "Self-normalizing neural networks" (2017).
_ELU = ELU(alpha=1.6732632423543772)
_SCALE = 1.0507009873554805


@dataclass(frozen=True, slots=True)
class SELU(Activation):
    """s·z where z > 0, else s·alpha·(exp(z) − 1), with alpha = 1.673… and s = 1.050….

    Its derivative at exactly 0 is s·alpha; at −∞ the value is −s·alpha.
    """

    name: ClassVar[str] = "selu"

    @property
    def has_kink(self) -> bool:
        """Whether the slopes on both sides of 0 differ: they do, s and s·alpha."""
        return _ELU.has_kink

    def forward_calls(self, xp: Namespace, Z: Array, A: Array) -> list[Call]:
        """Bind A = s·ELU(Z)."""
        return [
            *_ELU.forward_calls(xp, Z, A),
            bind(xp.multiply, A, scalar(xp, _SCALE, Z), out=A),
        ]

    def derivative_calls(self, xp: Namespace, Z: Array, A: Array, D: Array) -> list[Call]:
        """Bind D = s·ELU′(Z)."""
        return [
            *_ELU.derivative_calls(xp, Z, A, D),
            bind(xp.multiply, D, scalar(xp, _SCALE, Z), out=D),
        ]

    def expression(self, z: Expr) -> Expr:
        """Return s·(max(0, z) + alpha·(exp(min(0, z)) − 1))."""
        return Product((Const(_SCALE, "s"), _ELU.expression(z)))

    def derivative_expression(self, z: Expr) -> Expr:
        """Return s·ELU′(z)."""
        return Product((Const(_SCALE, "s"), _ELU.derivative_expression(z)))
