"""What every loss offers: value and gradient, the bound calls of a program, its target check."""

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from nnviz.engine import door
from nnviz.engine.calls import Array, Call, Namespace, bind, run, scalar
from nnviz.engine.errors import ShapeError
from nnviz.engine.orientation import HostArray


class Loss(ABC):
    """A number to be made small, from a prediction and a target, both (n_samples, n_out).

    The loss of the batch is ``mean_scale`` times the sum of the losses of the samples.
    """

    name: ClassVar[str]
    # The output activation that is computed together with the loss, or None if any will do.
    output: ClassVar[str | None] = None

    @abstractmethod
    def sample_scale(self, n_out: int) -> float:
        """Return the factor before the sum over the units of one sample."""

    def mean_scale(self, n_samples: int) -> float:
        """Return the factor before the sum over the samples."""
        return 1.0 / n_samples

    @abstractmethod
    def gradient_scale(self, n_samples: int, n_out: int) -> float:
        """Return the factor of ``prediction − target`` in the gradient."""

    @abstractmethod
    def sample_inputs(self, layer: int) -> tuple[str, ...]:
        """Return the trace names from which the losses of the samples are computed."""

    @abstractmethod
    def sample_calls(self, xp: Namespace, inputs: tuple[Array, ...], Ls: Array) -> list[Call]:
        """Bind the calls that write the loss of each sample into Ls, from the named inputs."""

    def mean_calls(self, xp: Namespace, Ls: Array, L: Array) -> list[Call]:
        """Bind the call that writes the loss of the batch into the 0-d array L."""
        weights = xp.full(Ls.shape, self.mean_scale(Ls.shape[0]), dtype=Ls.dtype)
        return [bind(xp.dot, Ls, weights, out=L)]

    @abstractmethod
    def prepare(self, xp: Namespace, Z: Array, Y: Array) -> tuple[list[Call], tuple[Array, ...]]:
        """Return the calls and buffers that lead from a prediction to the sample inputs."""

    @abstractmethod
    def target_slope(self, Z: HostArray, Y: HostArray) -> HostArray:
        """Return ∂L/∂Y for a prediction Z."""

    @abstractmethod
    def slope_calls(self, xp: Namespace, Z: Array, Y: Array, out: Array) -> list[Call]:
        """Bind the calls that write ∂L/∂Z, of the prediction Z, into ``out``."""

    def target(
        self, Y: npt.ArrayLike, n_samples: int, n_out: int, dtype: npt.DTypeLike
    ) -> HostArray:
        """Return the target as a table (n_samples, n_out) of the dtype.

        Raises:
            ShapeError: it has another shape.
            DataError: its values are impossible for this loss.
        """
        array = door.real_array("Y", Y)
        if n_out == 1 and array.ndim == 1:
            array = array[:, None]
        if array.shape != (n_samples, n_out):
            raise ShapeError(
                "Y must have shape ({rows}, {columns}), one row for each sample of X,"
                " but it has shape {shape}.",
                rows=n_samples,
                columns=n_out,
                shape=str(array.shape),
            )
        if array.dtype != dtype:
            with np.errstate(over="ignore"):
                array = array.astype(dtype)
        return array

    def __call__(self, prediction: npt.ArrayLike, target: npt.ArrayLike) -> float:
        """Return the loss; bce and cross_entropy take logits as the prediction.

        Raises:
            ShapeError: the two shapes do not belong together.
            DataError: the values are not numbers, or impossible for this loss.
        """
        Z, Y = self._pair(prediction, target)
        calls, inputs = self.prepare(np, Z, Y)
        Ls, L = np.empty(Z.shape[:1], Z.dtype), np.empty((), Z.dtype)
        with np.errstate(all="ignore"):
            run([*calls, *self.sample_calls(np, inputs, Ls), *self.mean_calls(np, Ls, L)])
        return float(L)

    def gradient(self, prediction: npt.ArrayLike, target: npt.ArrayLike) -> HostArray:
        """Return ∂L/∂prediction, of the shape of the prediction.

        Raises:
            ShapeError: the two shapes do not belong together.
            DataError: the values are not numbers, or impossible for this loss.
        """
        Z, Y = self._pair(prediction, target)
        out = np.empty_like(Z)
        with np.errstate(all="ignore"):
            run(self.slope_calls(np, Z, Y, out))
        return out.reshape(np.shape(prediction))

    def target_gradient(self, prediction: npt.ArrayLike, target: npt.ArrayLike) -> HostArray:
        """Return ∂L/∂target (n_samples, n_out), which training never needs; logits as above.

        Raises:
            ShapeError: the two shapes do not belong together.
            DataError: the values are not numbers, or impossible for this loss.
        """
        with np.errstate(all="ignore"):
            return self.target_slope(*self._pair(prediction, target))

    def _pair(
        self, prediction: npt.ArrayLike, target: npt.ArrayLike
    ) -> tuple[HostArray, HostArray]:
        Z = door.real_array("prediction", prediction)
        Z = Z[:, None] if Z.ndim == 1 else Z
        if Z.dtype not in {np.dtype(np.float32), np.dtype(np.float64)}:
            Z = Z.astype(np.float64)
        Z = np.ascontiguousarray(
            door.samples("prediction", Z, Z.shape[-1] if Z.ndim else 0, Z.dtype)
        )
        Y = self.target(target, Z.shape[0], Z.shape[1], Z.dtype)
        door.require_finite("Y", Y)
        return Z, np.ascontiguousarray(Y)


