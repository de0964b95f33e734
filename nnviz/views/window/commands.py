"""What each action of the table does: calls of the session and of the window, nothing else."""

from typing import TYPE_CHECKING, cast

from nnviz.app.edits import Open
from nnviz.app.experiment import example
from nnviz.app.samples import one_sample
from nnviz.app.session import Session
from nnviz.app.view_state import Theme
from nnviz.engine.orientation import Orientation
from nnviz.engine.step import Phase
from nnviz.playback.pace import Granularity
from nnviz.scene.levels.level import Depth, Level
from nnviz.scene.options import ProductView
from nnviz.scene.products.ways import next_way
from nnviz.views.window.actions import ActionSpec

if TYPE_CHECKING:
    from nnviz.views.window.main_window import MainWindow

_THEMES: tuple[Theme, ...] = ("light", "dark", "projector")
_SPEED_STEP = 2**0.25
_ZOOM_STEP = 1.25


class Commands:
    """The slots of the action table, by name."""

    def __init__(self, session: Session, window: "MainWindow") -> None:
        self._session = session
        self._window = window

    def run(self, action: ActionSpec) -> None:
        """Do what an action says."""
        slot = getattr(self, action.slot)
        if action.argument is None:
            slot()
        else:
            slot(action.argument)

    def is_checked(self, action: ActionSpec) -> bool:
        """Say whether a choice is the present one."""
        now = self._choice(cast("str", action.choice))
        return (
            bool(now)
            if action.argument is None or isinstance(now, bool)
            else (now == action.argument)
        )

    def _choice(self, name: str) -> object:
        state = self._session.state
        if name.startswith("panel_"):
            return self._window.is_panel_open(name.removeprefix("panel_"))
        if name == "level":
            return state.level.depth
        if name == "chain":
            return state.chain is not None
        if name == "full_screen":
            return self._window.isFullScreen()
        if name == "one_sample":
            return one_sample(state)
        if name == "playing":
            return state.shown_status.continuous
        if name in {"loop", "granularity"}:
            return getattr(state.status, name)
        return getattr(state, name)

    def next(self) -> None:
        """Play to the next stop."""
        self._session.next()

    def previous(self) -> None:
        """Go back to the stop before."""
        self._session.previous()

    def toggle_play(self) -> None:
        """Play on, or pause."""
        self._session.toggle()

    def home(self) -> None:
        """Go to the start."""
        self._session.home()

    def end(self) -> None:
        """Go to the end."""
        self._session.end()

    def next_phase(self) -> None:
        """Go to the next phase."""
        self._session.next_phase()

    def previous_phase(self) -> None:
        """Go to the phase before."""
        self._session.previous_phase()

    def jump_phase(self, phase: str) -> None:
        """Go to the beginning of a phase."""
        self._session.jump_phase(Phase(phase))

    def next_iteration(self) -> None:
        """Show the next training step."""
        self._session.next_iteration()

    def previous_iteration(self) -> None:
        """Show the training step before."""
        self._session.previous_iteration()

    def jump_iterations(self, tenths: int) -> None:
        """Go on, or back, by a tenth of the run."""
        self._session.jump_iterations(tenths)

    def first_iteration(self) -> None:
        """Show the first training step."""
        self._session.seek_iteration(0)

    def last_iteration(self) -> None:
        """Show the newest training step."""
        self._session.seek_iteration(self._session.state.last_iteration)

    def go_to_iteration(self) -> None:
        """Ask for the number of a training step."""
        self._window.ask_for_iteration()

    def train(self, count: int) -> None:
        """Train the run on by so many steps."""
        self._window.training.start(count)

    def train_again(self) -> None:
        """Train the run on by as many steps as last time, or stop the training."""
        training = self._window.training
        if training.is_running:
            training.stop()
        else:
            training.start(training.count)

    def next_sample(self) -> None:
        """Show the next sample in steps that show one."""
        self._session.select_sample(self._session.state.sample + 1)

    def previous_sample(self) -> None:
        """Show the sample before in steps that show one."""
        self._session.select_sample(self._session.state.sample - 1)

    def choose_sample(self) -> None:
        """Show all samples of the batch, to choose one."""
        from nnviz.views.samples.picker import SamplePicker

        SamplePicker(self._session, self._window).open()

    def toggle_one_sample(self) -> None:
        """Show one sample alone, or the whole batch."""
        alone = one_sample(self._session.state)
        self._session.set_samples("batch" if alone else "one")

    def set_granularity(self, name: str) -> None:
        """Choose how much happens between two stops."""
        self._session.set_granularity(cast("Granularity", name))

    def faster(self) -> None:
        """Play faster."""
        self._session.set_speed(self._session.state.status.speed * _SPEED_STEP)

    def slower(self) -> None:
        """Play more slowly."""
        self._session.set_speed(self._session.state.status.speed / _SPEED_STEP)

    def toggle_loop(self) -> None:
        """Begin again at the end, or do not."""
        self._session.set_loop(not self._session.state.status.loop)

    def undo(self) -> None:
        """Take the last edit back."""
        self._session.undo()

    def redo(self) -> None:
        """Do the edit again."""
        self._session.redo()

    def what_if(self) -> None:
        """Change the number that is kept or pointed at, to see what would come of it."""
        self._window.what_if.open_pinned()

    def keep(self) -> None:
        """Train on with what is supposed."""
        self._session.keep()

    def put_back(self) -> None:
        """Let all be as it was before anything was supposed."""
        self._session.put_back()

    def set_theme(self, theme: str) -> None:
        """Choose the colours."""
        self._session.set_theme(cast("Theme", theme))

    def next_theme(self) -> None:
        """Go on to the next theme after the one that is seen."""
        seen = self._window.theme.name
        self._session.set_theme(_THEMES[(_THEMES.index(cast("Theme", seen)) + 1) % len(_THEMES)])

    def set_language(self, language: str) -> None:
        """Choose the language."""
        self._session.set_language("zh" if language == "zh" else "en")

    def next_language(self) -> None:
        """Change to the other language."""
        self._session.set_language("en" if self._session.state.language == "zh" else "zh")

    def set_orientation(self, orientation: str) -> None:
        """Choose how samples are written."""
        self._session.set_orientation(cast("Orientation", orientation))

    def next_orientation(self) -> None:
        """Change to the other way of writing."""
        now = self._session.state.orientation
        self._session.set_orientation("rows" if now == "textbook" else "textbook")

    def set_digits(self, digits: int) -> None:
        """Choose how many significant digits are shown."""
        self._session.set_digits(digits)

    def set_product_view(self, view: str) -> None:
        """Choose the way in which matrix products are seen."""
        self._session.set_product_view(cast("ProductView", view))

    def next_product_view(self) -> None:
        """Go on to the next of the five ways."""
        step = self._session.state.trace.steps[self._session.state.status.position.step_index]
        self._session.set_product_view(next_way(self._session.state.product_view, step))

    def toggle_reduced_motion(self) -> None:
        """Let nothing fly or turn, or let it again."""
        self._session.set_reduced_motion(not self._session.state.reduced_motion)

    def zoom_in(self) -> None:
        """Show less, larger."""
        self._window.stage.magnify(_ZOOM_STEP)

    def zoom_out(self) -> None:
        """Show more, smaller."""
        self._window.stage.magnify(1 / _ZOOM_STEP)

    def zoom_reset(self) -> None:
        """Show the whole picture."""
        self._window.stage.reset_zoom()

    def deeper(self) -> None:
        """Go one level down: network, layer, matrix, cell."""
        self._window.levels.deeper()

    def higher(self) -> None:
        """Go one level up."""
        self._window.levels.higher()

    def look_at(self, depth: str) -> None:
        """Go to a level, around what is on the stage."""
        self._window.levels.choose(Level(cast("Depth", depth)))

    def toggle_lens(self) -> None:
        """Let the lens be there at once, or only after a rest of the pointer."""
        self._session.set_lens(not self._session.state.lens)

    def why(self) -> None:
        """Show what the number that is kept, pointed at or being made is made of."""
        state = self._session.state
        cell = state.pinned or state.hovered or self._window.presenter.inspected_cell(state)
        self._window.why.ask(cell)

    def toggle_chain(self) -> None:
        """Open the chain of Jacobians in place of the step, or go back."""
        self._session.toggle_chain()

    def other_chain_order(self) -> None:
        """Multiply the chain from its other end; open it if it is not."""
        state = self._session.state
        if state.chain is None:
            self._session.toggle_chain()
        self._session.set_chain_order(
            "forward" if state.chain is None or state.chain.order == "reverse" else "reverse"
        )

    def toggle_panel(self, panel: str) -> None:
        """Open or close a panel."""
        self._window.set_panel_open(panel, not self._window.is_panel_open(panel))

    def full_screen(self) -> None:
        """Fill the screen, or go back to a window."""
        self._window.set_full_screen(not self._window.isFullScreen())

    def escape(self) -> None:
        """Let go of one thing: a notice, chain, what-if, cell, pin, full screen, then a level."""
        if self._window.views.notice.text:
            self._window.dismiss_notice()
        elif self._window.dismiss_welcome():
            return
        elif self._session.state.chain is not None:
            self._session.close_chain()
        elif self._session.state.what_if is not None:
            self._session.put_back()
        elif self._session.state.level.is_deepest:
            self._window.levels.higher()
        elif self._session.state.pinned is not None:
            self._session.pin(None)
        elif self._window.isFullScreen():
            self._window.set_full_screen(False)
        else:
            self._window.levels.higher()

    def open_example(self, name: str) -> None:
        """Open a built-in example in place of what is open."""
        self._session.close_chain()
        self._session.edit(Open(example(name)))
        self._session.home()

    def open_csv(self) -> None:
        """Ask for a CSV file."""
        self._window.ask_for_csv()

    def quit(self) -> None:
        """Close the window."""
        self._window.close()

    def show_shortcuts(self) -> None:
        """Show every key."""
        from nnviz.views.dialogs.shortcuts import ShortcutsDialog

        self._window.open_dialog(ShortcutsDialog)

    def show_about(self) -> None:
        """Say what nnviz is."""
        from nnviz.views.dialogs.about import AboutDialog

        self._window.open_dialog(AboutDialog)
