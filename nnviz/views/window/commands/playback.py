"""Moving through time: stops, phases, iterations, samples, and the pace."""

from typing import cast

from nnviz.app.samples import one_sample
from nnviz.engine.step import Phase
from nnviz.playback.pace import Granularity
from nnviz.views.window.commands.base import Base

_SPEED_STEP = 2**0.25


class PlaybackCommands(Base):
    """Moving through time: stops, phases, iterations, samples, and the pace."""

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
