"""How the kept cell has changed over the iterations that were looked at."""

import numpy as np

from nnviz.app.view_state import ViewState
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

        Another cell, and another experiment, begin anew; what is supposed is not remembered.
        """
        if state.pinned != self._cell or state.experiment is not self._experiment:
            self._cell, self._experiment = state.pinned, state.experiment
            self._values = {}
        cell = self._cell
        if cell is None:
            return ()
        if state.what_if is None and state.iteration not in self._values:
            array = np.atleast_2d(state.trace[cell.name])
            self._values[state.iteration] = float(array[cell.row, cell.col])
            if len(self._values) > _MOST:
                del self._values[next(iter(self._values))]
        return tuple(sorted(self._values.items()))
