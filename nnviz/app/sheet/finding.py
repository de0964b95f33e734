"""Looking for a text or a number in a table."""

import numpy as np

from nnviz.app.sheet.columns import n_columns
from nnviz.app.table import Table
from nnviz.engine.datasets.cells import as_number
from nnviz.engine.orientation import HostArray
from nnviz.scene.numbers import MINUS


def found(table: Table, text: str, after: tuple[int, int]) -> tuple[int, int] | None:
    """Return the next cell (row, column) with this number or part of a class's name, or None.

    The search goes row by row from the cell ``after`` on, and begins again at the top.
    """
    hits = _hits(table, text.strip())
    if not hits.size:
        return None
    width = n_columns(table)
    here = after[0] * width + after[1]
    later = hits[hits > here]
    place = int(later[0] if later.size else hits[0])
    return divmod(place, width)


def _hits(table: Table, text: str) -> HostArray:
    """Return the cells that match, counted row by row."""
    if not text:
        return np.empty(0, dtype=np.intp)
    match = np.zeros((table.n_samples, n_columns(table)), dtype=bool)
    wanted = as_number(text.replace(MINUS, "-"))
    if wanted is not None:
        match[:, : table.n_in] = _like(table.X, wanted)
        if not table.has_classes:
            match[:, table.n_in :] = _like(table.Y, wanted)
    if table.has_classes:
        named = [text.casefold() in name.casefold() for name in table.target_names]
        match[:, -1] = np.array(named)[table.Y]
    return np.flatnonzero(match)


def _like(values: HostArray, wanted: float) -> HostArray:
    """Say where a number is the one wanted, as it is shown with six digits."""
    near: HostArray = np.abs(values - wanted) <= 5e-7 * np.abs(values)
    return near
