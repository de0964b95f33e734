"""What every activation function offers: values, derivative, Jacobian, bound calls, formula."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from nnviz.engine import door
from nnviz.engine.calls import Array, Call, Namespace, run
from nnviz.engine.errors import DataError, ShapeError
from nnviz.engine.expression import Expr
from nnviz.engine.options import Options
from nnviz.engine.orientation import HostArray


def floats(values: npt.ArrayLike) -> HostArray:
    """Return a contiguous float array of the values; whole numbers and truth values are converted.

    Raises:
        DataError: the values are not numbers.
    """
    array = np.asarray(door.host(values))
    if array.dtype.kind not in "fiub":
        raise DataError(
            "The values must be real numbers, but they are of type {dtype}.", dtype=str(array.dtype)
        )
    if array.dtype not in {np.dtype(np.float32), np.dtype(np.float64)}:
        array = array.astype(np.float64)
    # Not ascontiguousarray: that would turn a scalar into a vector.
    return np.asarray(array, order="C")


class Activation(ABC):
    """A function of the pre-activations Z (n_samples, n_units) of one layer.

    A subclass is a frozen dataclass whose fields are its options. The bound calls are the only
    arithmetic: calling the object runs the same calls on buffers of its own.
    """

    name: ClassVar[str]
    elementwise: ClassVar[bool] = True
    # Whether the derivative is a mask worth showing beside the function (ReLU's gate).
    has_mask: ClassVar[bool] = False

    @property
    def options(self) -> Options:
        """The options that this function was made with."""
        return Options(asdict(self))  # type: ignore[call-overload]

    @property
    def has_kink(self) -> bool:
        """Whether the function has no derivative at exactly 0."""
        return self.has_mask

    def __call__(self, Z: npt.ArrayLike) -> HostArray:
        """Return f(Z), of the shape of Z.

        Raises:
            DataError: Z does not hold real numbers.
        """
        return self._run(Z, lambda z, a: self.forward_calls(np, z, a))

    def derivative(self, Z: npt.ArrayLike) -> HostArray:
        """Return f'(Z), of the shape of Z.

        Raises:
            DataError: Z does not hold real numbers.
            SpecError: the function has no element-wise derivative (softmax).
        """

        def calls(z: Array, d: Array) -> list[Call]:
            a = np.empty_like(z)
            return [*self.forward_calls(np, z, a), *self.derivative_calls(np, z, a, d)]

        return self._run(Z, calls)

    def jacobian(self, z: npt.ArrayLike) -> HostArray:
        """Return the matrix ∂a_i/∂z_j (n, n) at one vector z (n,).

        Raises:
            ShapeError: z is not a vector.
        """
        return np.diag(self.derivative(vector(z)))

    @abstractmethod
    def forward_calls(self, xp: Namespace, Z: Array, A: Array) -> list[Call]:
        """Bind the calls that write f(Z) into A."""

    @abstractmethod
    def derivative_calls(self, xp: Namespace, Z: Array, A: Array, D: Array) -> list[Call]:
        """Bind the calls that write f'(Z) into D; A holds f(Z) already."""

    @abstractmethod
    def expression(self, z: Expr) -> Expr:
        """Return f(z) for one cell, as arithmetic that can be written out."""

    @abstractmethod
    def derivative_expression(self, z: Expr) -> Expr:
        """Return f'(z) for one cell, as arithmetic that can be written out."""

    @staticmethod
    def _run(Z: npt.ArrayLike, bind: Callable[[Any, Any], list[Call]]) -> HostArray:
        z = floats(Z)
        out = np.empty_like(z)
        # Overflow inside exp is part of the arithmetic (1/(1+inf) is 0); NaN passes through.
        with np.errstate(all="ignore"):
            run(bind(z, out))
        return out


def vector(z: npt.ArrayLike) -> HostArray:
    """Return z as a float vector.

    Raises:
        ShapeError: z is not a vector.
    """
    array = floats(z)
    if array.ndim != 1:
        raise ShapeError("z must be one vector, but it has shape {shape}.", shape=str(array.shape))
    return array
