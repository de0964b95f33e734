"""Constants of an ONNX graph, read with care: nothing outside of the file is ever opened."""

import math
from typing import Any

import numpy as np

from nnviz.engine.exchange.packages import required
from nnviz.engine.exchange.reading import unfit
from nnviz.engine.message import message
from nnviz.engine.orientation import HostArray

_EXTERNAL = 1
# Fields of a Constant node that hold its value, and the type that they stand for.
_PLAIN = {
    "value_float": np.float32,
    "value_floats": np.float32,
    "value_int": np.int64,
    "value_ints": np.int64,
}


def constant_array(source: str, record: Any, name: str) -> HostArray:
    """Return the numbers of a TensorProto.

    Raises:
        FileError: they lie in another file, are not numbers, or do not have the shape promised.
    """
    if record.data_location == _EXTERNAL or len(record.external_data):
        raise unfit(
            source,
            message(
                "the numbers of {name} lie outside of the file; save the model as one file "
                "(onnx.save with save_as_external_data=False)",
                name=name,
            ),
        )
    shape = tuple(record.dims)
    helper = required("onnx.numpy_helper")
    try:
        array = np.asarray(helper.to_array(record))
    except (ValueError, TypeError, KeyError, OverflowError, RuntimeError) as error:
        raise unfit(source, message("{name} is no readable array", name=name)) from error
    if array.shape != shape or array.size != math.prod(shape):
        raise unfit(
            source, message("{name} has the impossible shape {shape}", name=name, shape=str(shape))
        )
    return _known(source, name, array)


def constant_of_node(source: str, node: Any) -> HostArray:
    """Return the numbers of a Constant node.

    Raises:
        FileError: it holds none.
    """
    name = node.output[0]
    for attribute in node.attribute:
        if attribute.name == "value":
            return constant_array(source, attribute.t, name)
        if attribute.name in _PLAIN:
            value = required("onnx.helper").get_attribute_value(attribute)
            return _known(source, name, np.asarray(value, _PLAIN[attribute.name]))
    raise unfit(source, message("{name} is no readable array", name=name))


def _known(source: str, name: str, array: HostArray) -> HostArray:
    """Return floats and whole numbers; float16 and bfloat16 stay as they are, to be noted."""
    if array.dtype.name not in {"float64", "float32", "float16", "bfloat16", "int64", "int32"}:
        raise unfit(
            source,
            message("{name} has shape {shape} and values of type {dtype}", name=name,
                    shape=str(array.shape), dtype=array.dtype.name),
        )  # fmt: skip
    if not np.isfinite(array.astype(np.float64)).all():
        raise unfit(source, message("{name} holds a number that is not finite", name=name))
    return array
