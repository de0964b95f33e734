"""Softmax: exp(z_i) / sum of exp(z_j), over the units of one sample, in four beats."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, NamedTuple, NoReturn

import numpy as np
import numpy.typing as npt

from nnviz.engine.activations.base import Activation, vector
from nnviz.engine.calls import Array, Call, Namespace, bind
from nnviz.engine.errors import SpecError
from nnviz.engine.expression import Expr
from nnviz.engine.orientation import HostArray


class Beats(NamedTuple):
    """The calls of the four parts of a softmax, which a trace shows one by one."""

    shift: list[Call]
    exp: list[Call]
    sum: list[Call]
    divide: list[Call]


@dataclass(frozen=True, slots=True)
class Softmax(Activation):
    """Probabilities over the last axis; shifted by the maximum, so that exp never overflows."""

    name: ClassVar[str] = "softmax"
    elementwise: ClassVar[bool] = False

    def beats(
        self,
        xp: Namespace,
        Z: Array,
        Zmax: Array,
        Zshift: Array,
        expZ: Array,
        sumexp: Array,
        A: Array,
    ) -> Beats:
        """Bind shift, exp, sum and divide; Zmax and sumexp have one entry per sample."""
        # NumPy's np.max is a Python function around this reduction; CuPy's ufunc has none.
        maximum = np.maximum.reduce if xp is np else xp.max
        columns = (Zmax[..., None], sumexp[..., None])
        ones = xp.ones(Z.shape[-1:], dtype=Z.dtype)
        return Beats(
            shift=[
                partial(maximum, Z, axis=-1, keepdims=True, out=columns[0]),
                bind(xp.subtract, Z, columns[0], out=Zshift),
            ],
            exp=[bind(xp.exp, Zshift, out=expZ)],
            sum=[bind(xp.dot, expZ, ones, out=sumexp)],
            divide=[bind(xp.divide, expZ, columns[1], out=A)],
        )

    def forward_calls(self, xp: Namespace, Z: Array, A: Array) -> list[Call]:
        """Bind the four beats with buffers of their own."""
        rows = Z.shape[:-1]
        Zmax, sumexp = (xp.empty(rows, dtype=Z.dtype) for _ in range(2))
        Zshift, expZ = (xp.empty(Z.shape, dtype=Z.dtype) for _ in range(2))
        beats = self.beats(xp, Z, Zmax, Zshift, expZ, sumexp, A)
        return [*beats.shift, *beats.exp, *beats.sum, *beats.divide]

    def backward_calls(self, xp: Namespace, A: Array, dA: Array, dZ: Array) -> list[Call]:
        """Bind dZ = A ⊙ (dA − Σ dA⊙A), the product with the transposed Jacobian, unformed."""
        inner = xp.empty(A.shape[:-1], dtype=A.dtype)
        ones = xp.ones(A.shape[-1:], dtype=A.dtype)
        return [
            bind(xp.multiply, dA, A, out=dZ),
            bind(xp.dot, dZ, ones, out=inner),
            bind(xp.subtract, dA, inner[..., None], out=dZ),
            bind(xp.multiply, dZ, A, out=dZ),
        ]

    def derivative_calls(self, xp: Namespace, Z: Array, A: Array, D: Array) -> NoReturn:
        """Refuse: every output depends on every unit."""
        raise SpecError(
            "softmax has no element-wise derivative, because each output depends on all units;"
            " use its Jacobian."
        )

    def jacobian(self, z: npt.ArrayLike) -> HostArray:
        """Return diag(a) − a aᵀ (n, n) with a = softmax(z).

        Raises:
            ShapeError: z is not a vector.
        """
        return self.jacobian_from_output(self(vector(z)))

    @staticmethod
    def jacobian_from_output(a: HostArray) -> HostArray:
        """Return diag(a) − a aᵀ (n, n) from the probabilities a (n,)."""
        jacobian: HostArray = np.diag(a) - np.outer(a, a)
        return jacobian

    def expression(self, z: Expr) -> NoReturn:
        """Refuse: the four beats have a formula each."""
        raise SpecError("softmax has no formula of one unit, because it depends on all units.")

    def derivative_expression(self, z: Expr) -> NoReturn:
        """Refuse: every output depends on every unit."""
        self.expression(z)
