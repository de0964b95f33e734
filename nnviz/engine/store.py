"""The memory of a network that outlives a step: parameters, gradients and optimizer state."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from nnviz.engine.backend import Backend
from nnviz.engine.calls import Array, Call
from nnviz.engine.errors import ShapeError
from nnviz.engine.optimizers import Optimizer, Rows
from nnviz.engine.orientation import HostArray
from nnviz.engine.spec import NetworkSpec

# Larger element-wise passes are cut, so that each part is still in the cache for the next call.
CHUNK = 16_384
# A unit that has died leaves moments that shrink for ever. Numbers this near to zero become
# denormal soon, which makes every call up to ten times slower; they are set to 0 this often.
FLUSH_EVERY = 64
_FLUSH_FACTOR = 1e8


@dataclass(frozen=True, slots=True, eq=False)
class NetworkState:
    """What :meth:`Network.restore` needs to go back: read-only host copies.

    ``optimizer`` maps the optimizer's rows ("m", "v", "velocity") to flat arrays as long as
    ``parameters``. ``step`` counts the updates made; it also decides the order of a shuffle.
    """

    parameters: HostArray
    optimizer: Mapping[str, HostArray]
    step: int


class Store:
    """One block with a row each for p, g and what the optimizer keeps; parameters are views.

    ``step`` counts the updates made.
    """

    def __init__(self, spec: NetworkSpec, optimizer: Optimizer, backend: Backend) -> None:
        xp = backend.xp
        self.backend = backend
        self.optimizer = optimizer
        self.shapes = spec.parameter_shapes
        self.size = sum(math.prod(shape) for shape in self.shapes.values())
        self.row_names = ("p", "g", *optimizer.work_rows, *optimizer.state_rows)
        # 64 elements: each row starts at a cache line.
        self.row_length = -(-self.size // 64) * 64
        self.block = xp.zeros((len(self.row_names), self.row_length), dtype=np.dtype(spec.dtype))
        self._scratch = xp.zeros((2, min(CHUNK, self.row_length)), dtype=self.block.dtype)
        self._changing = {
            name: xp.zeros((), dtype=self.block.dtype) for name in optimizer.changing(step=1)
        }
        self.update_calls = self._bind_update()
        self._flush_calls = self._bind_flush()
        self.step = 0

    @property
    def offsets(self) -> dict[str, int]:
        """Where each parameter starts inside a row."""
        lengths = [0, *(math.prod(shape) for shape in self.shapes.values())]
        return dict(zip(self.shapes, np.cumsum(lengths).tolist(), strict=False))

    def row(self, name: str) -> Array:
        """Return a whole row as a flat view of the device memory."""
        return self.block[self.row_names.index(name), : self.size]

    def view(self, row: str, parameter: str) -> Array:
        """Return one parameter's part of a row, in the parameter's shape."""
        shape, start = self.shapes[parameter], self.offsets[parameter]
        return self.row(row)[start : start + math.prod(shape)].reshape(shape)

    def prepare_update(self) -> None:
        """Set the numbers that change from update to update."""
        for name, value in self.optimizer.changing(self.step + 1).items():
            self._changing[name].fill(value)

    def finish_update(self) -> None:
        """Count the update and, now and then, flush what has all but vanished to zero."""
        self.step += 1
        if self.step % FLUSH_EVERY == 0:
            for call in self._flush_calls:
                call()

    def write_parameters(self, values: Mapping[str, HostArray]) -> None:
        """Overwrite parameters; the values are already checked."""
        for name, value in values.items():
            view = self.view("p", name)
            view[...] = self.backend.xp.asarray(value, dtype=self.block.dtype)

    def parameters(self) -> dict[str, HostArray]:
        """Return host copies of all parameters."""
        return {name: self.backend.to_host(self.view("p", name)) for name in self.shapes}

    def state(self) -> NetworkState:
        """Return host copies of all that a later step depends on."""
        rows = {name: self._host_row(name) for name in self.optimizer.state_rows}
        return NetworkState(self._host_row("p"), rows, self.step)

    def restore(self, state: NetworkState) -> None:
        """Go back to a state of this very network; if it does not fit, nothing is changed.

        Raises:
            ShapeError: the state is of another network.
        """
        rows = {"p": state.parameters, **state.optimizer}
        fits = set(rows) == {"p", *self.optimizer.state_rows}
        if not fits or any(np.shape(row) != (self.size,) for row in rows.values()):
            raise ShapeError("This state belongs to another network: its arrays do not fit here.")
        for name, values in rows.items():
            self.row(name)[...] = self.backend.xp.asarray(values, dtype=self.block.dtype)
        self.step = state.step

    def _host_row(self, name: str) -> HostArray:
        copy = self.backend.to_host(self.row(name))
        copy.setflags(write=False)
        return copy

    def _parts(self) -> list[tuple[int, int]]:
        # The padding goes along: it is zero and stays so, and whole rows are contiguous memory.
        edges = [*range(0, self.row_length, CHUNK), self.row_length]
        return list(pairwise(edges))

    def _bind_update(self) -> list[Call]:
        calls: list[Call] = []
        for start, stop in self._parts():
            part = self.block[:, start:stop]
            scratch = self._scratch[:, : stop - start]
            rows = Rows(self.row_names, part, scratch, self._changing)
            calls += self.optimizer.calls(self.backend.xp, rows)
        return calls

    def _bind_flush(self) -> list[Call]:
        smallest = float(np.finfo(self.block.dtype).tiny) * _FLUSH_FACTOR

        def flush(row: Array) -> None:
            row[abs(row) < smallest] = 0

        return [
            partial(flush, self.block[self.row_names.index(name), start:stop])
            for name in self.optimizer.state_rows
            for start, stop in self._parts()
        ]
