"""The memory of a network that outlives a step: parameters, gradients and optimizer state."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from nnviz.engine.backend import Backend
from nnviz.engine.calls import Array, Call
from nnviz.engine.compile.layout import Slot
from nnviz.engine.compile.rows import gradient_rows, longest, row_layout, row_names
from nnviz.engine.divergence import require_finite_state
from nnviz.engine.errors import ShapeError
from nnviz.engine.native import fuse
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.optimizers.base import ElementwiseOptimizer, ParameterOptimizer, Part, Rows
from nnviz.engine.orientation import HostArray
from nnviz.engine.spec import NetworkSpec

# A unit that has died leaves moments that shrink for ever. Numbers this near to zero become
# denormal soon, which makes every call up to ten times slower; they are set to 0 this often.
FLUSH_EVERY = 64
_FLUSH_FACTOR = 1e8


@dataclass(frozen=True, slots=True, eq=False)
class NetworkState:
    """What :meth:`Network.restore` needs to go back: read-only host copies.

    ``optimizer`` maps the optimizer's rows ("m", "v", "velocity") to flat arrays: mostly as long
    as ``parameters``, shorter where the optimizer keeps less. ``step`` counts the updates made; it
    also decides the order of a shuffle.
    """

    parameters: HostArray
    optimizer: Mapping[str, HostArray]
    step: int


class Store:
    """One block with a row each for p, g and what the optimizer keeps; parameters are views.

    ``layout`` says where each row lies in it, and each parameter's part of the row.

    ``step`` counts the updates made.
    """

    def __init__(self, spec: NetworkSpec, optimizer: Optimizer, backend: Backend) -> None:
        xp = backend.xp
        self.backend = backend
        self.optimizer = optimizer
        self.shapes = spec.parameter_shapes
        self.size = sum(math.prod(shape) for shape in self.shapes.values())
        more = gradient_rows(spec)
        self.row_names = row_names(optimizer, more)
        # The backward pass writes here; the optimizer takes "g".
        self.gradient_row = "raw" if spec.clips else "g"
        self.schedule = spec.schedule.make()
        self._varies = optimizer.varies or not self.schedule.is_constant
        self.layout = row_layout(optimizer, self.shapes, more)
        self.block = xp.zeros(self.layout.size, dtype=np.dtype(spec.dtype))
        self._changing = {
            name: xp.asarray(value, dtype=self.block.dtype)
            for name, value in optimizer.changing(1, self.learning_rate(0)).items()
        }
        self.update_calls = fuse(self._bind_update())
        self._flush_calls = self._bind_flush()
        self.step = 0

    @property
    def kept(self) -> Array:
        """All that a later step depends on but the step count, as one flat view; p comes first."""
        return self.kept_in(self.block)

    def kept_in(self, block: Array) -> Array:
        """Return the part of a copy of the whole block that is :attr:`kept`."""
        rows = self.layout.rows
        last = ("p", *self.optimizer.state_rows)[-1]
        return block[rows["p"].offset : rows[last].stop]

    def row(self, name: str) -> Array:
        """Return a whole row as a flat view of the device memory."""
        return self._array(self.layout.rows[name])

    def view(self, row: str, parameter: str) -> Array:
        """Return one parameter's part of a row, in its own shape."""
        return self._array(self.layout.parts[row, parameter])

    def learning_rate(self, step: int) -> float:
        """Return the learning rate of the update that is made after ``step`` others."""
        lr = self.optimizer.lr
        return lr if self.schedule.is_constant else lr * self.schedule.factor(step)

    def prepare_update(self) -> None:
        """Set the numbers that change from update to update."""
        if self._varies:
            numbers = self.optimizer.changing(self.step + 1, self.learning_rate(self.step))
            for name, value in numbers.items():
                self._changing[name].fill(value)

    def finish_update(self) -> None:
        """Count the update; now and then, flush what has all but vanished, and look for infinities.

        Raises:
            DivergenceError: a parameter or a row of the optimizer is not finite any more.
        """
        self.step += 1
        if self.step % FLUSH_EVERY == 0:
            for call in self._flush_calls:
                call()
            require_finite_state(self)

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
        slots = self.layout.rows
        if not fits or any(np.shape(row) != slots[name].shape for name, row in rows.items()):
            raise ShapeError("This state belongs to another network: its arrays do not fit here.")
        for name, values in rows.items():
            self.row(name)[...] = self.backend.xp.asarray(values, dtype=self.block.dtype)
        self.step = state.step

    def load_kept(self, values: HostArray, step: int) -> None:
        """Go back to a copy of :attr:`kept`, of a store of the same spec, made before ``step``."""
        self.backend.xp.copyto(self.kept, self.backend.xp.asarray(values))
        self.step = step

    def _host_row(self, name: str) -> HostArray:
        copy = self.backend.to_host(self.row(name))
        copy.setflags(write=False)
        return copy

    def _array(self, slot: Slot) -> Array:
        return self.block[slot.offset : slot.stop].reshape(slot.shape)

    def _bind_update(self) -> list[Call]:
        optimizer = self.optimizer
        if isinstance(optimizer, ElementwiseOptimizer):
            return self._bind_elements(optimizer)
        assert isinstance(optimizer, ParameterOptimizer)
        return self._bind_parameters(optimizer)

    def _bind_elements(self, optimizer: ElementwiseOptimizer) -> list[Call]:
        # The padding goes along: it is zero and stays so, and whole rows are contiguous memory.
        rows = self.block.reshape(len(self.row_names), -1)
        length = rows.shape[1]
        chunk = min(self.backend.chunk, length)
        spare = self.backend.xp.zeros((2, chunk), dtype=self.block.dtype)
        calls: list[Call] = []
        for start, stop in _cut(0, length, chunk):
            scratch = spare[:, : stop - start]
            part = Rows(self.row_names, rows[:, start:stop], scratch, self._changing)
            calls += optimizer.calls(self.backend.xp, part)
        return calls

    def _bind_parameters(self, optimizer: ParameterOptimizer) -> list[Call]:
        scratch = self.backend.xp.zeros(longest(self.shapes), dtype=self.block.dtype)
        calls: list[Call] = []
        for parameter in self.shapes:
            arrays = {
                row: self.view(row, parameter)
                for row in self.row_names
                if (row, parameter) in self.layout.parts
            }
            calls += optimizer.calls(self.backend.xp, Part(arrays, scratch, self._changing))
        return calls

    def _bind_flush(self) -> list[Call]:
        smallest = float(self.backend.xp.finfo(self.block.dtype).smallest_normal) * _FLUSH_FACTOR

        def flush(row: Array) -> None:
            row[abs(row) < smallest] = 0

        return [
            partial(flush, self.block[start:stop])
            for name in self.optimizer.state_rows
            for start, stop in self._cut_row(name)
        ]

    def _cut_row(self, name: str) -> list[tuple[int, int]]:
        slot = self.layout.rows[name]
        return _cut(slot.offset, slot.stop, self.backend.chunk)


def _cut(start: int, stop: int, chunk: int) -> list[tuple[int, int]]:
    """Cut a stretch of memory into pieces that fit into the cache."""
    return list(pairwise([*range(start, stop, chunk), stop]))
