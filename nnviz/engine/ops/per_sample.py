"""Steps that show one sample at a time: they keep the arrays of all samples."""

from collections.abc import Mapping
from types import MappingProxyType

from nnviz.engine.errors import ShapeError
from nnviz.engine.orientation import HostArray


def sample_rows(whole: Mapping[str, HostArray], sample: int) -> Mapping[str, HostArray]:
    """Return one sample's row of each array (N, …), as vectors.

    Raises:
        ShapeError: there is no such sample.
    """
    count = next(iter(whole.values())).shape[0]
    if not 0 <= sample < count:
        raise ShapeError(
            "The batch has samples 0 to {last}; there is no sample {sample}.",
            last=count - 1,
            sample=sample,
        )
    return MappingProxyType({name: array[sample] for name, array in whole.items()})


def read_only(array: HostArray) -> HostArray:
    """Return the array, closed to writing."""
    array.flags.writeable = False
    return array
