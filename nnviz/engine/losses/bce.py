"""bce: binary cross-entropy of each unit, from logits, with the sigmoid fused."""

from typing import ClassVar

import numpy as np
import numpy.typing as npt

from nnviz.engine.activations.sigmoid import Sigmoid
from nnviz.engine.calls import Array, Call, Namespace, bind, scalar
from nnviz.engine.door import position
from nnviz.engine.errors import DataError
from nnviz.engine.losses.base import FusedLoss
from nnviz.engine.orientation import HostArray


class BCE(FusedLoss):
    """max(z, 0) − z·y + log1p(exp(−|z|)), averaged over units and samples; 0 ≤ y ≤ 1."""

    name: ClassVar[str] = "bce"
    output: ClassVar[str] = "sigmoid"

    def sample_scale(self, n_out: int) -> float:
        """Return 1/n_out."""
        return 1.0 / n_out

    def gradient_scale(self, n_samples: int, n_out: int) -> float:
        """Return 1/(n·n_out)."""
        return 1.0 / (n_samples * n_out)

    def sample_inputs(self, layer: int) -> tuple[str, ...]:
        """Return the logits and the target."""
        return (f"Z{layer}", "Y")

    def sample_calls(self, xp: Namespace, inputs: tuple[Array, ...], Ls: Array) -> list[Call]:
        """Bind the stable form of the loss, without exp of a positive number."""
        Z, Y = inputs
        each, product = (xp.empty(Z.shape, dtype=Z.dtype) for _ in range(2))
        weights = xp.full(Z.shape[1:], self.sample_scale(Z.shape[1]), dtype=Z.dtype)
        return [
            bind(xp.abs, Z, out=each),
            bind(xp.negative, each, out=each),
            bind(xp.exp, each, out=each),
            bind(xp.log1p, each, out=each),
            bind(xp.multiply, Z, Y, out=product),
            bind(xp.subtract, each, product, out=each),
            bind(xp.maximum, Z, scalar(xp, 0.0, Z), out=product),
            bind(xp.add, each, product, out=each),
            bind(xp.dot, each, weights, out=Ls),
        ]

    def prepare(self, xp: Namespace, Z: Array, Y: Array) -> tuple[list[Call], tuple[Array, ...]]:
        """Return the logits and the target themselves."""
        return [], (Z, Y)

    def target_slope(self, Z: HostArray, Y: HostArray) -> HostArray:
        """Return −scale · Z: the loss is linear in Y."""
        slope: HostArray = Z.dtype.type(-self.gradient_scale(*Z.shape)) * Z
        return slope

    def slope_calls(self, xp: Namespace, Z: Array, Y: Array, out: Array) -> list[Call]:
        """Bind out = scale · (σ(Z) − Y)."""
        A = xp.empty(Z.shape, dtype=Z.dtype)
        return [*Sigmoid().forward_calls(xp, Z, A), *self.fused_calls(xp, A, Y, out)]

    def output_gradient(self, A: HostArray, Y: HostArray) -> HostArray:
        """Return scale · (A − Y) / (A (1 − A))."""
        scale = A.dtype.type(self.gradient_scale(*A.shape))
        gradient: HostArray = scale * (A - Y) / (A * (1 - A))
        return gradient

    def target(
        self, Y: npt.ArrayLike, n_samples: int, n_out: int, dtype: npt.DTypeLike
    ) -> HostArray:
        """Return the target as a table of numbers from 0 to 1.

        Raises:
            ShapeError: it has another shape.
            DataError: a value is below 0 or above 1.
        """
        array = super().target(Y, n_samples, n_out, dtype)
        # NaN is let through here: it is refused with the other non-finite values.
        if array.min() < 0 or array.max() > 1:
            outside = (array < 0) | (array > 1)
            where = np.unravel_index(int(np.argmax(outside)), array.shape)
            raise DataError(
                "For the loss bce, Y must be between 0 and 1, but the value at {position}"
                " is {value}.",
                position=position(where),
                value=str(array[where]),
            )
        return array