class SquaredLoss(Loss):
    """A multiple of the sum of squared errors E = prediction − target."""

    def sample_inputs(self, layer: int) -> tuple[str, ...]:
        """Return the error."""
        return ("E",)

    def error_calls(self, xp: Namespace, A: Array, Y: Array, E: Array) -> list[Call]:
        """Bind E = A − Y."""
        return [bind(xp.subtract, A, Y, out=E)]

    def sample_calls(self, xp: Namespace, inputs: tuple[Array, ...], Ls: Array) -> list[Call]:
        """Bind Ls = scale · Σ E² over the units of each sample."""
        (E,) = inputs
        squares = xp.empty(E.shape, dtype=E.dtype)
        weights = xp.full(E.shape[1:], self.sample_scale(E.shape[1]), dtype=E.dtype)
        return [bind(xp.multiply, E, E, out=squares), bind(xp.dot, squares, weights, out=Ls)]

    def gradient_calls(self, xp: Namespace, E: Array, out: Array) -> list[Call]:
        """Bind ∂L/∂prediction = scale · E."""
        return [bind(xp.multiply, E, scalar(xp, self.gradient_scale(*E.shape), E), out=out)]

    def prepare(self, xp: Namespace, Z: Array, Y: Array) -> tuple[list[Call], tuple[Array, ...]]:
        """Return the calls that make the error."""
        E = xp.empty(Z.shape, dtype=Z.dtype)
        return self.error_calls(xp, Z, Y, E), (E,)

    def target_slope(self, Z: HostArray, Y: HostArray) -> HostArray:
        """Return scale · (Y − Z): what is good for the one is bad for the other."""
        slope: HostArray = Z.dtype.type(self.gradient_scale(*Z.shape)) * (Y - Z)
        return slope

    def slope_calls(self, xp: Namespace, Z: Array, Y: Array, out: Array) -> list[Call]:
        """Bind out = scale · (Z − Y)."""
        return [*self.error_calls(xp, Z, Y, out), *self.gradient_calls(xp, out, out)]


class FusedLoss(Loss):
    """A loss that is computed from the logits together with the output activation.

    Its gradient at the logits is scale · (A − Y), which stays finite where that of the
    probabilities does not.
    """

    output: ClassVar[str]

    def fused_calls(self, xp: Namespace, A: Array, Y: Array, dZ: Array) -> list[Call]:
        """Bind dZ = scale · (A − Y)."""
        scale = scalar(xp, self.gradient_scale(*A.shape), A)
        return [bind(xp.subtract, A, Y, out=dZ), bind(xp.multiply, dZ, scale, out=dZ)]

    @abstractmethod
    def output_gradient(self, A: HostArray, Y: HostArray) -> HostArray:
        """Return ∂L/∂A, which training never computes; not finite where A is exactly 0 or 1."""
