"""Where one was, in another trace: an edit should not throw a person back to the beginning."""

from nnviz.engine import Trace
from nnviz.engine.step import Step
from nnviz.playback.timeline import Position


def same_place(old: Trace, position: Position, new: Trace) -> Position:
    """Return the position in ``new`` that shows what ``position`` shows in ``old``.

    Where the step is gone it is the end of the nearest step before it that is still there, or
    the very beginning.
    """
    places = {_key(step): step.index for step in new.steps}
    here = old.steps[position.step_index]
    if _key(here) in places:
        return Position(places[_key(here)], position.alpha)
    for step in reversed(old.steps[: position.step_index]):
        if _key(step) in places:
            return Position(places[_key(step)], 1.0)
    return Position(0, 0.0)


def same_step(old: Trace, step_index: int, new: Trace) -> int | None:
    """Return which step of ``new`` does what a step of ``old`` does, None if it has none."""
    wanted = _key(old.steps[step_index])
    return next((step.index for step in new.steps if _key(step) == wanted), None)


def steps_of_its_own(trace: Trace, step_index: int, other: Trace) -> int:
    """Return how many steps right before this one ``other`` does not have."""
    known = {_key(step) for step in other.steps}
    count = 0
    while count < step_index and _key(trace.steps[step_index - count - 1]) not in known:
        count += 1
    return count


def _key(step: Step) -> tuple[str, str, int, str]:
    return step.phase, step.kind, step.layer, step.output
