"""GELU with a tanh in place of the normal distribution, as many published networks have it."""

import math
from dataclasses import dataclass
from typing import ClassVar

from nnviz.engine.activations.base import Activation
from nnviz.engine.calls import Array, Call, Namespace, bind, scalar
from nnviz.engine.expression import Call as Function
from nnviz.engine.expression import Const, Expr, Neg, Power, Product, Sum

_SCALE = math.sqrt(2.0 / math.pi)
_CUBIC = 0.044715


@dataclass(frozen=True, slots=True)
class GELUTanh(Activation):
    """½·z·(1 + tanh(√(2/π)·(z + 0.044715·z³))); ``approximate="tanh"`` in PyTorch.

    At ∞ it is ∞, at −∞ NaN (−∞·0); the derivative, 1/2 at 0, is NaN at both.
    """

    name: ClassVar[str] = "gelu_tanh"

    def forward_calls(self, xp: Namespace, Z: Array, A: Array) -> list[Call]:
        """Bind A = ½·(1 + tanh(u))·Z."""
        return [
            *_tanh_calls(xp, Z, A),
            bind(xp.add, A, scalar(xp, 1.0, Z), out=A),
            bind(xp.multiply, A, scalar(xp, 0.5, Z), out=A),
            bind(xp.multiply, A, Z, out=A),
        ]

    def derivative_calls(self, xp: Namespace, Z: Array, A: Array, D: Array) -> list[Call]:
        """Bind D = ½·(1 + t) + ½·Z·(1 − t²)·u′, where t = tanh(u)."""
        one, half = scalar(xp, 1.0, Z), scalar(xp, 0.5, Z)
        slope, cubic = xp.empty(Z.shape, dtype=Z.dtype), xp.empty(Z.shape, dtype=Z.dtype)
        return [
            *_tanh_calls(xp, Z, D),
            bind(xp.multiply, D, D, out=slope),
            bind(xp.subtract, one, slope, out=slope),
            bind(xp.add, D, one, out=D),
            bind(xp.multiply, D, half, out=D),
            # (1 − t²)·Z first: it is 0 long before Z² would overflow.
            bind(xp.multiply, slope, Z, out=slope),
            bind(xp.multiply, slope, Z, out=cubic),
            bind(xp.multiply, cubic, Z, out=cubic),
            bind(xp.multiply, cubic, scalar(xp, 1.5 * _SCALE * _CUBIC, Z), out=cubic),
            bind(xp.multiply, slope, scalar(xp, 0.5 * _SCALE, Z), out=slope),
            bind(xp.add, D, cubic, out=D),
            bind(xp.add, D, slope, out=D),
        ]

    def expression(self, z: Expr) -> Expr:
        """Return ½·z·(1 + tanh(u))."""
        return Product((Const(0.5), z, Sum((Const(1.0), _tanh(z)))))

    def derivative_expression(self, z: Expr) -> Expr:
        """Return ½·(1 + tanh(u)) + ½·z·(1 − tanh(u)²)·u′."""
        rest = Sum((Const(1.0), Neg(Power(_tanh(z), 2))))
        inner = Sum((Const(1.0), Product((Const(3.0), Const(_CUBIC), Power(z, 2)))))
        return Sum(
            (
                Product((Const(0.5), Sum((Const(1.0), _tanh(z))))),
                Product((Const(0.5), z, rest, _scale(), inner)),
            )
        )


def _tanh_calls(xp: Namespace, Z: Array, out: Array) -> list[Call]:
    """Bind out = tanh(u), where u = √(2/π)·(Z + 0.044715·Z³)."""
    return [
        bind(xp.multiply, Z, Z, out=out),
        bind(xp.multiply, out, scalar(xp, _SCALE * _CUBIC, Z), out=out),
        bind(xp.add, out, scalar(xp, _SCALE, Z), out=out),
        bind(xp.multiply, out, Z, out=out),
        bind(xp.tanh, out, out=out),
    ]


def _scale() -> Const:
    return Const(_SCALE, r"\sqrt{2 / \pi}")


def _tanh(z: Expr) -> Expr:
    inner = Sum((z, Product((Const(_CUBIC), Power(z, 3)))))
    return Function("tanh", (Product((_scale(), inner)),))
