"""What every step view offers: how much work its step is, and the picture of a moment."""

from collections.abc import Callable
from dataclasses import dataclass

from nnviz.engine.orientation import Orientation, displayed, to_display
from nnviz.engine.step import Step
from nnviz.scene.content import Content, Moment
from nnviz.scene.options import ComposeOptions, Extent
from nnviz.scene.primitives import CellRef
from nnviz.scene.products import ways as products


def output_extent(step: Step, orientation: Orientation) -> Extent:
    """Return the shown shape of the step's output: the work of nearly every step."""
    rows, cols = displayed(step.output, step.value, orientation).shape
    return Extent(rows, cols)


def output_cell(step: Step, cell: CellRef, orientation: Orientation) -> tuple[int, int] | None:
    """Return the shown place of a stored cell that this step makes, None for any other cell."""
    made = step.value if cell.name == step.output else step.also.get(cell.name)
    if made is None or made.shape != step.value.shape:
        return None
    row, col = to_display(cell.name, made.ndim, cell.row, cell.col, orientation)
    rows, cols = displayed(cell.name, made, orientation).shape
    return (row, col) if 0 <= row < rows and 0 <= col < cols else None


@dataclass(frozen=True, slots=True)
class StepView:
    """How one kind of step is seen.

    ``extent`` counts the shown cells whose making is the step's work; ``locate`` finds a stored
    cell among them; ``content`` is the picture. A ``product`` can be seen in several ways.
    """

    content: Callable[[Moment], Content]
    extent: Callable[[Step, Orientation], Extent] = output_extent
    locate: Callable[[Step, CellRef, Orientation], tuple[int, int] | None] = output_cell
    product: bool = False

    def work(self, step: Step, options: ComposeOptions) -> Extent:
        """Return the work of a step in the way it is seen; alpha is linear in its cells."""
        whole = self.extent(step, options.orientation)
        return products.work(step, whole, options) if self.product else whole
