"""Where the rows of parameters, gradients and optimizer state lie in one flat piece of memory."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from nnviz.engine.compile.layout import Slot
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.spec import NetworkSpec

# 64 elements: each row starts at a cache line.
_ALIGNMENT = 64


@dataclass(frozen=True, slots=True)
class RowLayout:
    """The slots of all rows, and in them those of each parameter's part.

    ``parts`` has no entry where a row keeps nothing for a parameter.
    """

    rows: Mapping[str, Slot]
    parts: Mapping[tuple[str, str], Slot]

    @property
    def size(self) -> int:
        """How many elements the piece of memory has; the end of every row is padded."""
        return _aligned(max(slot.stop for slot in self.rows.values()))


def gradient_rows(spec: NetworkSpec) -> tuple[str, ...]:
    """Return the rows of gradients beside "g": as they are before clipping, and of the data."""
    return (*(("raw",) if spec.clips else ()), *(("data",) if spec.l2 else ()))


def row_names(optimizer: Optimizer, more: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return all rows in their order: what is kept from step to step lies in one piece."""
    return ("g", *optimizer.work_rows, "p", *optimizer.state_rows, *more)


def row_layout(
    optimizer: Optimizer, shapes: Mapping[str, tuple[int, ...]], more: tuple[str, ...] = ()
) -> RowLayout:
    """Return the layout of "p", "g", the optimizer's rows and ``more`` of parameters' shapes."""
    rows: dict[str, Slot] = {}
    parts: dict[tuple[str, str], Slot] = {}
    start = 0
    for row in row_names(optimizer, more):
        stop = start
        for parameter, shape in shapes.items():
            part = shape if row in {"p", "g", *more} else optimizer.part_shape(row, shape)
            if part is not None:
                parts[row, parameter] = slot = Slot(stop, part)
                stop = slot.stop
        rows[row] = Slot(start, (stop - start,))
        start = _aligned(stop)
    return RowLayout(rows, parts)


def longest(shapes: Mapping[str, tuple[int, ...]]) -> int:
    """Return how many elements the largest parameter has."""
    return max(math.prod(shape) for shape in shapes.values())


def _aligned(stop: int) -> int:
    return -(-stop // _ALIGNMENT) * _ALIGNMENT
