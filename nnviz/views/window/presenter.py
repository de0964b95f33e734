"""From one state to the next: each view is told only what has changed for it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from nnviz.app import data
from nnviz.app.relations import related_steps
from nnviz.app.samples import batch_of, one_sample
from nnviz.app.seen_values import SeenValues
from nnviz.app.session import Session
from nnviz.app.symptoms import symptoms_of
from nnviz.app.view_state import ViewState
from nnviz.engine.gradcheck import CellCheck, check_cell
from nnviz.engine.loss_change import loss_change
from nnviz.engine.step import Phase
from nnviz.scene.chain.compose import compose_chain
from nnviz.scene.levels.scene import compose_level
from nnviz.scene.map.network import MapOptions, compose_map
from nnviz.scene.narration import about
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef
from nnviz.views.canvas.map_view import MapView
from nnviz.views.canvas.stage import StageView
from nnviz.views.levels.bar import LevelBar
from nnviz.views.painting.formulas import Warmer
from nnviz.views.panels.build import BuildPanel
from nnviz.views.panels.chain_bar import ChainBar
from nnviz.views.panels.code_strip import CodeStrip
from nnviz.views.panels.inspected import inspect, is_there
from nnviz.views.panels.inspector import Inspector
from nnviz.views.panels.loss_curve import LossCurve
from nnviz.views.panels.names import title
from nnviz.views.panels.notice_bar import NoticeBar
from nnviz.views.panels.symptoms import SymptomPanel
from nnviz.views.panels.top_bar import TopBar
from nnviz.views.panels.why import WhyPanel
from nnviz.views.playing.timeline import TimelineBar
from nnviz.views.playing.timeline_labels import segments
from nnviz.views.playing.transport import Transport
from nnviz.views.window.worker import Worker

# A check costs two runs of the network: not for every cell that the pointer flies over.
_REST_MS = 150
_CHECK = "check"


@dataclass(frozen=True, slots=True)
class Views:
    """The widgets that show the state."""

    top_bar: TopBar
    notice: NoticeBar
    map: MapView
    stage: StageView
    timeline: TimelineBar
    transport: Transport
    inspector: Inspector
    curve: LossCurve
    build: BuildPanel
    why: WhyPanel
    code: CodeStrip
    symptoms: SymptomPanel
    chain: ChainBar
    level: LevelBar


class Presenter(QObject):
    """Knows which view depends on which fields; decides nothing about looks or words."""

    def __init__(
        self, session: Session, views: Views, worker: Worker, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._views = views
        self._worker = worker
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._check)
        self._inspected_for: tuple[object, ...] = ()
        self._is_held = False
        self._seen = SeenValues()
        self._formulas = Warmer(self)

    def show_all(self, state: ViewState) -> None:
        """Show every field of a state."""
        for show in self._shows():
            show(state)

    def apply(self, old: ViewState, new: ViewState) -> None:
        """Show what is different from the state that was shown."""
        for fields, show in self._table():
            if any(getattr(old, name) is not getattr(new, name) for name in fields):
                show(new)

    def close(self) -> None:
        """Begin no more checks: the window is going."""
        self._rest.stop()

    def hold_inspector(self, held: bool) -> None:
        """Keep what the inspector shows while one of its own links is pointed at."""
        self._is_held = held

    def recompose(self) -> None:
        """Make the pictures again, because the room for them has changed."""
        self._show_scene(self._session.state)
        self._show_map(self._session.state)

    def _shows(self) -> tuple[Callable[[ViewState], None], ...]:
        return tuple(show for _, show in self._table())

    def _table(self) -> tuple[tuple[tuple[str, ...], Callable[[ViewState], None]], ...]:
        return (
            (("experiment",), self._show_experiment),
            (("timeline", "experiment", "orientation"), self._show_segments),
            (("status", "chain"), self._show_status),
            (("chain",), self._show_chain),
            (("lens",), self._show_lens),
            (("iteration", "last_iteration"), self._show_iteration),
            (
                ("trace", "status", "orientation", "digits", "sample", "theme", "sources",
                 "targets", "hovered", "pinned", "samples", "product_view", "reduced_motion",
                 "chain", "level"),
                self._show_scene,
            ),
            (("trace", "status", "orientation", "sample", "digits", "hovered", "pinned", "theme",
              "samples", "sources", "targets", "product_view"),
             self._show_map),
            (
                ("trace", "status", "orientation", "digits", "sample", "hovered", "pinned",
                 "language", "level", "chain", "samples", "product_view"),
                self._show_inspector,
            ),
            (("trace", "orientation", "sample", "hovered", "pinned"), self._show_light),
            (("losses", "iteration", "digits"), self._show_curve),
            (("pinned", "trace", "experiment", "iteration"), self._show_seen),
            (("notice",), self._show_notice),
        )  # fmt: skip

    def _show_experiment(self, state: ViewState) -> None:
        self._views.top_bar.set_title(title(state.experiment))
        self.show_build(state)

    def show_build(self, state: ViewState) -> None:
        """Show what is built, also to put a control back whose change was refused."""
        n_samples = data.load(state.experiment.data).n_samples
        self._views.build.show_experiment(state.experiment, n_samples)

    def _show_segments(self, state: ViewState) -> None:
        self._views.timeline.set_segments(segments(state.trace.steps, state.orientation))
        # What comes next first: a formula not yet typeset costs two frames when it is shown.
        steps, now = state.trace.steps, state.status.position.step_index
        self._formulas.start(step.formula(state.orientation) for step in steps[now:] + steps[:now])

    def _show_light(self, state: ViewState) -> None:
        cell = state.hovered or state.pinned
        self._views.timeline.set_light(*related_steps(state.trace, cell, state.sample))

    def _show_status(self, state: ViewState) -> None:
        status, transport = state.shown_status, self._views.transport
        position = state.status.position
        self._views.timeline.set_position(position.step_index, position.alpha)
        transport.set_playing(status.playing)
        transport.set_granularity(status.granularity)
        transport.set_speed(status.speed)
        transport.set_loop(status.loop)
        transport.set_ends(status.at_start and state.iteration == 0, False)

    def _show_chain(self, state: ViewState) -> None:
        self._views.chain.show_chain(state.chain)

    def _show_lens(self, state: ViewState) -> None:
        self._views.stage.lens.set_wanted(state.lens)

    def _show_iteration(self, state: ViewState) -> None:
        self._views.transport.set_iteration(state.iteration, state.last_iteration)
        status = state.status
        self._views.transport.set_ends(status.at_start and state.iteration == 0, False)

    def _show_scene(self, state: ViewState) -> None:
        stage, position = self._views.stage, state.shown_status.position
        options = _options(state, stage)
        stage.set_digits(state.digits)
        stage.lens.orientation = state.orientation
        if (open_ := state.chain) is not None:
            place = position.step_index, position.alpha
            stage.set_scene(compose_chain(open_.chain, open_.order, *place, options))
            return
        seen = _map_options(state, stage)
        stage.set_level(state.level, glides=not state.reduced_motion)
        stage.set_scene(
            compose_level(
                state.trace, position.step_index, position.alpha, state.level, options, seen
            )
        )

    def options_of(self, state: ViewState) -> ComposeOptions:
        """Return how and for whom the stage shows a state."""
        return _options(state, self._views.stage)

    def _show_map(self, state: ViewState) -> None:
        view, position = self._views.map, state.status.position
        if view.isVisibleTo(view.window()):
            options = _map_options(state, view)
            view.set_scene(compose_map(state.trace, position.step_index, position.alpha, options))

    def _show_curve(self, state: ViewState) -> None:
        self._views.curve.set_losses(state.losses, state.iteration, state.digits)
        self._views.transport.axis.set_losses(state.losses)

    def _show_seen(self, state: ViewState) -> None:
        self._views.inspector.spark.show_points(self._seen.note(state), state.iteration)

    def _show_notice(self, state: ViewState) -> None:
        self._views.notice.set_notice(state.notice)

    def _show_inspector(self, state: ViewState) -> None:
        if self._is_held:
            return
        cell = self.inspected_cell(state)
        there = cell is None or is_there(state, cell, self.options_of(state))
        # Whoever points at a cell wants to know, if need be before its time.
        coming = not there and cell in {state.hovered, state.pinned}
        computed = there or coming
        subject = (cell, there, coming, state.trace, state.orientation, state.digits, state.sample)
        if subject == self._inspected_for:
            return
        self._inspected_for = subject
        found = None if cell is None else inspect(state, cell, computed=computed, coming=coming)
        step = None if found is None else found.step
        self._views.inspector.show_cell(found, None if step is None else about(step.kind))
        self._worker.drop(_CHECK)
        if found is not None and found.gradient is not None and computed:
            self._rest.start()

    def inspected_cell(self, state: ViewState) -> CellRef | None:
        """Return the cell asked about: pointed at, else kept, else the one being made."""
        scene = self._views.stage.scene
        return state.hovered or state.pinned or (None if scene is None else scene.focus)

    def _check(self) -> None:
        state, cell = self._session.state, self._views.inspector.cell
        if cell is None:
            return
        trace, dtype = state.trace, state.experiment.spec.dtype

        def job() -> CellCheck | None:
            return check_cell(trace, cell.name, cell.row, cell.col)

        def done(check: CellCheck | None) -> None:
            self._views.inspector.show_check(check, dtype)

        self._worker.submit(_CHECK, job, done)


def _options(state: ViewState, view: StageView) -> ComposeOptions:
    width, height = view.scene_size
    step = state.trace.steps[state.status.position.step_index]
    return ComposeOptions(
        width=width,
        height=height,
        orientation=state.orientation,
        granularity=state.status.granularity,
        digits=state.digits,
        sample=state.sample,
        hovered=state.hovered,
        pinned=state.pinned,
        source_cells=state.sources,
        target_cells=state.targets,
        projector=state.theme == "projector",
        one_sample=one_sample(state),
        batch=batch_of(state),
        product_view=state.product_view,
        reduced_motion=state.reduced_motion,
        symptoms=symptoms_of(state),
        loss_change=loss_change(state.trace) if step.phase is Phase.UPDATE else None,
        before=None if state.what_if is None else state.what_if.before,
    )


def _map_options(state: ViewState, view: StageView) -> MapOptions:
    width, height = view.scene_size
    return MapOptions(
        width=width,
        height=height,
        orientation=state.orientation,
        digits=state.digits,
        sample=state.sample,
        hovered=state.hovered,
        pinned=state.pinned,
        source_cells=state.sources,
        target_cells=state.targets,
        one_sample=one_sample(state),
        image_shape=batch_of(state).image_shape,
        product_view=state.product_view,
        before=None if state.what_if is None else state.what_if.before,
        symptoms=symptoms_of(state),
    )
