"""Joins the tree of "why this number?" to the session: asking, walking, and going back."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt

from nnviz.app.comparing.beside import aimed
from nnviz.app.relations import has_cell
from nnviz.app.session import Session
from nnviz.app.view_state import ViewState
from nnviz.engine.ancestry import Ancestor, Place
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef
from nnviz.views.panels.why import WhyPanel
from nnviz.views.panels.why_rows import CellRow, Key, Moment, Row, going_to, sample_for

_LONGEST_WAY = 200


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the walk came from: the stage's moment, cell and sample, and the row of the tree."""

    moment: Moment
    pinned: CellRef | None
    sample: int
    path: tuple[Key, ...]


class WhyWalk(QObject):
    """Keeps the cell that was asked about, and the way that was walked from it.

    The tree stays while one walks in it; a cell pinned elsewhere takes its place.
    """

    def __init__(
        self,
        session: Session,
        panel: WhyPanel,
        options_of: Callable[[ViewState], ComposeOptions],
        open_panel: Callable[[], None],
        is_open: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._panel = panel
        self._options_of = options_of
        self._open_panel, self._is_open = open_panel, is_open
        self._root: CellRef | None = None
        self._walked_to: CellRef | None = None
        self._here: tuple[Key, ...] = ()
        self._way: list[_Spot] = []
        panel.pointed.connect(self._on_pointed)
        panel.chosen.connect(self.go)
        panel.back_wanted.connect(self.back)

    def ask(self, cell: CellRef | None) -> None:
        """Open the panel and show why a cell is what it is; the keys then walk there."""
        self._open_panel()
        if cell is not None:
            if cell != self._session.aimed.pinned:
                self._session.pin(cell)
            self._begin(cell)
            self._show()
        tree = self._panel.tree
        if self._root is not None:
            tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def apply(self, old: ViewState, new: ViewState) -> None:
        """Follow the session while the panel is open."""
        if not self._is_open():
            return
        old, new = aimed(old), aimed(new)
        pinned = new.pinned
        if pinned is not None and pinned not in {self._root, self._walked_to}:
            self._begin(pinned)
        elif any(getattr(old, name) is not getattr(new, name) for name in _SHOWN):
            self._show()
        self._panel.tree.items.set_now(_moment(new))

    def refresh(self) -> None:
        """Show the cell kept on the stage, when the panel has just been opened."""
        state = self._session.aimed
        if self._is_open() and state.pinned is not None and state.pinned != self._walked_to:
            self._begin(state.pinned)

    def go(self, row: Row) -> None:
        """Show on the stage the step that made the cell of a row, the cell kept in light."""
        target = going_to(row)
        if target is None:
            return
        found, moment = target
        spot = self._spot()
        if (spot.pinned, spot.moment) != (found.made, moment):
            self._way = [*self._way, spot][-_LONGEST_WAY:]
        self._here = row.path
        self._move(found.made, moment, sample_for(found))
        self._panel.tree.walk_to(row.path)
        self._panel.set_way_back(bool(self._way))

    def back(self) -> None:
        """Go back along the way that was walked."""
        if not self._way:
            return
        spot = self._way.pop()
        self._move(spot.pinned, spot.moment, spot.sample)
        self._here = spot.path
        self._panel.tree.walk_to(spot.path)
        self._panel.set_way_back(bool(self._way))

    def _begin(self, cell: CellRef) -> None:
        if cell == self._root:
            return
        self._root, self._walked_to, self._way = cell, None, []
        self._panel.set_way_back(False)
        self._show()
        root = self._panel.root
        self._here = () if root is None else root.path

    def _show(self) -> None:
        state, cell = self._session.aimed, self._root
        if cell is None or not has_cell(state.trace, cell):
            self._panel.show_root(None)
            return
        place = Place(cell.name, cell.row, cell.col, state.sample)
        node = Ancestor(state.trace, place, state.orientation)
        self._panel.tree.items.set_now(_moment(state))
        self._panel.show_root(CellRow(None, self._options_of(state), node))

    def _move(self, cell: CellRef | None, moment: Moment, sample: int | None) -> None:
        session = self._session
        self._walked_to = cell
        session.hover(None)
        session.pin(cell)
        if sample is not None and sample != session.state.sample:
            session.select_sample(sample)
        if session.state.status.playing:
            session.pause()
        session.show_step(*moment)

    def _spot(self) -> _Spot:
        state = self._session.aimed
        return _Spot(_moment(state), state.pinned, state.sample, self._here)

    def _on_pointed(self, row: Row | None) -> None:
        found = row if isinstance(row, CellRow) else None
        self._session.hover(None if found is None else found.cell)


_SHOWN = ("trace", "orientation", "digits", "language", "sample", "samples", "notation")


def _moment(state: ViewState) -> Moment:
    position = state.status.position
    return position.step_index, position.alpha
