"""A key pressed twice on the same thing, as quickly as a double click."""

from time import monotonic

from PySide6.QtWidgets import QApplication

from nnviz.scene.primitives import CellRef


class DoublePress:
    """Knows whether a press on a cell is the second one."""

    def __init__(self) -> None:
        self._cell: CellRef | None = None
        self._at_s = 0.0

    def again(self, cell: CellRef) -> bool:
        """Take note of a press; say whether the same cell was pressed just before."""
        now, soon_s = monotonic(), QApplication.doubleClickInterval() / 1000
        second = cell == self._cell and now - self._at_s <= soon_s
        self._cell, self._at_s = None if second else cell, now
        return second
