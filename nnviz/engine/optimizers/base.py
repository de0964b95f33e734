"""What every optimizer offers: its rows of state, its bound calls, and how a trace shows them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar

from nnviz.engine.calls import Array, Call, Namespace, bind, scalar
from nnviz.engine.options import Options
from nnviz.engine.orientation import HostArray
from nnviz.engine.template import Template


@dataclass(frozen=True, slots=True)
class Rows:
    """A part of the flat buffers: one row each for "p", "g" and the optimizer's own.

    ``scratch`` (2, length) may be overwritten; ``changing`` are the 0-d arrays that get a new
    value before each update.
    """

    names: tuple[str, ...]
    block: Array
    scratch: Array
    changing: Mapping[str, Array]

    def __getitem__(self, name: str) -> Array:
        return self.block[self.names.index(name)]

    def span(self, first: str, last: str) -> Array:
        """Return the neighbouring rows from ``first`` to ``last`` as one array."""
        return self.block[self.names.index(first) : self.names.index(last) + 1]


@dataclass(frozen=True, slots=True)
class Part:
    """One parameter's part of every row that has one for it, in its own shape.

    ``scratch`` is flat, at least as long as the parameter, and may be overwritten; ``changing``
    are the 0-d arrays that get a new value before each update.
    """

    arrays: Mapping[str, Array]
    scratch: Array
    changing: Mapping[str, Array]

    def __getitem__(self, row: str) -> Array:
        return self.arrays[row]


class Optimizer(ABC):
    """A rule that turns the gradient into new parameters.

    A subclass is a frozen dataclass whose fields are its options, under PyTorch's names. All
    parameters lie in one flat row "p", their gradients in "g"; ``state_rows`` are kept from step
    to step, ``work_rows`` are not. It is an :class:`ElementwiseOptimizer`, which is bound on whole
    rows, or a :class:`ParameterOptimizer`, which is bound once for each parameter.
    """

    name: ClassVar[str]
    lr: float

    @property
    def options(self) -> Options:
        """The options that this optimizer was made with."""
        return Options(asdict(self))  # type: ignore[call-overload]

    @property
    @abstractmethod
    def state_rows(self) -> tuple[str, ...]:
        """The rows that are kept from step to step; all start at zero."""

    @property
    @abstractmethod
    def work_rows(self) -> tuple[str, ...]:
        """The rows that hold something on the way, to be shown."""

    @property
    def varies(self) -> bool:
        """Whether the changing numbers differ from step to step at the same learning rate."""
        return False

    def changing(self, step: int, lr: float) -> Mapping[str, float]:
        """Return what the changing 0-d arrays hold in update number ``step`` (from 1).

        ``lr`` is the learning rate of that update.
        """
        return {"rate": lr}

    def part_shape(self, row: str, shape: tuple[int, ...]) -> tuple[int, ...] | None:
        """Return the shape of a parameter's part of one of the optimizer's own rows.

        ``shape`` is the parameter's own; None if the row has nothing for such a parameter.
        """
        return shape

    @abstractmethod
    def templates(self, parameter: str, layer: int) -> tuple[Template, ...]:
        """Return the steps by which a trace shows the update of one parameter."""

    @abstractmethod
    def array_name(self, row: str, parameter: str, *, new: bool) -> str | None:
        """Return the trace name of a parameter's part of one of the optimizer's rows.

        ``new`` asks for it as it is after the update; None if it is not shown.
        """

    def derived(self, template: Template, step: int, get: Callable[[str], HostArray]) -> HostArray:
        """Work out the array of a derived template from recorded ones, got by name."""
        raise NotImplementedError(template.output)


class ElementwiseOptimizer(Optimizer):
    """An optimizer in which every element moves by itself: a few calls on long flat rows."""

    @abstractmethod
    def calls(self, xp: Namespace, rows: Rows) -> list[Call]:
        """Bind the update of one part of the flat rows."""


class ParameterOptimizer(Optimizer):
    """An optimizer that looks at a parameter as a whole: at its rows and columns, at its size."""

    @abstractmethod
    def calls(self, xp: Namespace, part: Part) -> list[Call]:
        """Bind the update of one parameter."""


def decay_calls(xp: Namespace, rows: Rows, weight_decay: float) -> list[Call]:
    """Bind g = g + λp, in place; nothing if λ is 0."""
    if not weight_decay:
        return []
    p, g, shrink = rows["p"], rows["g"], rows.scratch[0]
    return [
        bind(xp.multiply, p, scalar(xp, weight_decay, p), out=shrink),
        bind(xp.add, g, shrink, out=g),
    ]
