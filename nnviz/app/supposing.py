"""What if a number were another: the cells supposed so far, and what becomes of them."""

from typing import TypeAlias

from nnviz.app.edits import KeepSupposed, SetParameterValues
from nnviz.app.relations import has_cell
from nnviz.app.supposed_data import DATA, with_cells
from nnviz.app.view_state import ViewState
from nnviz.engine import Trace
from nnviz.engine.errors import NnvizError
from nnviz.engine.message import Message, message
from nnviz.engine.notation import plain
from nnviz.engine.ops.rule import at
from nnviz.engine.orientation import Orientation
from nnviz.engine.what_if import WhatIf, what_if
from nnviz.scene.primitives import CellRef

# Stored cells (name, row, column) and the value that each is supposed to have.
Wish: TypeAlias = tuple[str, int, int, float]
Wishes: TypeAlias = tuple[Wish, ...]

PUT_BACK = message("Put back")
ENDED = message("End of the what-if")
HAS_ENDED = message("The what-if has ended: its numbers are what they were. Undo brings it back.")


def before(state: ViewState) -> Trace:
    """Return the trace as it is when nothing is supposed."""
    return state.trace if state.what_if is None else state.what_if.before


def shown(trace: Trace, wishes: Wishes) -> tuple[Trace, WhatIf | None]:
    """Return the trace to be seen: with what is supposed, where anything is.

    Raises:
        NnvizError: a cell cannot have such a value.
    """
    if not wishes:
        return trace, None
    found = what_if(trace, {(name, row, col): value for name, row, col, value in wishes})
    return found.after, found


def with_wish(wishes: Wishes, trace: Trace, cell: CellRef, value: float) -> Wishes:
    """Return the wishes with another value for a cell; that which it has is no wish.

    A sample has one class: another one takes the place of the one that was wished before.
    """
    wish = (cell.name, cell.row, cell.col, value)
    if _is_real(trace, cell, value):
        return without(wishes, trace, cell)
    places = [_place(trace, *old[:3]) for old in wishes]
    here = _place(trace, *wish[:3])
    if here not in places:
        return (*wishes, wish)
    return tuple(wish if place == here else old for old, place in zip(wishes, places, strict=True))


def without(wishes: Wishes, trace: Trace, cell: CellRef) -> Wishes:
    """Return the wishes but for those about a cell (or about its sample's class)."""
    here = _place(trace, cell.name, cell.row, cell.col)
    return tuple(wish for wish in wishes if _place(trace, *wish[:3]) != here)


def name_of(cell: CellRef, orientation: Orientation) -> Message:
    """Return what supposing something about a cell is called in the undo menu."""
    return message("What if {cell}", cell=plain(cell.name, orientation, cell.row, cell.col))


def to_keep(state: ViewState, wishes: Wishes) -> KeepSupposed | None:
    """Return the edit that makes the wishes true, of parameters and of data; None without any.

    Raises:
        DataError: the data are no longer those of the iteration.
    """
    if not wishes:
        return None
    cells = tuple(wish for wish in wishes if wish[0] not in DATA)
    data = with_cells(state.experiment, before(state), state.iteration, wishes)
    return KeepSupposed(SetParameterValues(cells) if cells else None, data)


def refusal(trace: Trace, cell: CellRef) -> Message | None:
    """Return why nothing can be supposed about a cell, None if something can."""
    try:
        if not is_given(trace, cell.name):
            what_if(trace, {(cell.name, cell.row, cell.col): 0.0})
    except NnvizError as error:
        return error.message
    return None


def names_class(trace: Trace, name: str) -> bool:
    """Say whether the cells of an array are 1 for the class of a sample and else 0."""
    return name == "Y" and trace.spec.loss == "cross_entropy"


def is_given(trace: Trace, name: str) -> bool:
    """Say whether a step begins with an array: only what is given can be supposed to be other."""
    return name in DATA or name in trace.spec.parameter_shapes


def _is_real(trace: Trace, cell: CellRef, value: float) -> bool:
    if not has_cell(trace, cell):
        return False
    return bool(trace[cell.name].dtype.type(value) == at(trace[cell.name], cell.row, cell.col))


def _place(trace: Trace, name: str, row: int, col: int) -> tuple[str, int, int]:
    """Return what a wish is about: a cell, or the class of a sample."""
    return (name, row, 0) if names_class(trace, name) else (name, row, col)
