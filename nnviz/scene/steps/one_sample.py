"""The view of a step when one sample stands alone: less work, the same picture of less."""

from dataclasses import replace

from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Step
from nnviz.scene.options import ComposeOptions, Extent
from nnviz.scene.primitives import CellRef
from nnviz.scene.samples.alone import batch_size, only_sample
from nnviz.scene.steps.view import StepView


def alone(view: StepView, step: Step, options: ComposeOptions) -> StepView:
    """Return a view of only the chosen sample's cells; the view itself if it shows all."""
    sample = only_sample(step, options)
    if sample is None:
        return view
    count = batch_size(step)

    def extent(step: Step, orientation: Orientation) -> Extent:
        return one_sample_extent(view.extent(step, orientation), orientation, count)

    def locate(step: Step, cell: CellRef, orientation: Orientation) -> tuple[int, int] | None:
        place = view.locate(step, cell, orientation)
        if place is None:
            return None
        row, col = place
        if orientation == "textbook":
            return (row, 0) if col == sample else None
        return (0, col) if row == sample else None

    return replace(view, extent=extent, locate=locate)


def one_sample_extent(whole: Extent, orientation: Orientation, count: int) -> Extent:
    """Return the work for one sample of an extent over all ``count`` samples."""
    if orientation == "textbook":
        return Extent(whole.rows, 1 if whole.cols == count else whole.cols)
    return Extent(1 if whole.rows == count else whole.rows, whole.cols)
