"""When a cell is there: the moment of its step at which it has just been made."""

from nnviz.engine.step import Step
from nnviz.scene.options import ComposeOptions, Extent
from nnviz.scene.primitives import CellRef
from nnviz.scene.products.ways import way_of
from nnviz.scene.reveal import moment_made
from nnviz.scene.steps import view_of


def arrival(step: Step, cell: CellRef, options: ComposeOptions) -> float:
    """Return the alpha of ``step`` at which a stored cell of it is complete, 1 for any other."""
    view = view_of(step, options)
    place = view.locate(step, cell, options.orientation)
    if place is None:
        return 1.0
    work = view.work(step, options)
    way = way_of(step, options) if view.product else "falk"
    return min(1.0, moment_made(_made(place, work, way), work))


def _made(place: tuple[int, int], work: Extent, way: str) -> int:
    """Return how much of the work is done when the cell at a shown place is complete."""
    row, col = place
    match way:
        case "rows":  # each row of the result is a row of the work, term by term
            return (row + 1) * work.cols
        case "columns":
            return (col + 1) * work.cols
        case "outer":
            return work.cells
        case _:
            return row * work.cols + col + 1
