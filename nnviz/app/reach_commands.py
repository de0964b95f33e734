"""How large words are and how much moves, as commands of the session."""

from typing import TYPE_CHECKING, Any, Final

from nnviz.app.view_state import Motion, ViewState

TEXT_SCALES: Final = (100, 125, 150, 175, 200)  # per cent


class ReachCommands:
    """The part of :class:`nnviz.app.session.Session` for those who see or move otherwise."""

    _system_reduces = False

    if TYPE_CHECKING:
        _state: ViewState

        def _commit(self, **changes: Any) -> None: ...

    def set_text_scale(self, percent: int) -> None:
        """Set the size of all text, 100 to 200 per cent."""
        self._commit(text_scale=min(max(percent, TEXT_SCALES[0]), TEXT_SCALES[-1]))

    def change_text_scale(self, steps: int) -> None:
        """Make all text larger or smaller by some of the usual steps."""
        now = self._state.text_scale
        nearest = min(range(len(TEXT_SCALES)), key=lambda i: abs(TEXT_SCALES[i] - now))
        place = min(max(nearest + steps, 0), len(TEXT_SCALES) - 1)
        self.set_text_scale(TEXT_SCALES[place])

    def set_motion(self, motion: Motion) -> None:
        """Let things fly and turn, or only fade, or do as the system does; sums always grow."""
        reduced = self._system_reduces if motion == "system" else motion == "less"
        self._commit(motion=motion, reduced_motion=reduced)

    def set_reduced_motion(self, reduced: bool) -> None:
        """Say whether things may fly and turn, or only fade, whatever the system says."""
        self.set_motion("less" if reduced else "full")

    def set_system_motion(self, reduces: bool) -> None:
        """Tell whether the system asks for little motion; it counts where nothing was chosen."""
        self._system_reduces = reduces
        if self._state.motion == "system":
            self.set_motion("system")
