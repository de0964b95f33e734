"""cross_entropy: minus the log of the probability of the right class, with the softmax fused."""

from typing import ClassVar, NoReturn

import numpy as np
import numpy.typing as npt

from nnviz.engine import door
from nnviz.engine.activations.softmax import Softmax
from nnviz.engine.calls import Array, Call, Namespace, bind
from nnviz.engine.errors import DataError, ShapeError
from nnviz.engine.losses.base import FusedLoss
from nnviz.engine.orientation import HostArray


class CrossEntropy(FusedLoss):
    """log Σ exp(z) − z of the right class, by the shifted logits, averaged over the samples."""

    name: ClassVar[str] = "cross_entropy"
    output: ClassVar[str] = "softmax"

    def sample_scale(self, n_out: int) -> float:
        """Return 1."""
        return 1.0

    def gradient_scale(self, n_samples: int, n_out: int) -> float:
        """Return 1/n."""
        return 1.0 / n_samples

    def sample_inputs(self, layer: int) -> tuple[str, ...]:
        """Return the shifted logits, the sums of their exp, and the target."""
        return (f"Zshift{layer}", f"sumexp{layer}", "Y")

    def sample_calls(self, xp: Namespace, inputs: tuple[Array, ...], Ls: Array) -> list[Call]:
        """Bind Ls = log(sumexp) − Σ y·Zshift."""
        Zshift, sumexp, Y = inputs
        picked = xp.empty(Zshift.shape, dtype=Zshift.dtype)
        shifted = xp.empty(Ls.shape, dtype=Ls.dtype)
        ones = xp.ones(Zshift.shape[1:], dtype=Zshift.dtype)
        return [
            bind(xp.multiply, Y, Zshift, out=picked),
            bind(xp.dot, picked, ones, out=shifted),
            bind(xp.log, sumexp, out=Ls),
            bind(xp.subtract, Ls, shifted, out=Ls),
        ]

    def prepare(self, xp: Namespace, Z: Array, Y: Array) -> tuple[list[Call], tuple[Array, ...]]:
        """Return the beats of the softmax as far as the loss needs them."""
        Zmax, sumexp = (xp.empty(Z.shape[:1], dtype=Z.dtype) for _ in range(2))
        Zshift, expZ = (xp.empty(Z.shape, dtype=Z.dtype) for _ in range(2))
        beats = Softmax().beats(xp, Z, Zmax, Zshift, expZ, sumexp, expZ)
        return [*beats.shift, *beats.exp, *beats.sum], (Zshift, sumexp, Y)

    def target_slope(self, Z: HostArray, Y: HostArray) -> HostArray:
        """Return −scale · log softmax(Z): the loss is linear in Y."""
        Zshift = Z - Z.max(axis=1, keepdims=True)
        log_sum = np.log(np.exp(Zshift).sum(axis=1, keepdims=True))
        slope: HostArray = Z.dtype.type(self.gradient_scale(*Z.shape)) * (log_sum - Zshift)
        return slope

    def slope_calls(self, xp: Namespace, Z: Array, Y: Array, out: Array) -> list[Call]:
        """Bind out = scale · (softmax(Z) − Y)."""
        A = xp.empty(Z.shape, dtype=Z.dtype)
        return [*Softmax().forward_calls(xp, Z, A), *self.fused_calls(xp, A, Y, out)]

    def output_gradient(self, A: HostArray, Y: HostArray) -> HostArray:
        """Return −scale · Y / A."""
        gradient: HostArray = -A.dtype.type(self.gradient_scale(*A.shape)) * Y / A
        return gradient

    def target(
        self, Y: npt.ArrayLike, n_samples: int, n_out: int, dtype: npt.DTypeLike
    ) -> HostArray:
        """Return the target one-hot (n_samples, n_out), from labels (n_samples,) or one-hot rows.

        Raises:
            ShapeError: it is neither the one nor the other.
            DataError: a label is no class of the output, or a row is not one-hot.
        """
        array = door.real_array("Y", Y)
        if array.shape == (n_samples,):
            # In one comparison: for a small batch, looking at the labels costs more than the step.
            chosen = np.equal(array[:, None], np.arange(n_out))
            if np.count_nonzero(chosen) != n_samples:
                _refuse_labels(array, n_out)
            return chosen.astype(dtype)
        if array.shape != (n_samples, n_out):
            raise ShapeError(
                "For the loss cross_entropy, Y must be labels of shape ({rows},) or one-hot rows"
                " of shape ({rows}, {columns}), but it has shape {shape}.",
                rows=n_samples,
                columns=n_out,
                shape=str(array.shape),
            )
        return _one_hot(array).astype(dtype, copy=False)


def _refuse_labels(array: HostArray, n_out: int) -> NoReturn:
    """Say what is wrong with labels of which one is no index of an output unit.

    Raises:
        DataError: always.
    """
    if array.dtype.kind == "f":
        door.require_finite("Y", array)
    raise DataError(
        "The labels in Y must be whole numbers from 0 to {last}, because the output has"
        " {count} units, but they lie between {low} and {high}.",
        last=n_out - 1,
        count=n_out,
        low=str(array.min()),
        high=str(array.max()),
    )


def _one_hot(array: HostArray) -> HostArray:
    """Return the rows if each has a single 1 and else 0."""
    door.require_finite("Y", array)
    good = ((array == 0) | (array == 1)).all(axis=1) & (array.sum(axis=1) == 1)
    if not bool(good.all()):
        raise DataError(
            "Each row of a one-hot Y must hold a single 1 and else 0, but row {row} is {values}.",
            row=int(np.argmin(good)),
            values=str(array[int(np.argmin(good))].tolist()),
        )
    return array
