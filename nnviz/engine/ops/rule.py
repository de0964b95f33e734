"""What the engine knows about an op beside its numbers: its formula and where each cell is from."""

from abc import ABC, abstractmethod
from typing import ClassVar, TypeAlias

from nnviz.engine.errors import ShapeError, SpecError
from nnviz.engine.expression import Expr, Ref
from nnviz.engine.message import Message
from nnviz.engine.orientation import HostArray, Orientation, has_sample_axis
from nnviz.engine.step import Step, StepKind

# A block of stored cells: its rows and its columns. A vector is one row, a scalar one cell.
Region: TypeAlias = tuple[slice, slice]


class OpRule(ABC):
    """The rule of one kind of op. It holds no state: everything is read from the step.

    Cells are stored positions throughout; a vector is one row, a scalar is (0, 0).
    """

    kind: ClassVar[StepKind]

    @abstractmethod
    def formula(self, step: Step, orientation: Orientation) -> str:
        """Return the formula of the whole op as LaTeX, in letters."""

    @abstractmethod
    def expression(self, step: Step, row: int, col: int) -> Expr:
        """Return the arithmetic of one cell of the output."""

    def beside(self, step: Step, name: str, row: int, col: int) -> Expr:
        """Return the arithmetic of one cell of an array of ``step.also``."""
        raise SpecError("The step {kind} makes no array {name}.", kind=str(step.kind), name=name)

    @abstractmethod
    def targets(self, step: Step, name: str, row: int, col: int) -> tuple[Region, ...]:
        """Return the cells of the output that use this cell of an input."""

    def targets_beside(
        self, step: Step, made: str, name: str, row: int, col: int
    ) -> tuple[Region, ...]:
        """Return the cells of ``made``, an array of ``step.also``, that use this cell."""
        return ()

    def for_sample(self, step: Step, sample: int) -> Step:
        """Return a per-sample step for another sample; any other step is itself."""
        return step

    def note(self, step: Step, name: str, row: int, col: int) -> Message | None:
        """Return a reason that the formula of this cell does not give, if there is one."""
        return None


def shape_as_table(array: HostArray) -> tuple[int, int]:
    """Return rows and columns of a stored array: a vector is one row, a scalar one cell."""
    if array.ndim == 2:
        return array.shape[0], array.shape[1]
    return 1, array.size


def require_cell(name: str, array: HostArray, row: int, col: int) -> None:
    """Refuse a stored cell that the array does not have.

    Raises:
        ShapeError: there is no such cell.
    """
    rows, columns = shape_as_table(array)
    if not (0 <= row < rows and 0 <= col < columns):
        raise ShapeError(
            "{name} has {rows} × {columns} stored cells, counted from (0, 0); there is no cell"
            " ({row}, {col}).",
            name=name,
            rows=rows,
            columns=columns,
            row=row,
            col=col,
        )


def at(array: HostArray, row: int, col: int) -> float:
    """Return one cell of a stored array as a Python number."""
    # A long sum asks for hundreds of cells: those of a matrix without a detour.
    table = array if array.ndim == 2 else array.reshape(shape_as_table(array))
    return float(table[row, col])


def cell(step: Step, name: str, row: int, col: int) -> Ref:
    """Return a cell of one of the step's inputs."""
    sample = step.sample if has_sample_axis(name) else None
    return Ref(name, row, col, at(step.inputs[name], row, col), sample)


def input_names(step: Step) -> tuple[str, ...]:
    """Return the names of the inputs in the order of the op."""
    return tuple(step.inputs)


def one(row: int, col: int) -> tuple[Region, ...]:
    """Return the region of a single cell."""
    return ((slice(row, row + 1), slice(col, col + 1)),)


def whole_row(step: Step, row: int) -> tuple[Region, ...]:
    """Return the region of one row of the output."""
    return ((slice(row, row + 1), slice(0, shape_as_table(step.value)[1])),)


def whole_column(step: Step, col: int) -> tuple[Region, ...]:
    """Return the region of one column of the output."""
    return ((slice(0, shape_as_table(step.value)[0]), slice(col, col + 1)),)


def whole(step: Step) -> tuple[Region, ...]:
    """Return the region of the whole output."""
    rows, columns = shape_as_table(step.value)
    return ((slice(0, rows), slice(0, columns)),)


def n_samples(array: HostArray) -> int:
    """Return how many samples an array (n_samples, …) has."""
    return int(array.shape[0])
