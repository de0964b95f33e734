"""Joins the zoom to the session: what a wish to see more, or less, means at a level."""

from PySide6.QtCore import QObject, QPointF

from nnviz.app.session import Session
from nnviz.app.view_state import ViewState
from nnviz.scene.levels.level import Level, crumbs, deeper, higher, step_for
from nnviz.scene.nearest_box import layer_at, matrix_at
from nnviz.scene.primitives import CellRef
from nnviz.views.canvas.map_view import MapView
from nnviz.views.canvas.stage import StageView
from nnviz.views.levels.bar import LevelBar


class LevelWalk(QObject):
    """Goes from the network to a cell and back: by wheel, pinch, keys, double press and links."""

    def __init__(
        self,
        session: Session,
        stage: StageView,
        network: MapView,
        bar: LevelBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._stage, self._bar = stage, bar
        stage.deeper.connect(self.deeper)
        stage.higher.connect(self.higher)
        network.deeper.connect(lambda at: self._enter_layer(layer_at_view(network, at)))
        bar.chosen.connect(self.choose)

    @property
    def level(self) -> Level:
        """How deep one looks."""
        return self._session.state.level

    def deeper(self, at: QPointF | None = None) -> None:
        """Go one level down, at a point of the stage or at what is pointed at."""
        state = self._session.state
        if state.chain is not None:
            return
        if self.level.depth == "network":
            self._enter_layer(layer_at_view(self._stage, at))
        elif self.level.depth == "layer":
            self._enter_matrix(at)
        else:
            self._enter_cell(at)

    def higher(self) -> bool:
        """Go one level up; say whether there was one."""
        state = self._session.state
        if state.chain is not None or self.level.is_highest:
            return False
        step = state.trace.steps[state.status.position.step_index]
        self._session.look_at(higher(self.level, step))
        return True

    def choose(self, level: Level) -> None:
        """Go to a level of the way."""
        cell = self.level.cell
        if level.depth == "matrix" and cell is not None:
            self._show_step_of(cell.name)
        self._session.look_at(level)

    def apply(self, state: ViewState) -> None:
        """Show where one is."""
        self._bar.setVisible(state.chain is None)
        scene = self._stage.scene
        focus = None if scene is None else scene.focus
        step = state.trace.steps[state.status.position.step_index]
        self._bar.show_crumbs(crumbs(state.level, step, focus, state.orientation))

    def _enter_layer(self, layer: int | None) -> None:
        if self._session.state.chain is None:
            self._session.look_at(deeper(Level("network"), layer, None))

    def _enter_matrix(self, at: QPointF | None) -> None:
        scene = self._stage.scene
        block = None
        if scene is not None and at is not None:
            block = matrix_at(scene, *self._stage.to_scene(at))
        if block is not None:
            self._show_step_of(block.name)
        self._session.look_at(deeper(self.level, None, None))

    def _enter_cell(self, at: QPointF | None) -> None:
        state = self._session.state
        cell = self._pointed(at) or (state.hovered if at is None else None)
        if self.level.depth == "cell" and (cell is None or cell == self.level.cell):
            return
        self._session.look_at(deeper(self.level, None, cell))

    def _pointed(self, at: QPointF | None) -> CellRef | None:
        return None if at is None else self._stage.cell_at(at)

    def _show_step_of(self, name: str) -> None:
        """Go to the step on which a matrix is seen, if it is another one."""
        state = self._session.state
        now = state.status.position.step_index
        wanted = step_for(state.trace, now, name)
        if wanted != now:
            # What is made already is shown made; the rest is still to come.
            self._session.seek_step(wanted, 1.0 if wanted < now else 0.0)


def layer_at_view(view: StageView, at: QPointF | None) -> int | None:
    """Return the layer of a map under a point of its widget."""
    if view.scene is None or at is None:
        return None
    return layer_at(view.scene, *view.to_scene(at))
