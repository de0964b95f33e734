"""From one state to the next: each view is told only what has changed for it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer

from nnviz.app import data
from nnviz.app.comparing.beside import aimed
from nnviz.app.relations import related_steps
from nnviz.app.samples import batch_of, one_sample
from nnviz.app.seen_values import SeenValues
from nnviz.app.session import Session
from nnviz.app.symptoms import symptoms_of
from nnviz.app.view_state import ViewState
from nnviz.engine.gradcheck import CellCheck, check_cell
from nnviz.engine.loss_change import loss_change
from nnviz.engine.step import Phase
from nnviz.engine.trace import Trace
from nnviz.engine.writing import formula
from nnviz.playback.timeline import Position
from nnviz.scene.chain.compose import compose_chain
from nnviz.scene.levels.scene import compose_level
from nnviz.scene.map.network import MapOptions, compose_map
from nnviz.scene.narration import about
from nnviz.scene.options import ComposeOptions
from nnviz.scene.primitives import CellRef
from nnviz.scene.scene import Scene
from nnviz.views.build.panel import BuildPanel
from nnviz.views.canvas.map_view import MapView
from nnviz.views.canvas.stage import StageView
from nnviz.views.levels.bar import LevelBar
from nnviz.views.painting.formulas import Warmer
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
_SLOW_S = 0.1  # between two pictures of what stands around the stage while a run is trained


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
        self._unchecked: tuple[Trace, CellRef] | None = None  # what the inspector shows by now
        self._is_held = False
        self._training = False
        self._late: dict[Callable[[ViewState], None], None] = {}
        self._slow_s = 0.0
        self._seen = SeenValues()
        self._formulas = Warmer(self)
        self.other_stage: StageView | None = None  # that of the run compared with

    def show_all(self, state: ViewState) -> None:
        """Show every field of a state."""
        for show in self._shows():
            show(state)

    def apply(self, old: ViewState, new: ViewState) -> None:
        """Show what is different from the state that was shown."""
        for fields, show in self._table():
            if any(getattr(old, name) is not getattr(new, name) for name in fields):
                if self._training and show in self._slow():
                    self._late[show] = None
                else:
                    show(new)
        if self._late and time.perf_counter() - self._slow_s >= _SLOW_S:
            self._catch_up(new)

    def set_training(self, training: bool) -> None:
        """While a run is trained, let the stage follow every picture and the rest fewer of them."""
        self._training = training
        if not training:
            self._catch_up(self._session.state)

    def _slow(self) -> tuple[Callable[[ViewState], None], ...]:
        return (self._show_segments, self._show_map, self._show_inspector, self._show_light,
                self._show_curve, self._show_seen)  # fmt: skip

    def _catch_up(self, state: ViewState) -> None:
        late, self._late = self._late, {}
        for show in late:
            show(state)
        self._slow_s = time.perf_counter()

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
            (("timeline", "experiment", "orientation", "notation"), self._show_segments),
            (("status", "chain"), self._show_status),
            (("chain",), self._show_chain),
            (("lens",), self._show_lens),
            (("iteration", "last_iteration"), self._show_iteration),
            (
                ("trace", "status", "orientation", "digits", "sample", "theme", "sources",
                 "targets", "hovered", "pinned", "samples", "product_view", "reduced_motion",
                 "chain", "level", "rival", "notation"),
                self._show_scene,
            ),
            (("trace", "status", "orientation", "sample", "digits", "hovered", "pinned", "theme",
              "samples", "sources", "targets", "product_view", "notation"),
             self._show_map),
            (
                ("trace", "status", "orientation", "digits", "sample", "hovered", "pinned",
                 "language", "level", "chain", "samples", "product_view", "rival", "notation"),
                self._show_inspector,
            ),
            (("trace", "orientation", "sample", "hovered", "pinned"), self._show_light),
            (("losses", "iteration", "digits", "notation"), self._show_curve),
            (("pinned", "trace", "experiment", "iteration", "rival"), self._show_seen),
            (("notice", "refusal"), self._show_notice),
        )  # fmt: skip

    def _show_experiment(self, state: ViewState) -> None:
        self._views.top_bar.set_title(title(state.experiment))
        self.show_build(state)

    def show_build(self, state: ViewState) -> None:
        """Show what is built, also to put a control back whose change was refused."""
        n_samples = data.training(state.experiment.data).n_samples
        self._views.build.show_experiment(state.experiment, n_samples)

    def _show_segments(self, state: ViewState) -> None:
        steps, now = state.trace.steps, state.status.position.step_index
        self._views.timeline.set_segments(segments(steps, state.orientation, state.notation))
        # What comes next first: a formula not yet typeset costs two frames when it is shown.
        self._formulas.start(
            formula(step.formula(state.orientation), state.notation)
            for step in steps[now:] + steps[:now]
        )

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
        self.show_on(state, self._views.stage)

    def show_on(self, state: ViewState, stage: StageView) -> None:
        """Show on a stage what a state has there."""
        position = state.shown_status.position
        options = _options(state, stage)
        stage.set_digits(state.digits)
        stage.set_notation(state.notation)
        stage.lens.orientation = state.orientation
        seen = _map_options(state, stage)
        if state.chain is None:
            stage.set_level(state.level, glides=not state.reduced_motion)
        stage.set_scene(_scene(state, position, options, seen))

    def scene_for_paper(
        self, state: ViewState, width: float, height: float, position: Position | None = None
    ) -> Scene:
        """Return what the stage shows now (or at a position), laid out anew for a sheet."""
        stage = self._views.stage
        paper = replace(state, theme="light")
        if state.hovered is not None:  # nobody points at paper
            paper = replace(paper, hovered=None, sources=(), targets=())
        if position is not None:
            paper = replace(paper, status=replace(state.status, position=position))
        options = replace(_options(paper, stage), width=width, height=height, presented=0.0)
        seen = replace(_map_options(paper, stage), width=width, height=height)
        return _scene(paper, paper.shown_status.position, options, seen)

    def options_of(self, state: ViewState) -> ComposeOptions:
        """Return how and for whom the stage shows a state."""
        return _options(state, self._stage_of(state))

    def _stage_of(self, state: ViewState) -> StageView:
        beside = state.rival is not None and state.rival.mirrored
        return self.other_stage if beside and self.other_stage else self._views.stage

    def _show_map(self, state: ViewState) -> None:
        view, position = self._views.map, state.status.position
        if view.isVisibleTo(view.window()):
            options = _map_options(state, view)
            view.set_notation(state.notation)
            view.set_scene(compose_map(state.trace, position.step_index, position.alpha, options))

    def _show_curve(self, state: ViewState) -> None:
        outline = None if state.course is None else state.course.outline()
        self._views.curve.set_losses(state.losses, state.iteration, state.digits, outline)
        self._views.transport.axis.set_losses(state.losses, outline)

    def _show_seen(self, state: ViewState) -> None:
        seen = aimed(state)
        points, supposed = self._seen.note(seen), self._seen.supposed(seen)
        self._views.inspector.spark.show_points(points, state.iteration, supposed)

    def _show_notice(self, state: ViewState) -> None:
        self._views.notice.set_notice(state.notice, state.refusal)

    def _show_inspector(self, state: ViewState) -> None:
        if self._is_held:
            return
        state = aimed(state)
        cell = self.inspected_cell(state)
        there = cell is None or is_there(state, cell, self.options_of(state))
        # Whoever points at a cell wants to know, if need be before its time.
        coming = not there and cell in {state.hovered, state.pinned}
        computed = there or coming
        subject = (cell, there, coming, state.trace, state.orientation, state.digits, state.sample,
                   state.notation)  # fmt: skip
        if subject == self._inspected_for:
            return
        self._inspected_for = subject
        found = None if cell is None else inspect(state, cell, computed=computed, coming=coming)
        step = None if found is None else found.step
        self._views.inspector.show_cell(found, None if step is None else about(step.kind))
        self._worker.drop(_CHECK)
        self._rest.stop()
        if cell is not None and found is not None and found.gradient is not None and computed:
            self._unchecked = state.trace, cell
            self._rest.start()

    def inspected_cell(self, state: ViewState) -> CellRef | None:
        """Return the cell asked about: pointed at, else kept, else the one being made."""
        scene = self._stage_of(state).scene
        return state.hovered or state.pinned or (None if scene is None else scene.focus)

    def _check(self) -> None:
        if self._unchecked is None:
            return
        # Not the session's trace: that may be another one already, without this cell.
        trace, cell = self._unchecked

        def job() -> CellCheck | None:
            return check_cell(trace, cell.name, cell.row, cell.col)

        def done(check: CellCheck | None) -> None:
            self._views.inspector.show_check(check, trace.spec.dtype)

        self._worker.submit(_CHECK, job, done)


def _scene(
    state: ViewState, position: Position, options: ComposeOptions, seen: MapOptions
) -> Scene:
    """Return what a state has on the stage: the open chain, else a level of the step."""
    place = position.step_index, position.alpha
    if (open_ := state.chain) is not None:
        return compose_chain(open_.chain, open_.order, *place, options)
    return compose_level(state.trace, *place, state.level, options, seen)


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
        other=None if state.rival is None else state.rival.other,
        presented=view.presented * width / max(view.width(), 1),
        notation=state.notation,
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
