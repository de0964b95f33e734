"""How the kept cell has changed over the iterations that were looked at."""

import numpy as np

from nnviz.app.view_state import ViewState
from nnviz.engine import Trace
from nnviz.scene.primitives import CellRef

_MOST = 20_000  # iterations that are remembered; the oldest go first


class SeenValues:
    """Remembers a cell's value for each iteration in which it was on the stage, and no other."""

    def __init__(self) -> None:
        self._cell: CellRef | None = None
        self._experiment: object = None
        self._values: dict[int, float] = {}

    def note(self, state: ViewState) -> tuple[tuple[int, float], ...]:
        """Take the value that is on the stage; return all of them, by iteration.

        Another cell, and another experiment, begin anew. What is supposed is not remembered, but
        what is real beneath it.
        """
        if state.pinned != self._cell or state.experiment is not self._experiment:
            self._cell, self._experiment = state.pinned, state.experiment
            self._values = {}
        cell = self._cell
        if cell is None:
            return ()
        trace = state.trace if state.what_if is None else state.what_if.before
        if state.iteration not in self._values:
            self._values[state.iteration] = _value(trace, cell)
            if len(self._values) > _MOST:
                del self._values[next(iter(self._values))]
        return tuple(sorted(self._values.items()))

    def supposed(self, state: ViewState) -> float | None:
        """Return the value that a what-if gives the cell, None where it changes nothing in it."""
        if self._cell is None or state.what_if is None:
            return None
        now, real = (_value(t, self._cell) for t in (state.trace, state.what_if.before))
        return None if now == real else now


def _value(trace: Trace, cell: CellRef) -> float:
    return float(np.atleast_2d(trace[cell.name])[cell.row, cell.col])
