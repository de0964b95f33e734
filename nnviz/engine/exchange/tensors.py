"""Tensors of other programs as NumPy arrays, PyTorch's without importing it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.engine import door
from nnviz.engine.errors import NnvizError
from nnviz.engine.exchange.reading import unfit
from nnviz.engine.message import Message, message
from nnviz.engine.orientation import HostArray

# As they are, or converted to the next larger type that NumPy calculates with.
_KEPT = {"float32", "float64"}
_WIDENED = {"float16", "bfloat16"}
_SAFETENSORS_NAMES = {"F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16"}


@dataclass(frozen=True, slots=True, eq=False)
class Tensor:
    """An array of float32 or float64, and the type that it had before."""

    array: HostArray
    dtype: str


def tensor(source: "str | Message", name: str, values: Any) -> Tensor:
    """Return an array-like: NumPy's, PyTorch's on any device, or lists.

    Raises:
        FileError: its values are not finite real floating-point numbers.
    """
    array, dtype = _plain(source, name, values)
    if dtype not in _KEPT | _WIDENED:
        raise unfit(
            source,
            message("{name} has shape {shape} and values of type {dtype}", name=name,
                    shape=str(tuple(array.shape)), dtype=dtype),
        )  # fmt: skip
    return Tensor(_finite(source, name, array), dtype)


def from_bytes(source: str, name: str, record: Mapping[str, Any]) -> Tensor:
    """Return a tensor of a safetensors file, as ``safetensors.deserialize`` describes it.

    Raises:
        FileError: its values are not finite real floating-point numbers.
    """
    shape, data = tuple(record["shape"]), record["data"]
    dtype = _SAFETENSORS_NAMES.get(record["dtype"])
    if dtype is None:
        raise unfit(
            source,
            message("{name} has shape {shape} and values of type {dtype}", name=name,
                    shape=str(shape), dtype=str(record["dtype"])),
        )  # fmt: skip
    stored = np.frombuffer(
        data, "<u2" if dtype == "bfloat16" else np.dtype(dtype).newbyteorder("<")
    )
    array = _from_bfloat16(stored) if dtype == "bfloat16" else stored
    # A size of 0 may stand beside a number too large for any array.
    if math.prod(shape) != array.size or max(shape, default=0) > MAX_EXTENT:
        raise unfit(source, message("{name} has the impossible shape {shape}", name=name,
                                    shape=str(shape)))  # fmt: skip
    return Tensor(_finite(source, name, array.reshape(shape)), dtype)


MAX_EXTENT = 2**40


def dtype_of(tensors: Mapping[str, Tensor]) -> str:
    """Return the number type of a network of these tensors: float64 if one of them is."""
    return "float64" if any(one.dtype == "float64" for one in tensors.values()) else "float32"


def converted(tensors: Mapping[str, Tensor]) -> dict[str, str]:
    """Return which tensors were widened, with the type that they had."""
    return {name: one.dtype for name, one in tensors.items() if one.dtype in _WIDENED}


def _plain(source: "str | Message", name: str, values: Any) -> tuple[HostArray, str]:
    """Return the values as an array, and their type as it was."""
    if hasattr(values, "detach"):  # a tensor of PyTorch
        dtype = str(values.dtype).removeprefix("torch.")
        values = values.detach().cpu()
        if dtype == "bfloat16":
            values = values.float()
        return np.asarray(values), dtype
    try:
        array = np.asarray(door.host(values))
    except (ValueError, TypeError) as error:
        raise unfit(source, message("{name} is no array of numbers", name=name)) from error
    dtype = array.dtype.name
    if not hasattr(values, "dtype") and array.dtype.kind in "iu":
        array, dtype = array.astype(np.float64), "float64"  # lists of whole numbers
    return array, dtype


def _from_bfloat16(stored: HostArray) -> HostArray:
    """Return what the upper halves of float32 numbers stand for."""
    return (stored.astype(np.uint32) << 16).view(np.float32)


def _finite(source: "str | Message", name: str, array: HostArray) -> HostArray:
    kind = np.float64 if array.dtype == np.float64 else np.float32
    result = np.ascontiguousarray(array, dtype=kind).reshape(array.shape)
    try:
        door.require_finite(name, result)
    except NnvizError as error:
        raise unfit(
            source, message("{name} holds a number that is not finite", name=name)
        ) from error
    return result
