"""The door: what comes in becomes finite real arrays of the right shape, or one clear sentence."""

from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.errors import DataError, ShapeError
from nnviz.engine.orientation import HostArray


def host(values: Any) -> Any:
    """Return a device array as a host array, and anything else as it is."""
    if type(values) is np.ndarray:
        return values
    get = getattr(values, "get", None)
    return get() if get is not None and hasattr(values, "__cuda_array_interface__") else values


def real_array(name: str, values: npt.ArrayLike) -> HostArray:
    """Return the values as an array of real numbers, in whatever numeric dtype they came.

    Raises:
        ShapeError: the rows are not equally long.
        DataError: the values are not real numbers.
    """
    try:
        array = np.asarray(host(values))
    except (ValueError, TypeError) as error:
        raise ShapeError(
            "{name} must be a table of numbers with rows of equal length.", name=name
        ) from error
    if array.dtype.kind not in "fiub":
        raise DataError(
            "{name} must hold real numbers, but its values are of type {dtype}.",
            name=name,
            dtype=str(array.dtype),
        )
    return array


def require_finite(name: str, array: HostArray) -> None:
    """Refuse NaN and infinity.

    Raises:
        DataError: there is one; the sentence says the first and where it is.
    """
    good = np.isfinite(array)
    if bool(good.all()):
        return
    where = np.unravel_index(int(np.argmin(good)), array.shape)
    raise DataError(
        "{name} must be finite, but the value at {position} is {value}.",
        name=name,
        position=position(where),
        value=str(array[where]),
    )


def position(where: tuple[Any, ...]) -> str:
    """Write an index as it is written in code, counted from 0: "[3, 0]"."""
    return "[" + ", ".join(str(int(i)) for i in where) + "]"


def samples(name: str, values: npt.ArrayLike, n_columns: int, dtype: npt.DTypeLike) -> HostArray:
    """Return a table (n_samples, n_columns) in the dtype of the network; not yet checked as finite.

    Raises:
        ShapeError: the table has another shape.
        DataError: it is empty or does not hold real numbers.
    """
    array = real_array(name, values)
    if array.ndim != 2 or array.shape[1] != n_columns:
        raise ShapeError(
            "{name} must have shape (n_samples, {columns}), but it has shape {shape}.",
            name=name,
            columns=n_columns,
            shape=str(array.shape),
        )
    if array.shape[0] == 0:
        raise DataError("{name} must hold at least one sample, but it is empty.", name=name)
    if array.dtype != dtype:
        with np.errstate(over="ignore"):
            array = array.astype(dtype)
    return array
