"""The numbers that a cell has in both runs."""

from dataclasses import dataclass

from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message, message
from nnviz.engine.notation import plain
from nnviz.engine.ops.rule import at
from nnviz.engine.orientation import has_sample_axis
from nnviz.scene.numbers import MINUS, decimals_for, format_value, one_more
from nnviz.scene.primitives import CellRef

_MOST_EXTRA = 4


@dataclass(frozen=True, slots=True)
class BothNumbers:
    """A cell's numbers in A and in B, and B − A."""

    cell: CellRef
    a: float
    b: float

    @property
    def difference(self) -> float:
        """B − A."""
        return self.b - self.a


def both_numbers(state: ViewState) -> BothNumbers | None:
    """Return the numbers of the cell that is pointed at, else kept, where both runs have it."""
    rival = state.rival
    if rival is None or rival.other is None or rival.trace is None:
        return None
    cell = rival.hovered or rival.pinned
    if cell is None or not rival.other.pairs(cell.name):
        return None
    here = at(state.trace[cell.name], cell.row, cell.col)
    return BothNumbers(cell, float(here), float(at(rival.trace[cell.name], cell.row, cell.col)))


def told(state: ViewState) -> Message | None:
    """Return the sentence about the cell that is pointed at, else kept; None without one.

    Where only one of the two runs has such a cell it says why there is nothing to compare.
    """
    found = both_numbers(state)
    if found is None:
        return _alone(state)
    cell, digits = found.cell, state.digits
    code = decimals_for([found.a, found.b], digits)
    for _ in range(_MOST_EXTRA):
        if found.a == found.b or format_value(found.a, code) != format_value(found.b, code):
            break
        code = one_more(code)
    name = plain(cell.name, state.orientation, cell.row, cell.col)
    a, b = format_value(found.a, code), format_value(found.b, code)
    if found.a == found.b:
        return message("{cell}: {a} in both runs", cell=name, a=a)
    difference = format_value(found.difference, decimals_for([found.difference], digits))
    return message(
        "{cell}: A {a}, B {b}, B − A = {difference}",
        cell=name,
        a=a,
        b=b,
        difference=difference if difference.startswith(MINUS) else f"+{difference}",
    )


def _alone(state: ViewState) -> Message | None:
    rival = state.rival
    if rival is None or rival.other is None:
        return None
    cell = (rival.hovered or rival.pinned) if rival.side == "b" else None
    cell = cell or state.hovered or state.pinned
    if cell is None:
        return None
    matrix = plain(cell.name, state.orientation)
    if has_sample_axis(cell.name) and not rival.other.same_samples:
        return message("{matrix}: the two runs have other samples in this iteration", matrix=matrix)
    return message("{matrix}: not the same shape in both runs, nothing is paired", matrix=matrix)
