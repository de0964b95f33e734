"""What comes after the next press of the key, and what there is to say now."""

from dataclasses import dataclass, replace

from nnviz.app.view_state import ViewState
from nnviz.engine.message import Message, message
from nnviz.scene.levels.level import MATRIX
from nnviz.scene.narration import about, title

_OVER = message("The next iteration begins.")


@dataclass(frozen=True, slots=True, eq=False)
class Coming:
    """The state at the next stop, None at the end of the iteration, and what it is called."""

    state: ViewState | None
    title: Message


def coming(state: ViewState) -> Coming:
    """Return what the next press of the key leads to."""
    stop_s = state.timeline.next_stop(state.status.time_s)
    if stop_s is None:
        return Coming(None, _OVER)
    place = state.timeline.locate(stop_s)
    status = replace(state.status, time_s=stop_s, position=place, playing=False)
    step = state.trace.steps[place.step_index]
    later = replace(
        state, status=status, chain=None, level=MATRIX, hovered=None, pinned=None, sources=(),
        targets=(),
    )  # fmt: skip
    return Coming(later, title(step))


def watch_for(state: ViewState) -> Message:
    """Return what the step on the stage is for: what the hall should look at."""
    return about(state.trace.steps[state.status.position.step_index].kind)


def place_of(state: ViewState) -> tuple[int, int]:
    """Return which step is on the stage, from 1, and of how many."""
    return state.status.position.step_index + 1, len(state.trace.steps)
